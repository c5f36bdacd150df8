import type { Lane } from "../../../engine/ports/outbox.ts";

/** The queues: one for alarms, one for each lane. BullMQ forbids colons in names. */
export type QueueName = "timers" | `lane-${Lane}`;

/** Every lane, kept complete by its type. */
const LANES = { engine: true, crm: true, mail: true, http: true, message: true, document: true } satisfies Record<
  Lane,
  true
>;

/** Every lane of the outbox. */
export const ALL_LANES = Object.keys(LANES) as readonly Lane[];

/** The queue of a lane. */
export function queueOf(lane: Lane): QueueName {
  return `lane-${lane}`;
}
