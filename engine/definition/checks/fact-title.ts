import { notesOf } from "../survey.ts";
import type { Check } from "./check.ts";

export const factTitleCheck: Check = {
  explanation: {
    code: "fact-title",
    severity: "warning",
    title: { ru: "У сведения нет названия", en: "A fact without a title" },
    why: {
      ru: "Сведения в задании подписаны: название берётся у входа, поля или столбца. У вычисленного значения его нет, и человек увидел бы формулу.",
      en: "The facts of a task are labelled by the title of the input, field or column. A computed value has none, and the person would see a formula.",
    },
    wrong:
      "- id: look\n  userTask: Проверьте\n  assignee: manager-1\n  facts: [amount * 2]\n  timeout: { after: P1D, then: end }\n",
    right:
      "- id: look\n  userTask: Проверьте\n  assignee: manager-1\n  facts: [{ Двойная сумма: amount * 2 }]\n  timeout: { after: P1D, then: end }\n",
  },
  *find({ survey }) {
    for (const { at, text } of notesOf(survey, "fact-without-title")) {
      yield {
        at,
        message: { ru: `У сведения «${text.trim()}» нет названия`, en: `The fact "${text.trim()}" has no title` },
        remedy: { ru: `Напишите { Название: ${text.trim()} }`, en: `Write { Title: ${text.trim()} }` },
      };
    }
  },
};
