import { notesOf } from "../survey.ts";
import type { Check } from "./check.ts";

export const durationZero: Check = {
  explanation: {
    code: "duration-zero",
    severity: "error",
    title: { ru: "Срок не может быть нулевым", en: "A duration of nothing" },
    why: {
      ru: "Ждать ноль времени или повторять каждые ноль минут нельзя: срок вышел бы в тот же миг.",
      en: "Nothing can wait for no time or repeat every no minutes: it would be over at once.",
    },
    wrong: "- id: pause\n  wait: { hours: 0 }\n",
    right: "- id: pause\n  wait: { hours: 1 }\n",
  },
  *find({ survey }) {
    for (const { at } of notesOf(survey, "duration-zero")) {
      yield {
        at,
        message: { ru: "Срок не может быть нулевым", en: "The duration cannot be zero" },
        remedy: {
          ru: "Поставьте больше нуля, например { minutes: 30 }",
          en: "Make it more than zero, such as { minutes: 30 }",
        },
      };
    }
  },
};
