import { OPERATIONS, operationNamed } from "../operations.ts";
import type { Check } from "./check.ts";
import { mentionCheck } from "./mention-check.ts";

export const operationExists: Check = mentionCheck({
  kind: "operation",
  explanation: {
    code: "operation-exists",
    severity: "error",
    title: { ru: "Нет такой операции", en: "There is no such operation" },
    why: {
      ru: "`call` вызывает операцию по имени: crm.get, crm.update, registry.find и другие из списка. Что не в списке, вызвать нельзя.",
      en: "`call` names an operation: crm.get, crm.update, registry.find and others of a fixed list. Nothing else can be called.",
    },
    wrong: '- id: put\n  call: crm.updte\n  with: { record: "${ lead }", set: { title: Новая } }\n',
    right: '- id: put\n  call: crm.update\n  with: { record: "${ lead }", set: { title: Новая } }\n',
  },
  known: () => OPERATIONS.map((operation) => operation.name),
  meant: (_, name) => operationNamed(name.replace(/^crm\.\w+\./u, "crm."))?.name,
  says: (name) => ({ ru: `Нет операции «${name}»`, en: `There is no operation "${name}"` }),
  none: { ru: "Возьмите операцию из списка языка", en: "Take an operation of the language's list" },
});
