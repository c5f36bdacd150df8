import type { UserId } from "../base/ids.ts";
import { nextUp } from "./chart.ts";
import type { DirectorySnapshot } from "./directory.ts";
import { nameOf } from "./lookup.ts";
import type { Note, Says } from "./note.ts";

/** Four eyes: whom `notBy` strikes out, and what then. */
export interface Exclusion {
  readonly excluded: ReadonlySet<string>;
  readonly ifExcluded: "manager" | "skip" | "incident";
}

/** What is left of those meant. */
export interface Remaining {
  readonly users: readonly UserId[];
  /** Every replacement and skip, with its reason. Somebody struck out of several candidates needs none. */
  readonly notes: readonly Note[];
  /** Set where nobody is left and somebody has to decide what then: an incident. */
  readonly vacancy: Says | null;
  /** True where the seat falls away by `ifExcluded: skip`. */
  readonly isSkipped: boolean;
}

/**
 * Strikes the excluded out of one seat or task. Of several who may take it the others remain; where nobody remains,
 * `manager` asks the next one up of the first struck out (passing over the excluded too, so that a replacement never
 * decides his own matter), `skip` lets the seat fall away, `incident` stops for an administrator.
 */
export function strikeOut(users: readonly UserId[], directory: DirectorySnapshot, exclusion: Exclusion): Remaining {
  const left = users.filter((user) => !exclusion.excluded.has(user));
  const struck = users[0];
  if (left.length > 0 || struck === undefined) return { users: left, notes: [], vacancy: null, isSkipped: false };
  switch (exclusion.ifExcluded) {
    case "manager":
      return replace(struck, directory, exclusion.excluded);
    case "skip":
      return { users: [], notes: [skipped(struck, directory)], vacancy: null, isSkipped: true };
    case "incident":
      return { users: [], notes: [], vacancy: excludedSays(struck, directory), isSkipped: false };
  }
}

function replace(struck: UserId, directory: DirectorySnapshot, excluded: ReadonlySet<string>): Remaining {
  const by = nextUp(directory, struck, excluded);
  if (by === null) return { users: [], notes: [], vacancy: nobodyAbove(struck, directory), isSkipped: false };
  const [name, other] = [nameOf(directory, struck), nameOf(directory, by)];
  const says = {
    ru: `${name} не решает по своему вопросу, вместо него — ${other}`,
    en: `${name} may not decide this, ${other} decides instead`,
  };
  return { users: [by], notes: [{ kind: "replaced", user: struck, by, says }], vacancy: null, isSkipped: false };
}

function skipped(struck: UserId, directory: DirectorySnapshot): Note {
  const name = nameOf(directory, struck);
  return {
    kind: "skipped",
    user: struck,
    by: null,
    says: { ru: `${name} не решает по своему вопросу и пропущен`, en: `${name} may not decide this and is skipped` },
  };
}

function excludedSays(struck: UserId, directory: DirectorySnapshot): Says {
  const name = nameOf(directory, struck);
  return {
    ru: `${name} не решает по своему вопросу, а замены нет`,
    en: `${name} may not decide this, and there is no replacement`,
  };
}

function nobodyAbove(struck: UserId, directory: DirectorySnapshot): Says {
  const name = nameOf(directory, struck);
  return {
    ru: `${name} не решает по своему вопросу, а выше никого нет`,
    en: `${name} may not decide this, and nobody is above`,
  };
}
