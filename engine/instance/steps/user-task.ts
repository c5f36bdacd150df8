import type { UserTaskStep } from "../../definition/model.ts";
import type { UserId } from "../../base/ids.ts";
import type { ValueMap } from "../../base/value.ts";
import { strikeOut } from "../../people/exclusion.ts";
import { begin, complete } from "../advance.ts";
import { openThroughGate } from "../gate.ts";
import { editFields, openTask, shapeOf, titleFor } from "../open-task.ts";
import type { Run } from "../run.ts";
import type { Activation, Note, Task } from "../state.ts";
import { atText } from "../timeout.ts";
import { excludedBy, noOne, principalsOf, resolveAll } from "../who.ts";
import type { StepBehavior } from "./step-behavior.ts";

/** Work for one person: assigned to him, or offered to candidates of whom one takes it. */
export const userTask: StepBehavior<UserTaskStep> = {
  enter(run, step, at) {
    begin(run, step, at);
    openThroughGate(run, at.id);
  },
  open(run, step, at) {
    const who = settle(run, step, at);
    if (who.users.length === 0) {
      if (!who.skipped) throw noOne(who.vacancy, "assign", null);
      complete(run, at.id, { outcome: null, by: null, onBehalfOf: null, at: null, comment: null }, { closed: "skipped" });
      return;
    }
    openWork(run, step, at, who);
  },
  taskCompleted(run, step, at, task, form) {
    if (task.purpose === "info") return;
    if (task.purpose === "rescue") {
      const named = form["assignee"] as UserId;
      openWork(run, step, at, { users: [named], notes: [rescued(task)], excluded: [...excludedBy(run, step.notBy, at)], turn: null, single: true });
      return;
    }
    const line = run.instance.sheet.at(-1);
    const result: ValueMap = { outcome: line?.outcome ?? null, by: line?.by ?? null, onBehalfOf: line?.onBehalfOf ?? null, at: atText(run), comment: line?.comment ?? null, ...form };
    complete(run, at.id, result);
  },
};

interface Chosen {
  readonly users: readonly UserId[];
  readonly notes: readonly Note[];
  readonly excluded: readonly UserId[];
  readonly turn: { readonly group: string; readonly user: UserId } | null;
  /** One named person (`assignee`), rather than candidates. */
  readonly single: boolean;
}

/** Who it is, settled as the task opens (language §3, People). */
function settle(run: Run, step: UserTaskStep, at: Activation): Chosen & { readonly skipped: boolean; readonly vacancy: Note | null } {
  const templates = [step.assignee, step.candidateUsers, step.candidateGroups].filter((template) => template !== null);
  const principals = templates.flatMap((template) => principalsOf(run, template, at));
  const excluded = excludedBy(run, step.notBy, at);
  const { users, turn, vacancies } = resolveAll(run, principals, excluded);
  const left = strikeOut(users, run.facts.people, { excluded, ifExcluded: step.ifExcluded });
  const single = left.users.length === 1 && step.assignee !== null;
  return { users: left.users, notes: left.notes.map((note) => note.says), excluded: [...excluded], turn, single, skipped: left.isSkipped, vacancy: left.vacancy ?? vacancies[0] ?? null };
}

function openWork(run: Run, step: UserTaskStep, at: Activation, who: Chosen): void {
  const shape = shapeOf(run, step, at.id);
  openTask(run, {
    ...shape,
    activation: at.id,
    purpose: "work",
    title: titleFor(run, at.id),
    form: [...(shape.form ?? []), ...editFields(run, step.edit)],
    assignee: who.single ? (who.users[0] ?? null) : null,
    candidates: who.single ? [] : who.users,
    excluded: who.excluded,
    notes: who.notes,
    ladder: step.escalation,
    turn: who.turn,
  });
}

function rescued(task: Task): Note {
  return { ru: `Назначено администратором (${task.title}).`, en: `Named by an administrator (${task.title}).` };
}
