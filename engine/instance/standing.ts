import type { ActivationId, UserId } from "../base/ids.ts";
import type { Run } from "./run.ts";
import type { Task } from "./state.ts";
import { standsInFor } from "./who.ts";

/** By what right somebody acts on a task. */
export type Standing =
  /** The task is his, or he may take it. `onBehalfOf`: the absent person he stands in for, or who delegated to him. */
  | { readonly kind: "holder"; readonly onBehalfOf: UserId | null }
  | { readonly kind: "candidate"; readonly onBehalfOf: UserId | null }
  /** Struck out by `notBy`. */
  | { readonly kind: "excluded" }
  | { readonly kind: "none" };

/**
 * The one place that says who may act on a task: every door (completing, claiming, delegating, asking, recalling, links
 * in mail, substitutes, escalation targets, administrators) goes through it. Four eyes first: who is struck out has no
 * standing whatever else he is.
 */
export function standingOf(run: Run, task: Task, user: UserId): Standing {
  if (task.excluded.includes(user)) return { kind: "excluded" };
  const standing = unheardStanding(run, task, user);
  // Nobody decides two seats of one approval in the same person's name.
  const decided = task.purpose === "seat" && hasDecided(run, task.activation, onBehalfOf(standing) ?? user);
  return decided ? { kind: "none" } : standing;
}

function onBehalfOf(standing: Standing): UserId | null {
  return standing.kind === "holder" || standing.kind === "candidate" ? standing.onBehalfOf : null;
}

/** Has somebody decided in this person's name in this round of the approval? */
export function hasDecided(run: Run, activation: ActivationId, user: UserId): boolean {
  return run.instance.sheet.some(
    (line) =>
      line.activation === activation && line.seat !== null && line.counts && (line.onBehalfOf ?? line.by) === user,
  );
}

function unheardStanding(run: Run, task: Task, user: UserId): Standing {
  if (task.assignee === user) return { kind: "holder", onBehalfOf: task.delegatedBy };
  if (task.delegatedBy === user) return { kind: "holder", onBehalfOf: null };
  if (task.assignee !== null && standsInFor(run, user, [task.assignee]) !== null)
    return { kind: "holder", onBehalfOf: task.assignee };
  if (task.candidates.includes(user)) return { kind: "candidate", onBehalfOf: null };
  const absent = standsInFor(run, user, task.candidates);
  return absent === null ? { kind: "none" } : { kind: "candidate", onBehalfOf: absent };
}

/** Those who may take the task now: who has it, else the candidates; an offered task may be taken by both. */
export function holdersOf(task: Task): readonly UserId[] {
  const holders = task.assignee === null ? [] : [task.assignee];
  return task.claimed ? holders : [...holders, ...task.candidates.filter((user) => user !== task.assignee)];
}

/** May this person cancel, suspend, resume, retry and migrate? An administrator, or whose role says so. */
export function mayOperate(run: Run, user: UserId): boolean {
  return run.command.operates === true || isAdministrator(run, user);
}

/**
 * May this person hand tasks of others to somebody, and name who decides? Deciding is not among it; whoever may only by his
 * role may not take them himself either.
 */
export function mayHandOver(run: Run, user: UserId, to: UserId | null): boolean {
  return isAdministrator(run, user) || (run.command.operates === true && user !== to);
}

/** Does the directory call him administrator? */
export function isAdministrator(run: Run, user: UserId | null): boolean {
  return user !== null && run.facts.people.administrators.includes(user);
}
