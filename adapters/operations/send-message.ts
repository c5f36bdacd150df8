import { isMap, type RecordSnapshot, type ValueMap } from "../../engine/base/value.ts";
import { isoText } from "../../engine/calendar/iso-text.ts";
import type { CallOutcome } from "../../engine/instance/call-outcome.ts";
import { contactOf, type Route, responsibleOf, routesTo, sendResult } from "../../engine/message/routes.ts";
import { personOf } from "../../engine/people/lookup.ts";
import type { Crm } from "../../engine/ports/crm.ts";
import type { Posted } from "../../engine/ports/notifier.ts";
import type { Sending } from "../../engine/ports/operations.ts";
import type { OperationsParts } from "./create-operations.ts";

type SendParts = Pick<OperationsParts, "crm" | "notifier" | "people" | "clock" | "zone">;

/**
 * Sends a message by the first channel that reaches the addressee, or by all. An address that the other side does not know
 * reaches nobody: the next channel is tried. Nobody can be reached: that is a result too, `unreachable`, and the process
 * says what follows.
 */
export async function sendMessage(sending: Sending, parts: SendParts, signal: AbortSignal): Promise<CallOutcome> {
  const { message } = sending;
  const people = await parts.people.snapshot();
  const record = personOf(people, message.to) ? null : await parts.crm.look(message.to);
  const found = routesTo(message, { people, record, contact: await contactIn(record, parts.crm) });
  const routes = found.flatMap((route) => parts.notifier.reach(route) ?? []);
  const zone = personOf(people, message.to)?.timeZone ?? null;
  let first: Extract<Posted, { kind: "done" }> | null = null;
  for (const [at, route] of routes.entries()) {
    const posted = await post(sending, { route, zone, isFirst: at === 0 }, parts, signal);
    if (posted.kind === "unreachable") continue;
    if (posted.kind !== "done") return posted;
    first ??= posted;
    if (!message.all) break;
  }
  const at = { $type: "date and time", value: isoText(first?.at ?? parts.clock.now(), parts.zone) } as const;
  return { kind: "done", output: sendResult(first?.route ?? null, at, responsibleOf(record)) };
}

/** Of a message by several channels each way has a key of its own. */
function post(
  sending: Sending,
  { route, zone, isFirst }: { readonly route: Route; readonly zone: string | null; readonly isFirst: boolean },
  { notifier }: SendParts,
  signal: AbortSignal,
): Promise<Posted> {
  const { message, attempt, process, instance, step } = sending;
  const key = message.all || !isFirst ? `${sending.key}/${route.channel}` : sending.key;
  return notifier.send({ key, route, message, attempt, zone, process, instance, step }, signal);
}

async function contactIn(record: RecordSnapshot | null, crm: Crm): Promise<ValueMap | null> {
  const contact = contactOf(record);
  if (typeof contact === "string") return crm.look(contact);
  return isMap(contact) ? contact : null;
}
