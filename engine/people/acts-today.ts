import type { UserId } from "../base/ids.ts";
import { absenceOf, type DateOf, deputiesOf } from "./absence.ts";
import type { DirectorySnapshot } from "./directory.ts";
import { personOf } from "./lookup.ts";

/** Somebody whom a task waits for today. */
export interface ActsToday {
  readonly user: UserId;
  /** The absent holder in whose place he may act, and the last day of that absence (`2026-12-03`); null: it is his own. */
  readonly standsInFor: { readonly user: UserId; readonly until: string } | null;
}

/**
 * Whom an open task waits for today: who has it or may claim it; for one who is away the first substitute who is at work
 * and may act ({@link deputiesOf}, four eyes heeded). Nobody stands in: the absent one himself. Each once, in order.
 *
 * @param dateOf today's date, by zone
 */
export function actsToday(
  directory: DirectorySnapshot,
  task: {
    readonly assignee: UserId | null;
    readonly candidates: readonly UserId[];
    readonly excluded: readonly UserId[];
  },
  dateOf: DateOf,
): readonly ActsToday[] {
  const holders = task.assignee === null ? task.candidates : [task.assignee];
  const acting = holders.map((user): ActsToday => {
    const person = personOf(directory, user);
    const absence = person === null ? null : absenceOf(person, dateOf);
    const deputy = deputiesOf(directory, user, dateOf).find(
      (one) => one.isPresent && !task.excluded.includes(one.user),
    );
    if (absence === null || deputy === undefined) return { user, standsInFor: null };
    return { user: deputy.user, standsInFor: { user, until: absence.to } };
  });
  // Who holds it himself acts in nobody's place.
  return acting.filter(({ user, standsInFor }) => standsInFor === null || !holders.includes(user));
}
