import { notesOf } from "../survey.ts";
import type { Check } from "./check.ts";

export const instantForm: Check = {
  explanation: {
    code: "instant-form",
    severity: "error",
    title: { ru: "Это не дата и не момент времени", en: "This is neither a date nor an instant" },
    why: {
      ru: "Здесь нужен момент: дата (2026-11-25), дата со временем (2026-11-25T10:00:00+03:00), выражение, которое их даёт, а для сроков задания ещё и длительность: { businessDays: 1 }.",
      en: "An instant is wanted: a date (2026-11-25), a date and time (2026-11-25T10:00:00+03:00), an expression that gives one, or, for the dates of a task, a duration: { businessDays: 1 }.",
    },
    wrong: "- id: pause\n  wait: { until: завтра }\n",
    right: "- id: pause\n  wait: { until: 2026-11-25T10:00:00+03:00 }\n",
  },
  *find({ survey }) {
    for (const { at, text } of notesOf(survey, "instant")) {
      yield {
        at,
        message: {
          ru: `«${text.slice(0, 40)}» — не дата и не момент времени`,
          en: `"${text.slice(0, 40)}" is neither a date nor an instant`,
        },
        remedy: {
          ru: "Например: 2026-11-25T10:00:00+03:00 или ${ выражение }",
          en: "Such as 2026-11-25T10:00:00+03:00, or ${ an expression }",
        },
      };
    }
  },
};
