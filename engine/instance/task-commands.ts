import type { Field } from "../base/field.ts";
import type { TaskId, UserId } from "../base/ids.ts";
import type { ValueMap } from "../base/value.ts";
import type { Permission, Step, TaskShape } from "../definition/model.ts";
import { isActive, nameOf } from "../people/lookup.ts";
import { iterationOf } from "./added-approvers.ts";
import { attached } from "./attached.ts";
import { checkFields } from "./fields.ts";
import { openThroughGate } from "./gate.ts";
import { tellOfTask } from "./message.ts";
import { stepOf } from "./places.ts";
import { Rejected } from "./reject.ts";
import type { Run } from "./run.ts";
import { hasDecided, mayHandOver, type Standing, standingOf } from "./standing.ts";
import type { Attached, Note, Task } from "./state.ts";
import { completeTask } from "./task-completion.ts";

/** What a command on an open task stands on: the task, its step, and by what right this person acts. */
export interface Acting {
  readonly task: Task;
  readonly step: Step;
  readonly by: UserId;
  readonly standing: Standing;
}

/** Finds the open task and the person's right to it, in the order of language §3 «Rejections». */
export function acting(run: Run, id: TaskId, by: UserId): Acting {
  const task = run.instance.tasks[id];
  if (!task) throw new Rejected("TASK_NOT_OPEN");
  if (run.instance.status === "suspended") throw new Rejected("INSTANCE_SUSPENDED");
  return { task, step: stepOf(run.definition, task.step), by, standing: standingOf(run, task, by) };
}

/** Must be the assignee, a candidate or a substitute of one; four eyes come first. */
export function mustHold(act: Acting): Extract<Standing, { onBehalfOf: UserId | null }> {
  if (act.standing.kind === "excluded") throw new Rejected("EXCLUDED");
  if (act.standing.kind === "none") throw new Rejected("NOT_ALLOWED");
  return act.standing;
}

/** Takes an offered task. @throws {Rejected} `ALREADY_CLAIMED` and the codes of {@link mustHold} */
export function claim(run: Run, act: Acting): void {
  const { onBehalfOf } = mustHold(act);
  mustBeFree(run, act);
  // His already, and there is nobody whom he would keep from it.
  if (act.task.assignee === act.by && act.task.candidates.length === 0) return;
  run.emit({ kind: "taskClaimed", step: act.task.step, task: act.task.id, by: act.by, onBehalfOf });
}

/** Somebody else has claimed it. @throws {Rejected} `ALREADY_CLAIMED` */
export function mustBeFree(run: Run, { task, standing }: Acting): void {
  if (!task.claimed || standing.kind === "holder") return;
  const name = task.assignee === null ? "" : nameOf(run.facts.people, task.assignee);
  throw new Rejected("ALREADY_CLAIMED", { ru: `Взял: ${name}.`, en: `Claimed by ${name}.` });
}

/** Gives a claimed task back to its candidates. @throws {Rejected} `NOT_ALLOWED`, `NOT_PERMITTED_HERE` (it was assigned, not claimed) */
export function unclaim(run: Run, act: Acting): void {
  const standing = mustHold(act);
  if (standing.kind !== "holder" || act.task.assignee === null) throw new Rejected("NOT_ALLOWED");
  // A task that was assigned has no queue to go back to.
  if (!act.task.claimed) throw new Rejected("NOT_PERMITTED_HERE");
  run.emit({ kind: "taskUnclaimed", step: act.task.step, task: act.task.id, by: act.by });
}

/** Asks another to do it; who delegates stays answerable. @throws {Rejected} `NOT_PERMITTED_HERE`, `EXCLUDED`, `USER_NOT_FOUND` */
export function delegate(run: Run, act: Acting, to: UserId): void {
  mustHold(act);
  mustPermit(act, "delegate");
  mustReceive(run, act.task, to);
  mustBeFree(run, act);
  run.emit({
    kind: "taskDelegated",
    step: act.task.step,
    task: act.task.id,
    by: act.by,
    to,
    owner: act.task.delegatedBy ?? act.task.assignee ?? act.by,
  });
  tellNow(run, act.task.id, [to], "delegated");
}

