import { isList } from "../../base/value.ts";
import type { Template } from "../model.ts";
import { childOf } from "../node.ts";
import type { Check } from "./check.ts";

export const notByAssignee: Check = {
  explanation: {
    code: "not-by-assignee",
    severity: "error",
    title: { ru: "Исполнитель исключён своим же заданием", en: "The task excludes its own assignee" },
    why: {
      ru: "`notBy` вычёркивает того единственного, кому задание дано: решать некому, и каждый раз будет сбой. С ifExcluded: manager решит его начальник.",
      en: "`notBy` strikes out the only person who has the task: nobody is left and every run ends in an incident. With `ifExcluded: manager` the manager decides.",
    },
    wrong:
      "- id: look\n  userTask: Проверьте сами себя\n  assignee: ${ requester }\n  notBy: [requester]\n  timeout: { after: P1D, then: end }\n",
    right:
      "- id: look\n  userTask: Проверьте\n  assignee: { managerOf: requester }\n  notBy: [requester]\n  timeout: { after: P1D, then: end }\n",
  },
  *find({ outline, made }) {
    for (const step of outline.steps) {
      const task = made.get(step);
      if (task?.kind !== "userTask" || !task.assignee || !task.notBy || task.ifExcluded !== "incident") continue;
      const own = keyOf(task.assignee);
      const excluded = task.notBy.kind === "list" ? task.notBy.items.map(keyOf) : keysOf(task.notBy);
      if (own === null || !excluded.includes(own)) continue;
      yield {
        at: childOf(step.node, "notBy") ?? step.keyword.key,
        message: { ru: "notBy исключает единственного исполнителя", en: "notBy excludes the only assignee" },
        remedy: {
          ru: "Добавьте ifExcluded: manager или дайте задание другому",
          en: "Add ifExcluded: manager, or give the task to somebody else",
        },
      };
    }
  },
};

function keysOf(template: Template): readonly (string | null)[] {
  if (template.kind === "literal" && isList(template.value))
    return template.value.map((value) => JSON.stringify(value));
  return [keyOf(template)];
}

function keyOf(template: Template): string | null {
  if (template.kind === "literal") return JSON.stringify(template.value);
  return template.kind === "expression" ? template.expression.text.trim() : null;
}
