import { assert } from "../base/assert.ts";
import type { ActivationId, TaskId, UserId } from "../base/ids.ts";
import type { ApprovalStep } from "../definition/model.ts";
import type { Principal } from "../people/directory.ts";
import { strikeOut } from "../people/exclusion.ts";
import { membersOf, nameOf } from "../people/lookup.ts";
import { addedNote } from "./added-approvers.ts";
import { attempt } from "./attempt.ts";
import { incidentAt } from "./incident.ts";
import { closeTask } from "./interruption.ts";
import { openTask, shapeOf, titleFor } from "./open-task.ts";
import type { Run } from "./run.ts";
import { hasDecided, holdersOf } from "./standing.ts";
import type { Activation, Needed, Note, Seat } from "./state.ts";
import { taskWords } from "./task-words.ts";
import { excludedBy, noOne, resolveAll } from "./who.ts";

/** Seats of an approval: `{ each: group }` gives every member one, anything else is one that any of its people may take. */
export function seatsFor(run: Run, principals: readonly Principal[]): readonly Seat[] {
  const wanted = principals.flatMap((principal): readonly Principal[] =>
    "each" in principal ? eachOf(run, principal) : [principal],
  );
  // An empty list, like an empty group, is a seat that nobody can take: a rescue task, not a skipped decision.
  const all = wanted.length > 0 ? wanted : [{ vacancy: taskWords(run).approvers }];
  return all.map((principal, index) => ({
    number: index + 1,
    principal,
    status: "waiting",
    task: null,
    outcome: null,
    agrees: false,
    addedBy: null,
    note: null,
  }));
}

/** One seat a member; a group without any stays a seat, so that its emptiness is seen. */
function eachOf(run: Run, principal: Principal & { readonly each: string }): readonly Principal[] {
  const members = membersOf(run.facts.people, principal.each);
  return members.length > 0 ? members.map((user) => ({ user })) : [principal];
}

/** Opens what is due: every seat at once, or the next in order. A seat that needs nobody new is skipped with its note. */
export function openSeats(run: Run, step: ApprovalStep, id: ActivationId): void {
  const seats = run.activation(id).approval?.seats ?? [];
  for (const seat of seats) {
    if (seat.status === "open" && step.order === "sequential") return;
    if (seat.status !== "waiting" || isStuck(run, id, seat)) continue;
    attempt(
      run,
      () => settleSeat(run, step, id, seat),
      (problem) => incidentAt(run, id, { ...problem, seat: seat.number }),
    );
    const now = seatOf(run, id, seat.number);
    if (step.order === "sequential" && now?.status !== "skipped") return;
  }
}

/** Its incident is open: the administrators are asked already. */
function isStuck(run: Run, id: ActivationId, seat: Seat): boolean {
  return Object.values(run.instance.incidents).some((one) => one.activation === id && one.seat === seat.number);
}

/** Who it is, settled as the seat opens: today's holder of the post, less the excluded, asked once. */
function settleSeat(run: Run, step: ApprovalStep, id: ActivationId, seat: Seat): void {
  const at = run.activation(id);
  const excluded = excludedBy(run, step.notBy, at);
  const { users, vacancies, turn } = resolveAll(run, [seat.principal], excluded);
  const left = strikeOut(users, run.facts.people, { excluded, ifExcluded: step.ifExcluded });
  if (left.isSkipped) return skip(run, at, seat, left.notes[0]?.says ?? null);
  if (left.users.length === 0) throw noOne(left.vacancy ?? vacancies[0] ?? null, "assign", seat.number);
  const fresh = left.users.filter((user) => !isAsked(run, at, seat, user));
  if (fresh.length === 0) return skip(run, at, seat, askedOnce(run, left.users[0]));
  openSeat(run, step, id, seat.number, {
    users: fresh,
    excluded: [...excluded],
    notes: left.notes.map((note) => note.says),
    turn,
  });
}

/** «The same person twice is asked once»: he has a seat of his own, open or decided. */
function isAsked(run: Run, at: Activation, seat: Seat, user: UserId): boolean {
  const decided = run.instance.sheet.some(
    (line) => line.activation === at.id && line.counts && (line.by === user || line.onBehalfOf === user),
  );
  const open = at.approval?.seats.some(
    (other) => other.number !== seat.number && other.task !== null && run.instance.tasks[other.task]?.assignee === user,
  );
  return decided || open === true;
}

function askedOnce(run: Run, user: UserId | undefined): Note {
  const name = user === undefined ? "" : nameOf(run.facts.people, user);
  return {
    ru: `${name} уже решает или решил по этому согласованию: дважды не спрашиваем.`,
    en: `${name} has a seat in this approval already: nobody is asked twice.`,
  };
}

/**
 * Seats whose people have all decided in another seat of this approval fall away: nobody is asked twice, and nobody
 * waits for an answer that was given.
 */
