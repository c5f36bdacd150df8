import { id, type UserId } from "../base/ids.ts";
import type { Instance, Task } from "../instance/state.ts";
import { type DateOf, deputiesOf } from "../people/absence.ts";
import { headsAbove } from "../people/absence-order.ts";
import type { DirectorySnapshot } from "../people/directory.ts";
import { isActive } from "../people/lookup.ts";

/** Why somebody gets a leaver's task. */
export type TargetReason = "delegator" | "substitute" | "head" | "administrator";

/** Who would get it. */
export interface Target {
  readonly user: UserId;
  readonly reason: TargetReason;
}

/** What becomes of one task when somebody leaves. */
export type LeaverPlan =
  | { readonly kind: "moves"; readonly targets: readonly [Target, ...Target[]] }
  /** He claimed a task that only names who decides: it goes back to the administrators. */
  | { readonly kind: "returns" }
  /** Others may take it: it just loses him. */
  | { readonly kind: "loses" }
  /** Its instance is suspended: it moves when that resumes. */
  | { readonly kind: "waits" }
  /** Nobody may have it. */
  | { readonly kind: "stays" };

/**
 * What becomes of an open task of somebody who leaves: it goes back to who delegated it to him, else to who stands in
 * for him today, else up the chart, to the administrators at last. Four eyes hold: who is excluded, or has decided in
 * this approval, is passed over.
 *
 * @param directory as it is without him
 */
export function planFor(
  task: Task,
  of: {
    readonly instance: Instance;
    readonly person: UserId;
    readonly directory: DirectorySnapshot;
    readonly dateOf: DateOf;
  },
): LeaverPlan {
  const { instance, person, directory } = of;
  const isHis = task.assignee === person;
  const others = [...task.candidates, ...(isHis || task.assignee === null ? [] : [task.assignee])].filter(
    (user) => user !== person && isActive(directory, user) && !task.excluded.includes(user),
  );
  if (!isHis && others.length > 0) return { kind: "loses" };
  if (instance.status === "suspended") return { kind: "waits" };
  // Passing on a rescue task would answer it: who decides is for people to say.
  if (task.purpose === "rescue")
    return isHis && task.claimed && others.length > 0 ? { kind: "returns" } : { kind: "stays" };
  const [first, ...rest] = targetsOf(task, of).filter(({ user }) => mayReceive(task, user, of));
  return first === undefined ? { kind: "stays" } : { kind: "moves", targets: [first, ...rest] };
}

function targetsOf(
  task: Task,
  {
    person,
    directory,
    dateOf,
  }: { readonly person: UserId; readonly directory: DirectorySnapshot; readonly dateOf: DateOf },
): readonly Target[] {
  const back = task.delegatedBy === null || task.assignee !== person ? [] : [task.delegatedBy];
  const deputies = deputiesOf(directory, person, dateOf).filter(({ isPresent }) => isPresent);
  const named: readonly Target[] = [
    ...back.map((user) => ({ user, reason: "delegator" as const })),
    ...deputies.map(({ user }) => ({ user, reason: "substitute" as const })),
    ...headsAbove(directory, person).map((user) => ({ user, reason: "head" as const })),
    ...directory.administrators.map((user) => ({ user: id<UserId>(user), reason: "administrator" as const })),
  ];
  return named.filter(({ user }, at) => named.findIndex((one) => one.user === user) === at);
}

/** As the command itself will judge (`mustReceive`): asked first, so that a preview tells what will be. */
function mayReceive(
  task: Task,
  user: UserId,
  {
    instance,
    person,
    directory,
  }: { readonly instance: Instance; readonly person: UserId; readonly directory: DirectorySnapshot },
): boolean {
  if (user === person || !isActive(directory, user) || task.excluded.includes(user)) return false;
  return !(task.purpose === "seat" && hasDecided(instance, task, user));
}

function hasDecided({ sheet }: Instance, { activation }: Task, user: UserId): boolean {
  return sheet.some(
    (line) =>
      line.activation === activation && line.seat !== null && line.counts && (line.onBehalfOf ?? line.by) === user,
  );
}
