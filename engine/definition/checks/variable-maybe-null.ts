import { shortened } from "../shape/reword.ts";
import { notesOf } from "../survey.ts";
import type { Check, Finding, Subject } from "./check.ts";

export const variableMaybeNull: Check = {
  explanation: {
    code: "variable-maybe-null",
    severity: "error",
    title: { ru: "На этом пути переменная может быть пустой", en: "On this way the variable may be empty" },
    why: {
      ru: "Шаг, пропущенный по if, случай, который не выбран, необязательный вход оставляют null. Прочитать его поле или посчитать с ним нельзя: сначала проверьте.",
      en: "A step skipped by `if`, a case not taken, an optional input leave null. A field of it cannot be read, nothing computed with it: test first.",
    },
    wrong:
      '- id: fresh\n  if: amount > 5\n  call: crm.get\n  with: { record: "${ lead }" }\n- id: tell\n  notify: ${ requester }\n  text: Заявка ${ fresh.title }\n',
    right:
      '- id: fresh\n  if: amount > 5\n  call: crm.get\n  with: { record: "${ lead }" }\n- id: tell\n  if: fresh != null\n  notify: ${ requester }\n  text: Заявка ${ fresh.title }\n',
  },
  *find(subject) {
    for (const { at, name, source } of notesOf(subject.survey, "variable-maybe-null")) {
      const cause = causeOf(subject, name);
      const finding: Finding = {
        at,
        message: {
          ru: `«${shortened(name)}» может быть null: ${cause.ru}`,
          en: `"${shortened(name)}" may be null: ${cause.en}`,
        },
        remedy: {
          ru: `Проверьте раньше: ${testKey(name)}: ${name} != null — или дайте замену: if ${name} = null then … else …`,
          en: `Test before: ${testKey(name)}: ${name} != null, or give a substitute: if ${name} = null then … else …`,
        },
      };
      yield source ? { ...finding, source } : finding;
    }
  },
};

/** A start has no `if`. */
function testKey(name: string): string {
  return name.startsWith("event.") ? "where" : "if";
}

function causeOf(subject: Subject, name: string): { readonly ru: string; readonly en: string } {
  if (name === "requester")
    return { ru: "процесс могло запустить событие", en: "an event may have started the process" };
  if (name === "event.actor")
    return { ru: "CRM не всегда сообщает, кто изменил", en: "the CRM does not always tell who did it" };
  if (name.includes(".")) return { ru: "его могли не заполнить", en: "it may have been left out" };
  const origin = subject.variables.all.find((variable) => variable.name === name)?.origins[0];
  if (origin?.kind === "input") return { ru: "вход не обязателен", en: "the input is optional" };
  const id = origin?.step?.id;
  if (id === undefined || origin?.kind !== "step")
    return { ru: "значение дают не на всех путях", en: "not every way gives it a value" };
  return { ru: `шаг «${id}» выполняют не всегда`, en: `step "${id}" does not always run` };
}
