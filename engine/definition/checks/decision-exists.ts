import { baseName, tablePlaces } from "../table-places.ts";
import type { Check } from "./check.ts";
import { mentionCheck } from "./mention-check.ts";

export const decisionExists: Check = mentionCheck({
  kind: "decision",
  explanation: {
    code: "decision-exists",
    severity: "error",
    title: { ru: "Нет такой таблицы решений", en: "There is no such decision table" },
    why: {
      ru: "Таблица описана в decisions процесса или лежит файлом в папке decisions рядом с ним. Шаг называет её по имени.",
      en: "A table is declared under the process's `decisions`, or is a file of its decisions/ folder. The step names it.",
    },
    wrong:
      'decisions:\n  size:\n    inputs: { amount: { type: number, domain: ">= 0" } }\n    outputs: { label: { type: text } }\n    rules: [{ when: { amount: ">= 0" }, then: { label: любая } }]\ndo:\n  - id: how-big\n    decision: sise\n',
    right:
      'decisions:\n  size:\n    inputs: { amount: { type: number, domain: ">= 0" } }\n    outputs: { label: { type: text } }\n    rules: [{ when: { amount: ">= 0" }, then: { label: любая } }]\ndo:\n  - id: how-big\n    decision: size\n',
  },
  known: (subject) => tablePlaces(subject).map((place) => place.id),
  remedy: ({ decisions }, name) =>
    decisions.csv.some(({ path }) => baseName(path) === name)
      ? {
          ru: `Строки есть в ${name}.csv; опишите столбцы: decisions: { ${name}: { inputs: …, outputs: … } }`,
          en: `The rows are in ${name}.csv; declare its columns: decisions: { ${name}: { inputs: …, outputs: … } }`,
        }
      : undefined,
  says: (name) => ({ ru: `Нет таблицы решений «${name}»`, en: `There is no decision table "${name}"` }),
  none: {
    ru: "Опишите её в decisions или положите файл в папку decisions",
    en: "Declare it under `decisions`, or add a file to decisions/",
  },
});
