import { KEYWORDS } from "../../expression/syntax/names.ts";
import type { Range } from "../make-problem.ts";
import { childOf } from "../node.ts";
import { RESERVED_NAMES } from "../variables.ts";
import type { Check, Subject } from "./check.ts";

export const nameReserved: Check = {
  explanation: {
    code: "name-reserved",
    severity: "error",
    title: { ru: "Занятое имя", en: "A reserved name" },
    why: {
      ru: "Слова FEEL (if, in, and…) и имена event, record, item, each, requester, assignee значат своё. Переменную с таким именем нельзя было бы прочитать.",
      en: "FEEL's words (`if`, `in`, `and`…) and the names event, record, item, each, requester, assignee have a meaning of their own. A variable of that name could not be read.",
    },
    wrong: '- id: record\n  call: crm.get\n  with: { record: "${ lead }" }\n',
    right: '- id: fresh-lead\n  call: crm.get\n  with: { record: "${ lead }" }\n',
  },
  *find(subject) {
    for (const step of subject.outline.steps) {
      const at = childOf(step.node, "id");
      if (!at || !WAYS.has(step.id)) continue;
      yield {
        at,
        message: {
          ru: `Шаг не может называться «${step.id}»: это слово для then`,
          en: `A step cannot be called "${step.id}": that is a word of \`then\``,
        },
        remedy: { ru: "Дайте шагу другой id", en: "Give the step another id" },
      };
    }
    for (const { name, at } of namesOf(subject)) {
      if (!isReserved(name)) continue;
      yield {
        at,
        message: { ru: `Имя «${name}» занято языком`, en: `The name "${name}" belongs to the language` },
        remedy: { ru: "Назовите иначе", en: "Choose another name" },
      };
    }
  },
};

/** Where a `then` may lead besides to a step. */
const WAYS: ReadonlySet<string> = new Set(["continue", "end", "exit"]);

function isReserved(name: string): boolean {
  return RESERVED_NAMES.includes(name) || KEYWORDS.has(name);
}

/** Every name that becomes a variable; a step's too, whether it has a result or not. */
function* namesOf(subject: Subject): Iterable<{ readonly name: string; readonly at: Range }> {
  for (const variable of subject.variables.all) {
    const [origin] = variable.origins;
    if (origin && origin.kind !== "step") yield { name: variable.name, at: origin.at };
  }
  for (const step of subject.outline.steps) {
    const at = childOf(step.node, "id");
    if (at && step.kind !== "set") yield { name: step.variable, at };
  }
}
