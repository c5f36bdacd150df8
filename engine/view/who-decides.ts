import type { TaskId, UserId } from "../base/ids.ts";
import { id } from "../base/ids.ts";
import { absenceOf, type DateOf, deputiesOf } from "../people/absence.ts";
import type { DirectorySnapshot } from "../people/directory.ts";
import { isActive } from "../people/lookup.ts";
import type { TaskRow } from "../ports/store.ts";

/** Somebody who is away. */
export interface AwayToday {
  readonly user: UserId;
  /** `2026-12-01`, first and last day included. */
  readonly from: string;
  readonly until: string;
  /** Whom the absence names; null: nobody. He may be away himself, or have left. */
  readonly substitute: UserId | null;
  /** Who acts today: the first of the chain of substitutes who is there; null: nobody. */
  readonly acts: UserId | null;
}

/** An open task that waits for people who are away, with nobody to act for them. */
export interface WaitingTask {
  readonly task: TaskId;
  readonly row: TaskRow;
  /** For whom it waits: all who have it or may take it. */
  readonly away: readonly UserId[];
  /** The day before which nobody comes back. */
  readonly until: string;
}

/** Who decides for whom. */
export interface WhoDecides {
  /** In the order of the directory. */
  readonly away: readonly AwayToday[];
  /** In the order given. */
  readonly waiting: readonly WaitingTask[];
}

/**
 * Who decides for whom on a day: everybody who is away, who acts for him and until when; and which of these open tasks
 * wait for somebody who is away and whom nobody stands in for.
 *
 * @param dateOf that day, by zone
 */
export function whoDecides(directory: DirectorySnapshot, dateOf: DateOf, tasks: readonly TaskRow[]): WhoDecides {
  const away = Object.values(directory.users).flatMap((person): readonly AwayToday[] => {
    const absence = person.active ? absenceOf(person, dateOf) : null;
    if (absence === null) return [];
    const acts = deputiesOf(directory, person.id, dateOf).find(({ isPresent }) => isPresent)?.user ?? null;
    const substitute = absence.substitute === null ? null : id<UserId>(absence.substitute);
    return [{ user: id<UserId>(person.id), from: absence.from, until: absence.to, substitute, acts }];
  });
  const byUser = new Map(away.map((one) => [one.user, one]));
  const waiting = tasks.flatMap((row): readonly WaitingTask[] => {
    const people = row.actors.filter((user) => isActive(directory, user));
    const gone = people.flatMap((user) => byUser.get(user) ?? []);
    if (gone.length === 0 || gone.length < people.length || gone.some(({ acts }) => acts !== null)) return [];
    const until = gone.map((one) => one.until).sort()[0] ?? "";
    return [{ task: row.id, row, away: gone.map(({ user }) => user), until }];
  });
  return { away, waiting };
}
