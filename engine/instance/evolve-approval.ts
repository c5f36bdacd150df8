import type { HistoryEvent } from "./event.ts";
import type { Activation, Instance, Seat } from "./state.ts";

type ApprovalEvent = Extract<HistoryEvent, { kind: "taskCompleted" | "taskClosed" | "approverAdded" }>;

/** After these a seat may be asked again in the same round: a recall opens what it, or a rework taken back, had closed. */
const WAITS_AGAIN: ReadonlySet<string> = new Set(["recalled", "rework"]);

/** What an event does to the seats of the approval it belongs to. */
export function evolveApproval(instance: Instance, event: ApprovalEvent): Instance {
  const activation = instance.activations[event.activation];
  if (!activation?.approval) return instance;
  switch (event.kind) {
    case "taskCompleted": {
      const { seat, outcome } = event.decision;
      return withSeats(instance, activation, (one) =>
        one.number === seat ? { ...one, status: "decided", outcome, agrees: event.agrees } : one,
      );
    }
    case "taskClosed": {
      const status = event.reason === "skipped" ? "skipped" : WAITS_AGAIN.has(event.reason) ? "waiting" : "closed";
      return withSeats(instance, activation, (one) =>
        one.number === event.seat ? { ...one, status, task: null, note: event.note ?? one.note } : one,
      );
    }
    case "approverAdded": {
      const seats = activation.approval.seats.flatMap((one) =>
        one.number === event.after ? [one, event.seat] : [one],
      );
      return withApproval(instance, activation, seats);
    }
  }
}

function withSeats(instance: Instance, activation: Activation, change: (seat: Seat) => Seat): Instance {
  return withApproval(instance, activation, activation.approval?.seats.map(change) ?? []);
}

function withApproval(instance: Instance, activation: Activation, seats: readonly Seat[]): Instance {
  if (!activation.approval) return instance;
  const approval = { ...activation.approval, seats };
  return { ...instance, activations: { ...instance.activations, [activation.id]: { ...activation, approval } } };
}