/** An administrator may always, and to others whoever operates; it is recorded as an override. On a rescue task it names who decides. */
export function reassign(run: Run, act: Acting, to: UserId, note: Note | null): void {
  // Four eyes come first, for administrators too.
  if (act.standing.kind === "excluded") throw new Rejected("EXCLUDED");
  const override = mayHandOver(run, act.by, to) && act.standing.kind !== "holder";
  if (act.task.purpose === "rescue" && override) {
    return complete(
      run,
      { ...act, standing: { kind: "candidate", onBehalfOf: null } },
      { outcome: "done", form: { assignee: to }, comment: null },
    );
  }
  if (!override) {
    mustHold(act);
    mustPermit(act, "reassign");
  }
  mustReceive(run, act.task, to);
  if (!override) mustBeFree(run, act);
  run.emit({
    kind: "taskReassigned",
    step: act.task.step,
    task: act.task.id,
    by: act.by,
    from: act.task.assignee,
    to,
    candidates: [],
    override,
    rung: null,
    note,
  });
  tellNow(run, act.task.id, [to], "reassigned");
}

/** Adds a seat behind the open one: by who has it, or by the requester. @throws {Rejected} as {@link delegate} */
export function addApprover(run: Run, act: Acting, user: UserId): void {
  const isRequester = run.instance.requester === act.by;
  if (act.standing.kind === "excluded" && !isRequester) throw new Rejected("EXCLUDED");
  if (act.standing.kind === "none" && !isRequester) throw new Rejected("NOT_ALLOWED");
  mustPermit(act, "add-approver");
  const { approval } = run.activation(act.task.activation);
  if (!approval || act.task.seat === null) throw new Rejected("NOT_PERMITTED_HERE");
  mustReceive(run, act.task, user);
  if (!isRequester) mustBeFree(run, act);
  const number = Math.max(...approval.seats.map((seat) => seat.number)) + 1;
  const seat = {
    number,
    principal: { user },
    status: "waiting",
    task: null,
    outcome: null,
    agrees: false,
    addedBy: act.by,
    note: null,
  } as const;
  run.emit({
    kind: "approverAdded",
    step: act.task.step,
    task: act.task.id,
    activation: act.task.activation,
    by: act.by,
    seat,
    after: act.task.seat,
    stays: {
      iteration: iterationOf(run.instance, run.activation(act.task.activation)),
      behind: approval.seats.find((one) => one.number === act.task.seat)?.principal ?? seat.principal,
    },
  });
  if (act.step.kind === "approval" && act.step.order === "parallel") openThroughGate(run, act.task.activation);
}

/** Leaves a comment on an open task: who may decide it, and the requester. */
export function comment(
  run: Run,
  { task, ...act }: Acting,
  { text, files }: { readonly text: string; readonly files?: Attached },
): void {
  if (run.instance.requester !== act.by) mustHold({ task, ...act });
  run.emit({ kind: "commentAdded", step: task.step, task: task.id, by: act.by, text, info: null, ...attached(files) });
}

/** Completing claims. The form and comment are checked after the right to decide. */
export function complete(
  run: Run,
  act: Acting,
  chosen: {
    readonly outcome: string | null;
    readonly form: ValueMap;
    readonly comment: string | null;
    readonly files?: Attached;
  },
): void {
  const { task, step, by } = act;
  const standing = mustHold(act);
  if (standing.kind === "candidate") mustBeFree(run, act);
  const outcome = outcomeOf(task, chosen.outcome);
  const { form, edited } = checkedForm(run, act, outcome.needs, chosen.form);
  if (task.purpose === "rescue") mustReceive(run, task, form["assignee"] as UserId);
  const text = chosen.comment?.trim() ?? "";
  if (text === "" && commentRequired(step, outcome.name)) throw new Rejected("COMMENT_REQUIRED");
  // «Completing claims» (language §3): who took it stands in the history like anybody who has it.
  if (standing.kind === "candidate")
    run.emit({ kind: "taskClaimed", step: task.step, task: task.id, by, onBehalfOf: standing.onBehalfOf });
  completeTask(run, task, {
    outcome: outcome.name,
    by,
    onBehalfOf: standing.onBehalfOf,
    comment: text === "" ? null : text,
    // Those of an answer stand beside it, among the comments.
    ...attached(task.purpose === "info" ? [] : chosen.files),
    form,
    edited,
    note: null,
  });
}

