import { id, type UserId } from "../base/ids.ts";
import type { Absence, DirectorySnapshot, Person } from "./directory.ts";
import { isActive, personOf } from "./lookup.ts";

/** Today's date (`2026-12-01`) in a zone; null is the zone of the process's calendar. */
export type DateOf = (zone: string | null) => string;

/** Somebody who may act for an absent person. */
export interface Deputy {
  readonly user: UserId;
  /** The absent person, whose name stands beside the deputy's on the sheet. */
  readonly onBehalfOf: UserId;
  /** False for a deputy who is away himself: he may act, but is not the one to be told. */
  readonly isPresent: boolean;
}

/** The absence that covers today, first and last day included, in the person's own zone; null: at work. */
export function absenceOf(person: Person, dateOf: DateOf): Absence | null {
  if (person.absent.length === 0) return null;
  const today = dateOf(person.timeZone);
  const covering = person.absent.filter(({ from, to }) => from <= today && today <= to);
  // Two absences may overlap (a holiday and an illness): the one that names somebody counts.
  return covering.find(({ substitute }) => substitute !== null) ?? covering[0] ?? null;
}

/** Is the person away today? A user whom the directory does not know is not. */
export function isAbsent(directory: DirectorySnapshot, user: string, dateOf: DateOf): boolean {
  const person = personOf(directory, user);
  return person !== null && absenceOf(person, dateOf) !== null;
}

/** A chain of substitutes longer than this leads to nobody who knows the matter. */
const DEPUTIES_MAX = 10;

/**
 * Who may act for a person today, in order: nobody for one who is at work; else the substitute, and as long as that one
 * is away too, his substitute. A circle (A for B, B for A) ends where it closes; a leaver ends the chain.
 */
export function deputiesOf(directory: DirectorySnapshot, user: string, dateOf: DateOf): readonly Deputy[] {
  const deputies: Deputy[] = [];
  const seen = new Set([user]);
  let away = personOf(directory, user);
  while (away && deputies.length < DEPUTIES_MAX) {
    const next: string | null = absenceOf(away, dateOf)?.substitute ?? null;
    if (next === null || seen.has(next) || !isActive(directory, next)) break;
    seen.add(next);
    const isPresent = !isAbsent(directory, next, dateOf);
    deputies.push({ user: id<UserId>(next), onBehalfOf: id<UserId>(user), isPresent });
    away = isPresent ? null : personOf(directory, next);
  }
  return deputies;
}
