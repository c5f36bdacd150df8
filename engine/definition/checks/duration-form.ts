import { notesOf } from "../survey.ts";
import type { Check } from "./check.ts";

export const durationForm: Check = {
  explanation: {
    code: "duration-form",
    severity: "error",
    title: { ru: "Это не длительность", en: "This is no duration" },
    why: {
      ru: "Длительность — текст ISO 8601 (P1D, PT4H) или набор единиц: { days: 1, hours: 4 }. Рабочие дни и часы не смешивают с другими. Для повторов вызова годится только обычное время.",
      en: "A duration is ISO 8601 text (P1D, PT4H) or a map of units: { days: 1, hours: 4 }. Business days and hours do not mix with others. Retries take wall-clock time only.",
    },
    wrong: "- id: pause\n  wait: { businessDays: 1, hours: 2 }\n",
    right: "- id: pause\n  wait: { businessDays: 1 }\n",
  },
  *find({ survey }) {
    for (const { at, ru, en } of notesOf(survey, "duration")) {
      yield {
        at,
        message: { ru: `Длительность: ${ru}`, en: `Duration: ${en}` },
        remedy: {
          ru: "Например: P1D, PT4H, { days: 1 }, { businessDays: 1 }",
          en: "Such as P1D, PT4H, { days: 1 }, { businessDays: 1 }",
        },
      };
    }
    for (const { at } of notesOf(survey, "wall-duration-needed")) {
      yield {
        at,
        message: {
          ru: "Повторы вызова считают обычное время, не рабочее",
          en: "Retries count wall-clock time, not business time",
        },
        remedy: { ru: "Например: { seconds: 30 } или PT30S", en: "Such as { seconds: 30 } or PT30S" },
      };
    }
  },
};
