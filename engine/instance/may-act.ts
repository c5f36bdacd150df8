import { id as brand, type CommandId, type TaskId, type UserId } from "../base/ids.ts";
import type { Instant } from "../base/instant.ts";
import type { Definition, Permission } from "../definition/model.ts";
import type { DirectorySnapshot } from "../people/directory.ts";
import { canRecall } from "./recall.ts";
import { Rejected } from "./reject.ts";
import { Run } from "./run.ts";
import { mayHandOver } from "./standing.ts";
import type { Instance } from "./state.ts";
import { acting, mustBeFree, mustHold, mustPermit } from "./task-commands.ts";

/** What somebody may do with a task now, and in whose place. */
export interface Allowed {
  readonly complete: boolean;
  readonly claim: boolean;
  readonly unclaim: boolean;
  readonly delegate: boolean;
  readonly reassign: boolean;
  readonly addApprover: boolean;
  readonly askForInfo: boolean;
  readonly comment: boolean;
  readonly recall: boolean;
  /** The absent person, or who delegated, in whose place he acts; null: himself. */
  readonly onBehalfOf: UserId | null;
}

/** Nothing. */
export const NOTHING_ALLOWED: Allowed = {
  ...{ complete: false, claim: false, unclaim: false, delegate: false, reassign: false },
  ...{ addApprover: false, askForInfo: false, comment: false, recall: false, onBehalfOf: null },
};

/**
 * What this person may do with a task: what a page offers. Every command asks the same once more, of the instance as it is
 * by then.
 */
export function mayAct(
  of: {
    readonly definition: Definition;
    readonly instance: Instance;
    readonly people: DirectorySnapshot;
    readonly now: Instant;
    /** Does his role in the installation let him operate? @default no */
    readonly operates?: boolean;
  },
  task: TaskId,
  by: UserId,
): Allowed {
  const { definition, instance, people, now } = of;
  if (instance.endedAt !== null) return NOTHING_ALLOWED;
  if (instance.tasks[task] === undefined) return { ...NOTHING_ALLOWED, recall: canRecall(of, task, by) };
  if (instance.status === "suspended") return NOTHING_ALLOWED;
  const command = {
    ...({ kind: "claim", task, id: brand<CommandId>("may-act"), instance: instance.id, by } as const),
    ...(of.operates === true ? ({ operates: true } as const) : {}),
  };
  const facts = { now, people, lists: {}, turns: {}, number: 0, locale: "ru", departments: {} } as const;
  const run = new Run(definition, instance, command, facts);
  const act = acting(run, task, by);
  const { standing } = act;
  const holds = allows(() => mustHold(act));
  const isFree = holds && allows(() => mustBeFree(run, act));
  const permits = (permission: Permission): boolean => allows(() => mustPermit(act, permission));
  const isExcluded = standing.kind === "excluded";
  const isRequester = instance.requester === by;
  return {
    complete: isFree,
    // What he has claimed he need not claim again.
    claim: isFree && act.task.candidates.length > 0 && !(act.task.claimed && act.task.assignee === by),
    unclaim: standing.kind === "holder" && act.task.claimed,
    delegate: isFree && permits("delegate"),
    reassign:
      (isFree && permits("reassign")) || (!isExcluded && mayHandOver(run, by, null) && standing.kind !== "holder"),
    addApprover: act.task.seat !== null && (isFree || isRequester) && permits("add-approver"),
    askForInfo: isFree && permits("ask-for-info"),
    comment: holds || isRequester,
    recall: false,
    onBehalfOf: standing.kind === "holder" || standing.kind === "candidate" ? standing.onBehalfOf : null,
  };
}

function allows(question: () => void): boolean {
  try {
    question();
    return true;
  } catch (error) {
    if (error instanceof Rejected) return false;
    throw error;
  }
}
