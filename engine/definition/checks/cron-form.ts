import { notesOf } from "../survey.ts";
import type { Check } from "./check.ts";

export const cronForm: Check = {
  explanation: {
    code: "cron-form",
    severity: "error",
    title: { ru: "Это не расписание cron", en: "This is no cron text" },
    why: {
      ru: "Расписание — пять полей: минута, час, день месяца, месяц, день недели. `0 5 * * *` — каждый день в пять утра по поясу календаря.",
      en: "A schedule has five fields: minute, hour, day of month, month, day of week. `0 5 * * *` is every day at five in the calendar's zone.",
    },
    wrong: 'input: {}\nstart:\n  - schedule: { cron: "0 25 * * *" }\n',
    right: 'input: {}\nstart:\n  - schedule: { cron: "0 5 * * *" }\n',
  },
  *find({ survey }) {
    for (const { at, text } of notesOf(survey, "cron")) {
      yield {
        at,
        message: { ru: `«${text}» — не расписание cron`, en: `"${text}" is no cron text` },
        remedy: {
          ru: 'Пять полей: минута час день месяц день-недели, например "0 9 * * 1-5"',
          en: 'Five fields: minute hour day month weekday, such as "0 9 * * 1-5"',
        },
      };
    }
  },
};