function outcomeOf(task: Task, wanted: string | null): Task["outcomes"][number] {
  const only = task.outcomes.length === 1 ? task.outcomes[0] : undefined;
  const found = wanted === null ? only : task.outcomes.find((one) => one.name === wanted);
  if (found) return found;
  const names = task.outcomes.map((one) => one.name).join(", ");
  throw new Rejected("UNKNOWN_OUTCOME", { ru: `Есть: ${names}.`, en: `There are: ${names}.` });
}

function checkedForm(
  run: Run,
  { task, step }: Acting,
  needs: readonly string[],
  given: ValueMap,
): { readonly form: ValueMap; readonly edited: ValueMap } {
  const edits = new Set(task.form.filter((field) => field.edits).map((field) => field.name));
  const inputs = run.definition.inputs.filter((input) => edits.has(input.name));
  const own = fieldsOf(task, step);
  const checked = checkFields([...own, ...inputs], withDefaults(task, given), run.facts, needs);
  if (Object.keys(checked.errors).length > 0) {
    const texts = Object.values(checked.errors);
    throw new Rejected(
      "FORM_INVALID",
      { ru: texts.map((text) => text.ru).join(" "), en: texts.map((text) => text.en).join(" ") },
      checked.errors,
    );
  }
  const form = Object.fromEntries(own.map((field) => [field.name, checked.values[field.name] ?? null]));
  const changed = inputs
    .filter((input) => Object.hasOwn(given, input.name))
    .map((input) => [input.name, checked.values[input.name] ?? null] as const);
  return { form, edited: Object.fromEntries(changed) };
}

/** A field left out keeps what the form showed. */
function withDefaults(task: Task, given: ValueMap): ValueMap {
  const shown = task.form
    .filter((field) => field.value !== null && !Object.hasOwn(given, field.name))
    .map((field) => [field.name, field.value] as const);
  return { ...Object.fromEntries(shown), ...given };
}

function fieldsOf(task: Task, step: Step): readonly Field[] {
  if (task.purpose === "rescue") return [RESCUE_FIELD];
  if (task.purpose !== "work" && task.purpose !== "seat") return [];
  return step.kind === "userTask" || step.kind === "approval" ? step.form : [];
}

const RESCUE_FIELD: Field = {
  name: "assignee",
  type: "user",
  title: "Кто решает",
  required: true,
  hidden: false,
  help: null,
  of: null,
  from: null,
  values: null,
  include: [],
  currency: null,
  min: null,
  max: null,
  default: undefined,
};

function commentRequired(step: Step, outcome: string): boolean {
  return (step.kind === "userTask" || step.kind === "approval") && step.commentRequired.includes(outcome);
}

/** Does the file allow it here? */
export function mustPermit({ step, task }: Pick<Acting, "step" | "task">, permission: Permission): void {
  if (task.purpose === "rework" && permission === "withdraw") return;
  const shape: TaskShape | null = step.kind === "userTask" || step.kind === "approval" ? step : null;
  if (!shape?.allow.includes(permission)) throw new Rejected("NOT_PERMITTED_HERE");
}

/** Four eyes hold for whoever would receive the task, too. */
export function mustReceive(run: Run, task: Task, to: UserId): void {
  if (!isActive(run.facts.people, to)) throw new Rejected("USER_NOT_FOUND", { ru: `«${to}».`, en: `"${to}".` });
  if (task.excluded.includes(to))
    throw new Rejected("EXCLUDED", { ru: nameOf(run.facts.people, to), en: nameOf(run.facts.people, to) });
  // Who has decided in this approval is not asked again, in whatever way the seat would come to him.
  if ((task.purpose === "seat" || task.purpose === "rescue") && hasDecided(run, task.activation, to)) {
    const name = nameOf(run.facts.people, to);
    throw new Rejected("EXCLUDED", {
      ru: `${name} по этому согласованию уже решил.`,
      en: `${name} has decided in this approval already.`,
    });
  }
}

function tellNow(run: Run, id: TaskId, users: readonly UserId[], news: Parameters<typeof tellOfTask>[3]): void {
  const task = run.instance.tasks[id];
  if (task) tellOfTask(run, task, users, news);
}
