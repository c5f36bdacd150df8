import type { Step } from "../definition/model.ts";
import { asWritten } from "../expression/as-written.ts";
import { nameOf } from "../people/lookup.ts";
import { givenRefusals, newlyExcluded } from "./given-approvals.ts";
import { laneNow } from "./lane-now.ts";
import type { Run } from "./run.ts";
import { holdersOf } from "./standing.ts";
import type { Activation, Note, Task } from "./state.ts";
import { subscriptionOf } from "./subscription.ts";
import { tried } from "./would-be.ts";

/**
 * Why an instance cannot move from one definition to another, all reasons at once; empty: it can. Steps map by id.
 *
 * @param old the instance under the definition it runs on
 * @param run the same instance under the other one
 */
export function refusalsOf(old: Run, run: Run): readonly Note[] {
  const { activations, tasks, process } = run.instance;
  if (run.definition.process !== process)
    return [
      {
        ru: `Это версия другого процесса: «${run.definition.process}», а не «${process}».`,
        en: `It is a version of another process: "${run.definition.process}", not "${process}".`,
      },
    ];
  return [
    ...inputRefusals(old, run),
    ...Object.values(activations).flatMap((live) => stepRefusals(old, run, live)),
    ...Object.values(tasks).flatMap((task) => taskRefusals(old, run, task)),
    ...givenRefusals(old, run),
  ];
}

/** Inputs of another type hold values that the new expressions do not expect. */
function inputRefusals(old: Run, run: Run): readonly Note[] {
  const values = run.instance.scopes[""]?.variables ?? {};
  return run.definition.inputs.flatMap((input) => {
    const before = old.definition.inputs.find(({ name }) => name === input.name);
    if (!before || before.type === input.type || (values[input.name] ?? null) === null) return [];
    return [
      {
        ru: `Поле запуска «${input.name}» было «${before.type}», в новой версии оно «${input.type}».`,
        en: `The input "${input.name}" was "${before.type}", in the new version it is "${input.type}".`,
      },
    ];
  });
}

/** A live visit: its step must be there, of the same kind, in the same list of the same step, waiting for the same. */
function stepRefusals(old: Run, run: Run, live: Activation): readonly Note[] {
  const { step: id } = live;
  const [before, step] = [old.definition.steps.get(id), run.definition.steps.get(id)];
  if (!step) return [{ ru: `Открытого шага «${id}» в новой версии нет.`, en: `The open step "${id}" is gone.` }];
  if (!before || before.kind !== step.kind)
    return [
      {
        ru: `Открытый шаг «${id}» в новой версии другого вида: ${step.kind} вместо ${before?.kind}.`,
        en: `The open step "${id}" is of another kind: ${step.kind} instead of ${before?.kind}.`,
      },
    ];
  if (!isInPlace({ old, run }, live, step))
    return [
      {
        ru: `Открытый шаг «${id}» в новой версии стоит в другом списке шагов («${step.list || "do"}»).`,
        en: `The open step "${id}" stands in another list of steps ("${step.list || "do"}").`,
      },
    ];
  return differs(run, live, { before, step })
    ? [
        {
          ru: `Открытый шаг «${id}» (${step.kind}) по новой версии был бы начат иначе.`,
          en: `The open step "${id}" (${step.kind}) would have begun differently by the new version.`,
        },
      ]
    : [];
}

function isInPlace({ old, run }: { readonly old: Run; readonly run: Run }, live: Activation, step: Step): boolean {
  if (live.parent === null) return step.list === "";
  const id = run.activation(live.parent).step;
  const holder = run.definition.steps.get(id);
  // A holder that is gone or of another kind says so itself.
  if (!holder || holder.kind !== old.definition.steps.get(id)?.kind) return true;
  return laneNow(holder, live.lane, step) !== null;
}

