import type { Definition, EventStart, Start } from "../definition/model.ts";
import type { NodeKind } from "./graph.ts";
import type { Words } from "./words.ts";

/** A start in words. */
export interface StartWords {
  readonly kind: NodeKind;
  readonly caption: string;
  readonly title: string;
  readonly hint: string | null;
}

/** «Форма · группа sales», «Заявка: создание, изменение», «Пришло письмо», «0 5 * * *». */
export function startWords(start: Start, definition: Definition, words: Words): StartWords {
  const { say } = words;
  switch (start.kind) {
    case "form": {
      const groups = words.groups({ kind: "literal", value: start.candidateGroups });
      const who = [...start.candidateUsers.map((user) => words.people(user)), groups]
        .filter((part) => part !== "")
        .join(", ");
      return { kind: "form", caption: say.kind.form, title: who || say.requester, hint: null };
    }
    case "event":
      return eventWords(start, definition, words);
    case "message":
      return { kind: "message", caption: say.kind.message, title: start.message, hint: start.where?.text ?? null };
    case "schedule": {
      const title = start.cron ?? (start.every ? say.every(words.duration(start.every)) : "");
      return { kind: "schedule", caption: say.kind.schedule, title, hint: null };
    }
  }
}

const CRM_EVENT = /^crm\.(.+)\.(created|updated|deleted)$/;

function eventWords(start: EventStart, definition: Definition, words: Words): StartWords {
  const hint = start.where?.text ?? null;
  if (start.types.length === 1 && start.types[0] === "mail.received") {
    return { kind: "letter", caption: words.say.kind.letter, title: words.say.letter, hint };
  }
  const changes = new Map<string, string[]>();
  for (const type of start.types) {
    const [, record = type, change] = CRM_EVENT.exec(type) ?? [];
    const verbs = changes.get(record) ?? [];
    if (change === "created" || change === "updated" || change === "deleted") verbs.push(words.say[change]);
    changes.set(record, verbs);
  }
  const parts = changes.entries().map(([record, verbs]) => sentence(recordTitle(record, definition), verbs));
  return { kind: "event", caption: words.say.kind.event, title: parts.toArray().join("; "), hint };
}

/** The title of the only input of that record type: «Заявка» for `lead`; else the type. */
function recordTitle(type: string, definition: Definition): string {
  const inputs = definition.inputs.filter(
    (input) => input.type === "record" && Array.isArray(input.of) && input.of.includes(type),
  );
  const [only, ...more] = inputs;
  return only && more.length === 0 && Array.isArray(only.of) && only.of.length === 1 ? only.title : type;
}

function sentence(record: string, verbs: readonly string[]): string {
  return verbs.length === 0 ? record : `${record}: ${verbs.join(", ")}`;
}
