import type { ActivationId, StepId } from "../base/ids.ts";
import { asWritten } from "../expression/as-written.ts";
import { nameOf } from "../people/lookup.ts";
import type { ApproverAdded } from "./event.ts";
import type { Run } from "./run.ts";
import type { AddedApprover, Instance, Note, Seat } from "./state.ts";

/**
 * Approvers whom people added stay for the later rounds of the same approval (decision 0073): whoever was found to be
 * needed is asked again after a rework, and is never dropped without a word.
 */
export function withAdded(run: Run, at: Place, seats: readonly Seat[]): readonly Seat[] {
  const iteration = iterationOf(run.instance, at);
  const added = (run.instance.added ?? []).filter((one) => one.step === at.step && one.iteration === iteration);
  return added.reduce(besideHis, seats);
}

/** The place of an approval: its step, and the iterations of `for` that it runs in. */
interface Place {
  readonly step: StepId;
  readonly parent: ActivationId | null;
  readonly lane: string;
}

/** Behind whom he was added, if that seat is there again, else last. Who has a seat of his own already needs no second. */
function besideHis(seats: readonly Seat[], { principal, by, behind }: AddedApprover): readonly Seat[] {
  const isSame = (other: Seat, written: string): boolean => asWritten(other.principal) === written;
  if (seats.some((seat) => isSame(seat, asWritten(principal)))) return seats;
  const number = Math.max(...seats.map((seat) => seat.number)) + 1;
  const seat: Seat = {
    ...{ number, principal, status: "waiting", task: null, outcome: null, agrees: false },
    ...{ addedBy: by, note: null },
  };
  const place = seats.findLastIndex((other) => isSame(other, asWritten(behind)));
  return seats.toSpliced(place < 0 ? seats.length : place + 1, 0, seat);
}

/**
 * In which iterations of `for` a place stands, from outside in: `item:2`, `item:0/item:4`, or nothing. Two of them are
 * two approvals of one step; which block, case or branch it is follows from the step.
 */
export function iterationOf(instance: Instance, at: Omit<Place, "step">): string {
  const lanes: string[] = [];
  let place: Omit<Place, "step"> | undefined = at;
  while (place) {
    if (place.lane.startsWith("item:")) lanes.unshift(place.lane);
    place = place.parent === null ? undefined : instance.activations[place.parent];
  }
  return lanes.join("/");
}

/** Remembers who was added, for the rounds to come. Histories of before that do not say so: he was for one round. */
export function remembered(instance: Instance, { step, seat, by, stays }: ApproverAdded): Instance {
  if (stays === undefined) return instance;
  const one: AddedApprover = { step, principal: seat.principal, by, ...stays };
  return { ...instance, added: [...(instance.added ?? []), one] };
}

/** Why he is asked although no rule of the process named him. */
export function addedNote(run: Run, { addedBy }: Seat): readonly Note[] {
  if (addedBy === null) return [];
  const name = nameOf(run.facts.people, addedBy);
  return [{ ru: `Добавлен в ходе согласования: ${name}.`, en: `Added during the approval by ${name}.` }];
}
