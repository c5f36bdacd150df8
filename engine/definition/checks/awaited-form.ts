import { namesOf } from "../compile-awaited.ts";
import { childOf, entryOf, type Node } from "../node.ts";
import type { OutlineStep } from "../outline.ts";
import type { Text } from "../problem.ts";
import type { Check } from "./check.ts";

export const awaitedForm: Check = {
  explanation: {
    code: "awaited-form",
    severity: "error",
    title: { ru: "Не сказано, чего ждать", en: "It does not say what to wait for" },
    why: {
      ru: "until и listen ждут либо события (event, where), либо сообщения (message, key), либо пока что-то верно для записи: of и holds вместе.",
      en: "`until` and `listen` wait for an event (`event`, `where`), for a message (`message`, `key`), or until something holds of a record: `of` and `holds` together.",
    },
    wrong: "- id: moved\n  listen: { holds: 'record.stageKind = \"won\"' }\n  timeout: { after: P7D, then: end }\n",
    right:
      '- id: moved\n  listen: { of: "${ lead }", holds: \'record.stageKind = "won"\' }\n  timeout: { after: P7D, then: end }\n',
  },
  *find({ outline }) {
    for (const step of outline.steps) {
      const found = awaitedOf(step);
      const wrong = found && wrongWith(found.value, found.beside);
      if (wrong) yield wrong;
    }
  },
};

function awaitedOf(step: OutlineStep): { readonly value: Node; readonly beside: Node | null } | null {
  if (step.kind === "listen") return { value: step.keyword.value, beside: step.node };
  const until = step.kind === "do" ? childOf(step.node, "until") : undefined;
  return until ? { value: until, beside: null } : null;
}

function wrongWith(
  value: Node,
  beside: Node | null,
): { readonly at: Node; readonly message: Text; readonly remedy: Text } | null {
  const at = (name: string) => entryOf(value, name) ?? (beside ? entryOf(beside, name) : undefined);
  const holds = at("holds");
  const isNamed = namesOf(value).length > 0 || childOf(value, "message") !== undefined;
  if (holds && !at("of")) {
    return {
      at: holds.key,
      message: { ru: "Для holds не сказано, какая запись", en: "`holds` does not say which record" },
      remedy: { ru: "Добавьте of: ${ запись }", en: "Add of: ${ the record }" },
    };
  }
  const where = at("where");
  if (holds && where) {
    return {
      at: where.key,
      message: {
        ru: "where — для события, holds — для состояния: вместе нельзя",
        en: "`where` is for an event, `holds` for a state: not both",
      },
      remedy: { ru: "Оставьте одно", en: "Leave one" },
    };
  }
  if (holds || isNamed) return null;
  return {
    at: value,
    message: { ru: "Не сказано, чего ждать", en: "It does not say what to wait for" },
    remedy: {
      ru: "Назовите событие (event), сообщение (message) или условие (holds)",
      en: "Name an event, a message, or a condition with `holds`",
    },
  };
}
