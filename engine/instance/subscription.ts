import { refOf, type Value } from "../base/value.ts";
import type { Awaited, Template } from "../definition/model.ts";
import { StepFailure } from "./attempt.ts";
import type { Delivered } from "./command.ts";
import type { Run } from "./run.ts";
import { contextAt, type Where } from "./scope.ts";
import type { Subscription } from "./state.ts";
import { readerOf, valueOf } from "./text.ts";

/** What to wait for, with its record and key worked out now: the shell finds the waiting instance by these. */
export function subscriptionOf(run: Run, awaited: Awaited, where: Where): Subscription {
  const value = (template: Template | null): Value =>
    template === null ? null : valueOf(template, contextAt(run, where), readerOf(run, null));
  switch (awaited.kind) {
    case "holds": {
      const record = refOf(value(awaited.of));
      if (record === null) throw noRecord(value(awaited.of));
      const type = record.slice(0, record.indexOf("/"));
      return { kind: "holds", names: [`crm.${type}.updated`, `crm.${type}.deleted`], record, key: null };
    }
    case "event":
      return {
        kind: "event",
        names: awaited.types,
        record: awaited.of === null ? null : refOf(value(awaited.of)),
        key: null,
      };
    case "message": {
      const key = value(awaited.key);
      return {
        kind: "message",
        names: [awaited.message],
        record: null,
        key: key === null ? null : (refOf(key) ?? String(key)),
      };
    }
  }
}

function noRecord(found: Value): StepFailure {
  return new StepFailure({
    code: "NOT_A_RECORD",
    message: {
      ru: `Ждать можно запись CRM, а здесь ${JSON.stringify(found).slice(0, 80)}.`,
      en: `Only a CRM record can be waited for, but here is ${JSON.stringify(found).slice(0, 80)}.`,
    },
    remedy: { ru: "В «of» нужна запись, например ${ lead }.", en: '"of" wants a record, such as ${ lead }.' },
    resolution: "retry",
    seat: null,
  });
}

/** Does what came end the wait, and by what? Null: it goes on waiting. */
export function meets(
  run: Run,
  awaited: Awaited,
  where: Where,
  event: Delivered,
): "holds" | "deleted" | "event" | null {
  if (awaited.kind === "holds") {
    if (event.kind !== "record") return null;
    if (event.record === null) return "deleted";
    const context = contextAt(run, { ...where, lets: { ...where.lets, record: event.record } });
    return awaited.holds.evaluate(context) === true ? "holds" : null;
  }
  if (awaited.where === null) return "event";
  const context = contextAt(run, { ...where, lets: { ...where.lets, event: event.event } });
  return awaited.where.evaluate(context) === true ? "event" : null;
}
