import { id, type UserId } from "../../engine/base/ids.ts";
import { absenceOf, type DateOf, deputiesOf } from "../../engine/people/absence.ts";
import type { DirectorySnapshot, Person } from "../../engine/people/directory.ts";
import { seesAllTasks } from "../../engine/people/viewer.ts";
import type { TaskRow } from "../../engine/ports/store.ts";
import type { Viewer } from "../accounts/viewer.ts";
import type { Service } from "./api-service.ts";

/** Somebody who is away today, and who acts for him. */
export interface AwayToday {
  readonly person: Person;
  readonly from: string;
  readonly to: string;
  /** Who may act, in order; those who are away themselves too. */
  readonly deputies: readonly { readonly user: UserId; readonly isPresent: boolean }[];
  /** His open tasks that nobody acts on; null: they are not the reader's to see. Counted to {@link LEFT_MAX}. */
  readonly left: readonly TaskRow[] | null;
}

/** Tasks told of one absent person. */
const LEFT_MAX = 50;

/**
 * Everybody who is away today. What waits without anybody is told to the person himself, to his heads and to who works on
 * everybody's tasks.
 *
 * @param of.team people of the departments that the reader heads
 */
export async function awayToday(
  { useCases }: Pick<Service, "useCases">,
  of: {
    readonly people: DirectorySnapshot;
    readonly dateOf: DateOf;
    readonly viewer: Viewer;
    readonly team: readonly UserId[];
  },
): Promise<readonly AwayToday[]> {
  const { people, dateOf, viewer, team } = of;
  const all: AwayToday[] = [];
  for (const person of Object.values(people.users)) {
    const absence = person.active ? absenceOf(person, dateOf) : null;
    if (absence === null) continue;
    const user = id<UserId>(person.id);
    const deputies = deputiesOf(people, user, dateOf).map(({ user: deputy, isPresent }) => ({
      user: deputy,
      isPresent,
    }));
    const isTold = user === viewer.user || team.includes(user) || seesAllTasks(viewer);
    const isLeft = !deputies.some(({ isPresent }) => isPresent);
    const left = !isTold ? null : isLeft ? await heldBy(useCases, user) : [];
    all.push({ person, from: absence.from, to: absence.to, deputies, left });
  }
  return all.sort((one, other) => one.person.name.localeCompare(other.person.name, "ru"));
}

/** What he has himself: what he would do in another's place is that one's. */
async function heldBy(useCases: Service["useCases"], user: UserId): Promise<readonly TaskRow[]> {
  const { rows } = await useCases.tasks({ actor: user, limit: LEFT_MAX });
  return rows.filter(({ assignee }) => assignee === user);
}