/** What a step settled as it began and that the new version settles otherwise. */
function differs(
  run: Run,
  live: Activation,
  { before, step }: { readonly before: Step; readonly step: Step },
): boolean {
  if (before.kind === "for" && step.kind === "for")
    return before.each !== step.each || before.at !== step.at || (step.collect !== null && !live.collects);
  if (before.kind === "fork" && step.kind === "fork")
    return asWritten(before.branches.map(({ name }) => name)) !== asWritten(step.branches.map(({ name }) => name));
  if (before.kind === "call" && step.kind === "call") return before.operation !== step.operation;
  if (before.kind === "run" && step.kind === "run") return before.process !== step.process;
  const awaited = step.kind === "listen" ? step.awaited : step.kind === "do" ? step.until : null;
  const was = before.kind === "listen" ? before.awaited : before.kind === "do" ? before.until : null;
  if (asWritten(awaited) === asWritten(was)) return false;
  if (awaited === null || was === null) return true;
  // What it waits for was settled as it began; the test of what comes is the new version's.
  if (live.subscription === null) return false;
  const found = tried(run, () => subscriptionOf(run, awaited, { scope: live.scope }));
  return "problem" in found || asWritten(found.value) !== asWritten(live.subscription);
}

/** An open task stays as it was opened: what it offers and asks must mean something to the new version. */
function taskRefusals(old: Run, run: Run, task: Task): readonly Note[] {
  const [before, step] = [old.definition.steps.get(task.step), run.definition.steps.get(task.step)];
  if (!step || !before || before.kind !== step.kind)
    return task.activation in run.instance.activations
      ? []
      : [
          {
            ru: `Шага «${task.step}» открытого задания «${task.title}» в новой версии нет.`,
            en: `The step "${task.step}" of the open task "${task.title}" is gone.`,
          },
        ];
  const refuse = (ru: string, en: string): Note => ({
    ru: `Открытое задание «${task.title}» (${task.step}): ${ru}.`,
    en: `The open task "${task.title}" (${task.step}): ${en}.`,
  });
  const edits = editRefusals(run, task).map(({ ru, en }) => refuse(ru, en));
  if (task.purpose === "rework" && step.kind === "approval" && step.rework === null)
    return [...edits, refuse("доработки в новой версии нет", "the new version has no rework")];
  if (task.purpose !== "work" && task.purpose !== "seat") return edits;
  if (!("outcomes" in step) || !("outcomes" in before)) return edits;
  const gone = task.outcomes.filter(({ name }) => !step.outcomes.some((one) => one.name === name));
  const agrees = task.purpose === "seat" && before.outcomes[0]?.name !== step.outcomes[0]?.name;
  const scope = run.instance.activations[task.activation]?.scope ?? "";
  const struck = newlyExcluded(
    { run: old, step: before, where: { scope, lets: {} } },
    { run, step, where: { scope, lets: {} } },
  );
  const holders = holdersOf(task).filter((user) => struck.has(user));
  return [
    ...edits,
    ...gone.map(({ name }) => refuse(`исхода «${name}» в новой версии нет`, `the outcome "${name}" is gone`)),
    ...(agrees ? [refuse("в новой версии согласие — другой исход", "another outcome agrees in the new version")] : []),
    ...formRefusals(task, step).map(({ ru, en }) => refuse(ru, en)),
    ...holders
      .map((user) => nameOf(run.facts.people, user))
      .map((name) => refuse(`новая версия исключает сотрудника ${name}`, `the new version strikes out ${name}`)),
  ];
}

/** What somebody may be filling in just now must still be taken; what is newly asked for must not be missing. */
function formRefusals(task: Task, step: Extract<Step, { form: unknown }>): readonly Note[] {
  const shown = task.form.filter(({ edits }) => !edits);
  return [
    ...shown.flatMap((field) => {
      const type = step.form.find(({ name }) => name === field.name)?.type;
      if (type === field.type) return [];
      return type === undefined
        ? [{ ru: `поля «${field.name}» в новой версии нет`, en: `the field "${field.name}" is gone` }]
        : [{ ru: `поле «${field.name}» теперь «${type}»`, en: `the field "${field.name}" is now "${type}"` }];
    }),
    ...step.form
      .filter((field) => field.required && !shown.some(({ name }) => name === field.name))
      .map(({ name }) => ({
        ru: `в нём нет обязательного поля «${name}»`,
        en: `it lacks the required field "${name}"`,
      })),
  ];
}

function editRefusals(run: Run, task: Task): readonly Note[] {
  return task.form
    .filter(({ edits, name, type }) => edits && run.definition.inputs.find((one) => one.name === name)?.type !== type)
    .map(({ name }) => ({
      ru: `поля запуска «${name}» в новой версии нет или оно другого типа`,
      en: `the input "${name}" is gone or of another type`,
    }));
}
