import type { UserId } from "../../base/ids.ts";
import type { ValueMap } from "../../base/value.ts";
import type { UserTaskStep } from "../../definition/model.ts";
import type { Principal } from "../../people/directory.ts";
import { strikeOut } from "../../people/exclusion.ts";
import { begin, complete } from "../advance.ts";
import { openThroughGate } from "../gate.ts";
import { editFields, openTask, shapeOf, titleFor } from "../open-task.ts";
import type { Run } from "../run.ts";
import type { Activation, Note, Task } from "../state.ts";
import { decideByClock, TIME_IS_OVER } from "../task-completion.ts";
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
    // A retry of what a rung left behind comes by here again: the task stands.
    if (Object.values(run.instance.tasks).some((task) => task.activation === at.id && task.purpose === "work")) return;
    const who = settle(run, step, at);
    if (who.assignee === null && who.candidates.length === 0) {
      if (!who.skipped) throw noOne(who.vacancy, "assign", null);
      for (const note of who.notes)
        run.emit({
          kind: "taskClosed",
          step: step.id,
          task: null,
          activation: at.id,
          seat: null,
          reason: "skipped",
          note,
        });
      complete(run, at.id, undecided(run, step, null), { closed: "skipped" });
      return;
    }
    openWork(run, step, at, who);
  },
  decidedInTime(run, step, at, outcome) {
    const task = Object.values(run.instance.tasks).find((open) => open.activation === at.id && open.purpose === "work");
    if (task) return decideByClock(run, task, outcome, TIME_IS_OVER);
    complete(run, at.id, undecided(run, step, outcome));
  },
  taskCompleted(run, step, at, task, form) {
    if (task.purpose === "info") return;
    if (task.purpose === "rescue") {
      const named = form["assignee"] as UserId;
      openWork(run, step, at, {
        assignee: named,
        candidates: [],
        notes: [rescued(task)],
        excluded: [...excludedBy(run, step.notBy, at)],
        turn: null,
      });
      return;
    }
    const line = run.instance.sheet.findLast((one) => one.task === task.id);
    const result: ValueMap = {
      outcome: line?.outcome ?? null,
      by: line?.by ?? null,
      onBehalfOf: line?.onBehalfOf ?? null,
      at: atText(run),
      comment: line?.comment ?? null,
      ...form,
      ...editedOf(run, step),
    };
    complete(run, at.id, result);
  },
};

/** The result of a task in which nobody decided: its form is empty. */
function undecided(run: Run, step: UserTaskStep, outcome: string | null): ValueMap {
  const form = Object.fromEntries(step.form.map((field) => [field.name, null]));
  return { outcome, by: null, onBehalfOf: null, at: atText(run), comment: null, ...form, ...editedOf(run, step) };
}

/** The inputs that the task shows as fields, as they are now. */
function editedOf(run: Run, step: UserTaskStep): ValueMap {
  const inputs = run.instance.scopes[""]?.variables ?? {};
  return Object.fromEntries(step.edit.map((name) => [name, inputs[name] ?? null]));
}

interface Chosen {
  /** Who has it from the beginning; null where it must be taken. */
  readonly assignee: UserId | null;
  /** Who else may take it. */
  readonly candidates: readonly UserId[];
  readonly notes: readonly Note[];
  readonly excluded: readonly UserId[];
  readonly turn: { readonly group: string; readonly user: UserId } | null;
}

interface Settled extends Chosen {
  readonly skipped: boolean;
  readonly vacancy: Note | null;
}

/** Who it is, settled as the task opens (language §3, People). One `assignee` has it; several, like candidates, may take it. */
function settle(run: Run, step: UserTaskStep, at: Activation): Settled {
  const named = step.assignee === null ? [] : principalsOf(run, step.assignee, at);
  const offered = [step.candidateUsers, step.candidateGroups].flatMap((template) =>
    template === null ? [] : principalsOf(run, template, at),
  );
  const excluded = excludedBy(run, step.notBy, at);
  const { users, turn, vacancies } = resolveAll(run, [...named, ...offered], excluded);
  const left = strikeOut(users, run.facts.people, { excluded, ifExcluded: step.ifExcluded });
  const own = offered.length === 0 ? left.users : left.users.filter((user) => isNamed(run, named, excluded, user));
  const assignee = named.length > 0 && own.length === 1 ? (own[0] ?? null) : null;
  return {
    assignee,
    candidates: left.users.filter((user) => user !== assignee),
    notes: left.notes.map((note) => note.says),
    excluded: [...excluded],
    turn,
    skipped: left.isSkipped,
    vacancy: left.vacancy ?? vacancies[0] ?? null,
  };
}

function isNamed(run: Run, named: readonly Principal[], excluded: ReadonlySet<UserId>, user: UserId): boolean {
  return resolveAll(run, named, excluded).users.includes(user);
}

function openWork(run: Run, step: UserTaskStep, at: Activation, who: Chosen): void {
  const shape = shapeOf(run, step, at.id);
  openTask(run, {
    ...shape,
    activation: at.id,
    purpose: "work",
    title: titleFor(run, at.id),
    form: [...(shape.form ?? []), ...editFields(run, step.edit)],
    assignee: who.assignee,
    candidates: who.candidates,
    excluded: who.excluded,
    notes: who.notes,
    ladder: step.escalation,
    turn: who.turn,
  });
}

function rescued(task: Task): Note {
  return { ru: `Назначено администратором (${task.title}).`, en: `Named by an administrator (${task.title}).` };
}