export function skipAsked(run: Run, id: ActivationId): void {
  for (const seat of run.activation(id).approval?.seats ?? []) {
    const task = seat.task === null || seat.status !== "open" ? undefined : run.instance.tasks[seat.task];
    if (!task) continue;
    const people = task.delegatedBy === null ? holdersOf(task) : [task.delegatedBy];
    if (people.length > 0 && people.every((user) => hasDecided(run, id, user)))
      closeTask(run, task, "skipped", askedOnce(run, people[0]));
  }
}

function skip(run: Run, at: Activation, seat: Seat, note: Note | null): void {
  run.emit({
    kind: "taskClosed",
    step: at.step,
    task: null,
    activation: at.id,
    seat: seat.number,
    reason: "skipped",
    note,
  });
}

/** Opens a seat's task for these people: one is assigned, several may claim. */
export function openSeat(
  run: Run,
  step: ApprovalStep,
  id: ActivationId,
  number: number,
  who: {
    readonly users: readonly UserId[];
    readonly excluded: readonly UserId[];
    readonly notes?: readonly Note[];
    readonly turn?: { readonly group: string; readonly user: UserId } | null;
    readonly recalls?: TaskId | null /** Somebody was named in person: even the seat of a group is his then. */;
    readonly named?: boolean;
  },
): void {
  const seat = seatOf(run, id, number);
  assert(seat, `No seat ${number} in ${id}`);
  const shape = shapeOf(run, step, id);
  const single = who.users.length === 1 && (who.named === true || !("group" in seat.principal));
  const reworkLeft =
    step.rework !== null && reworksBefore(run, step, id) < step.rework.max && run.instance.requester !== null;
  openTask(run, {
    ...shape,
    outcomes: shape.outcomes.filter((outcome) => outcome.name !== "rework" || reworkLeft),
    activation: id,
    purpose: "seat",
    title: titleFor(run, id),
    seat: number,
    assignee: single ? (who.users[0] ?? null) : null,
    candidates: single ? [] : who.users,
    offeredTo: single ? [] : [seat.principal],
    excluded: who.excluded,
    notes: [...addedNote(run, seat), ...(who.notes ?? [])],
    ladder: step.escalation,
    turn: who.turn ?? null,
    recalls: who.recalls ?? null,
  });
}

/** The seat of that number, as it is now. */
/** How often it has just been sent back in a row: an approval reached anew (a loop, a step back) begins from none. */
function reworksBefore(run: Run, step: ApprovalStep, id: ActivationId): number {
  const lines = run.instance.sheet.filter((line) => line.step === step.id && line.activation !== id);
  const visits = Map.groupBy(lines, (line) => line.activation);
  const ends = [...visits.values()].map((visit) => visit.at(-1)?.purpose).reverse();
  const other = ends.findIndex((purpose) => purpose !== "rework");
  return other < 0 ? ends.length : other;
}

/** The seat of that number, as it stands now. */
export function seatOf(run: Run, id: ActivationId, number: number): Seat | undefined {
  return run.activation(id).approval?.seats.find((seat) => seat.number === number);
}

export type Verdict =
  | { readonly kind: "open" }
  | { readonly kind: "nobody" }
  /** More must agree than are asked: seats fell away. */
  | { readonly kind: "unreachable"; readonly needed: number; readonly seats: number }
  | { readonly kind: "ended"; readonly outcome: string };

/**
 * Is the approval decided? `all` ends at the first refusal; a number needed (`any` is 1) ends when it is reached or out
 * of reach; a refusal by one of `veto` ends it whatever else. Skipped seats count neither way.
 */
export function judge(run: Run, at: Activation): Verdict {
  const { approval } = at;
  assert(approval, "Only approvals are judged");
  const seats = approval.seats.filter((seat) => seat.status !== "skipped");
  if (seats.length === 0) return { kind: "nobody" };
  const refused = seats.filter((seat) => seat.status === "decided" && !seat.agrees);
  const agreed = seats.filter((seat) => seat.status === "decided" && seat.agrees);
  const refusal = refused.at(-1)?.outcome ?? null;
  if (refusal !== null && (approval.needed.kind === "all" || refused.some((seat) => hasVeto(run, at, seat))))
    return { kind: "ended", outcome: refusal };
  const needed = countOf(approval.needed, seats.length);
  if (agreed.length >= needed) return { kind: "ended", outcome: agreed.at(-1)?.outcome ?? "approve" };
  if (seats.length - refused.length >= needed) return { kind: "open" };
  return refusal === null ? { kind: "unreachable", needed, seats: seats.length } : { kind: "ended", outcome: refusal };
}

/** Shares are rounded up (language §3, Approvals). */
function countOf(needed: Needed, seats: number): number {
  if (needed.kind === "all") return seats;
  return needed.kind === "count" ? needed.count : Math.ceil((seats * needed.percent) / 100);
}

function hasVeto(run: Run, at: Activation, seat: Seat): boolean {
  const line = run.instance.sheet.findLast((one) => one.activation === at.id && one.seat === seat.number && one.counts);
  const vetoers = resolveAll(run, at.approval?.veto ?? []).users;
  return vetoers.some((user) => user === line?.by || user === line?.onBehalfOf);
}
