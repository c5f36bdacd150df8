import type { UserId } from "../base/ids.ts";
import type { DirectorySnapshot, Principal } from "./directory.ts";
import { type Exclusion, strikeOut } from "./exclusion.ts";
import { nameOf } from "./lookup.ts";
import type { Note, Says } from "./note.ts";
import { type Resolution, type ResolveFacts, resolvePrincipal } from "./resolve.ts";

/** One approver's place: any of its users may take it. */
export interface Seat {
  readonly principal: Principal;
  readonly users: readonly UserId[];
}

/** The seats of an approval, as of this directory. */
export interface Seating {
  readonly seats: readonly Seat[];
  readonly notes: readonly Note[];
  /** Principals with nobody behind them: each is an incident. Empty where all have their seat. */
  readonly vacancies: readonly { readonly principal: Principal; readonly says: Says }[];
  readonly turns: readonly { readonly group: string; readonly user: UserId }[];
}

/**
 * Seats the approvers: each principal is one seat (`each` one a member), struck out and replaced as the exclusion says,
 * and the same person asked once: a later seat that an earlier one already covers falls away with a note.
 */
export function seatApprovers(
  principals: readonly Principal[],
  directory: DirectorySnapshot,
  facts: ResolveFacts & Exclusion,
): Seating {
  const seats: Seat[] = [];
  const notes: Note[] = [];
  const vacancies: { principal: Principal; says: Says }[] = [];
  const turns: { group: string; user: UserId }[] = [];
  for (const principal of principals) {
    const resolution = resolvePrincipal(principal, directory, facts);
    if (resolution.turn) turns.push(resolution.turn);
    if (resolution.vacancy) vacancies.push({ principal, says: resolution.vacancy });
    for (const users of seatsOf(principal, resolution)) {
      const left = strikeOut(users, directory, facts);
      notes.push(...left.notes);
      if (left.vacancy) vacancies.push({ principal, says: left.vacancy });
      const twice = alreadySeated(left.users, seats);
      if (twice) notes.push(merged(twice, directory));
      else if (left.users.length > 0) seats.push({ principal, users: left.users });
    }
  }
  return { seats, notes, vacancies, turns };
}

function seatsOf(principal: Principal, { users }: Resolution): readonly (readonly UserId[])[] {
  if (users.length === 0) return [];
  return "each" in principal ? users.map((user) => [user]) : [users];
}

/** The person of a one-person seat who already has one; two seats that are the same group are two votes no more either. */
function alreadySeated(users: readonly UserId[], seats: readonly Seat[]): UserId | undefined {
  const same = (seat: Seat): boolean =>
    seat.users.length === users.length && users.every((user) => seat.users.includes(user));
  return users.length > 0 && seats.some(same) ? users[0] : undefined;
}

function merged(user: UserId, directory: DirectorySnapshot): Note {
  const name = nameOf(directory, user);
  return {
    kind: "merged",
    user,
    by: user,
    says: { ru: `${name} указан дважды и решает один раз`, en: `${name} is named twice and decides once` },
  };
}
