import type { UserId } from "../base/ids.ts";
import { isList, isRecord, refOf, type Value } from "../base/value.ts";
import type { HistoryEvent } from "../instance/event.ts";
import type { Decision, Instance, Task } from "../instance/state.ts";
import type { Changed, DecisionRow, StepRow } from "../ports/store.ts";

/** Records that one instance is found by; more is a list that it works through. */
const RECORDS_MAX = 50;

/**
 * What people decided: lines of the sheet that are new, and those that count no more. The words of the task stand in the
 * event that opened it, or in the instance before.
 */
export function projectDecisions(
  before: Instance | null,
  after: Instance,
  events: readonly HistoryEvent[],
): { readonly put: readonly DecisionRow[]; readonly recalled: readonly string[] } {
  if (before?.sheet === after.sheet || (before === null && after.sheet.length === 0)) return NO_DECISIONS;
  const opened = new Map(events.flatMap((event) => (event.kind === "taskOpened" ? [[event.task.id, event.task]] : [])));
  const put: DecisionRow[] = [];
  const recalled: string[] = [];
  for (const [place, line] of after.sheet.entries()) {
    const old = before?.sheet[place];
    const { by } = line;
    if (old === line || by === null) continue;
    if (old === undefined) {
      const task = opened.get(line.task) ?? before?.tasks[line.task] ?? null;
      put.push(decisionRow({ ...line, by }, task, after));
    } else if (old.counts && !line.counts) recalled.push(line.task);
  }
  return { put, recalled };
}

const NO_DECISIONS = { put: [], recalled: [] };

function decisionRow(
  line: Decision & { readonly by: UserId },
  task: Task | null,
  { id, process, number }: Instance,
): DecisionRow {
  const { step, purpose, seat, by, onBehalfOf, outcome, comment, at, counts } = line;
  const word = task?.outcomes.find(({ name }) => name === outcome)?.done ?? outcome;
  const about = task?.about ?? null;
  return {
    ...{ id: line.task, instance: id, process, number, step, purpose, seat, by, onBehalfOf, outcome, word },
    ...{ title: task?.title ?? step, about, comment, at, counts },
  };
}

/** Everybody whom these events concern as a person: the requester, whoever had a task or was offered it, who spoke. */
export function viewersOf(events: readonly HistoryEvent[]): readonly UserId[] {
  const found = new Set<UserId>();
  for (const event of events) for (const user of viewersOfEvent(event)) if (user !== null) found.add(user);
  return [...found];
}

function viewersOfEvent(event: HistoryEvent): readonly (UserId | null)[] {
  switch (event.kind) {
    case "instanceStarted":
      return [event.requester];
    case "taskOpened":
      return [event.task.assignee, ...event.task.candidates, event.task.delegatedBy];
    case "taskClaimed":
      return [event.by, event.onBehalfOf];
    case "taskDelegated":
      return [event.by, event.to, event.owner];
    case "taskReassigned":
      return [event.to, ...event.candidates];
    case "taskOffered":
      return event.to;
    case "taskCompleted":
      return [event.by, event.onBehalfOf];
    case "commentAdded":
    case "approverAdded":
      return [event.by];
    default:
      return [];
  }
}

/** Records that an instance is about, as they differ from before: by these it is found. */
export function projectRecords(before: Instance | null, after: Instance): Changed<string> {
  const isSame = before?.scopes[""] === after.scopes[""] && before?.tasks === after.tasks;
  if (before !== null && isSame) return UNCHANGED;
  const old = before === null ? new Set<string>() : recordsOf(before);
  const now = recordsOf(after);
  return { put: [...now].filter((ref) => !old.has(ref)), drop: [...old].filter((ref) => !now.has(ref)) };
}

/** Records in the variables of the process, those that these link to, and those its tasks are about. */
function recordsOf({ scopes, tasks }: Instance): ReadonlySet<string> {
  const found = new Set<string>();
  const add = (value: Value | undefined): void => {
    const ref = refOf(value);
    if (ref !== null && found.size < RECORDS_MAX) found.add(ref);
  };
  for (const task of Object.values(tasks)) if (task.about !== null) add(task.about);
  const variables = Object.values(scopes[""]?.variables ?? {});
  for (const value of variables) add(value);
  for (const value of variables)
    if (isRecord(value))
      for (const link of Object.values(value)) for (const one of isList(link) ? link : [link]) add(one);
  return found;
}

/** Where the tokens of an instance stand, as it differs from before: steps that wait, none around them. */
export function projectSteps(before: Instance | null, after: Instance): Changed<StepRow> {
  if (before !== null && before.activations === after.activations) return UNCHANGED;
  const old = before === null ? new Map<string, number>() : stepsOf(before);
  const now = stepsOf(after);
  return {
    put: [...now].filter(([step, count]) => old.get(step) !== count).map(([id, count]) => ({ id, count })),
    drop: [...old.keys()].filter((step) => !now.has(step)),
  };
}

function stepsOf({ activations, endedAt }: Instance): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  if (endedAt !== null) return counts;
  const all = Object.values(activations);
  const around = new Set(all.map(({ parent }) => parent));
  for (const { id, step } of all) if (!around.has(id)) counts.set(step, (counts.get(step) ?? 0) + 1);
  return counts;
}

const UNCHANGED: Changed<never> = { put: [], drop: [] };
