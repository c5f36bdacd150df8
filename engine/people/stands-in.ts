import { id, type UserId } from "../base/ids.ts";
import { type DateOf, deputiesOf } from "./absence.ts";
import type { DirectorySnapshot } from "./directory.ts";

/**
 * Everybody in whose place somebody may act today: absent people who named him, or whose substitute named him. In the
 * order of the directory.
 *
 * @param datesOf today's date, by calendars that may differ by a day: he must stand in by all of them
 */
export function standsInToday(
  directory: DirectorySnapshot,
  user: string,
  datesOf: readonly DateOf[],
): readonly UserId[] {
  if (datesOf.length === 0) return [];
  return Object.values(directory.users)
    .filter(
      (person) =>
        person.id !== user &&
        person.absent.length > 0 &&
        datesOf.every((dateOf) => deputiesOf(directory, person.id, dateOf).some((deputy) => deputy.user === user)),
    )
    .map((person) => id<UserId>(person.id));
}
