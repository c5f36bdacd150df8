import type { ActivationId } from "../base/ids.ts";
import type { Value } from "../base/value.ts";
import type { Delivered } from "../instance/command.ts";
import type { Instance, Subscription } from "../instance/state.ts";
import type { Occurrence } from "./occurrence.ts";

/** A subscription that an occurrence reaches, and what it gets. */
export interface Delivery {
  readonly activation: ActivationId;
  readonly event: Delivered;
}

/**
 * The subscriptions of an instance that an occurrence reaches, in the order in which their steps were entered: those of
 * a `holds` by the record it is about, those of an event by its type (and record), those of a message by name and key.
 *
 * @param current the record as it is now, for `holds`; null: deleted
 */
export function deliveriesTo(instance: Instance, occurrence: Occurrence, current: Value): readonly Delivery[] {
  const deliveries: Delivery[] = [];
  for (const activation of Object.values(instance.activations)) {
    const event = activation.subscription === null ? null : delivered(activation.subscription, occurrence, current);
    if (event !== null) deliveries.push({ activation: activation.id, event });
  }
  return deliveries;
}

function delivered(subscription: Subscription, occurrence: Occurrence, current: Value): Delivered | null {
  if (occurrence.kind !== "event" && occurrence.kind !== "message") return null;
  const { name, event } = occurrence;
  if (subscription.kind === "message") {
    if (occurrence.kind !== "message" || !subscription.names.includes(name)) return null;
    return subscription.key === null || subscription.key === occurrence.key ? { kind: "message", name, event } : null;
  }
  if (occurrence.kind !== "event" || !subscription.names.includes(name)) return null;
  if (subscription.record !== null && subscription.record !== occurrence.record) return null;
  return subscription.kind === "holds"
    ? { kind: "record", name, event, record: current }
    : { kind: "event", name, event };
}
