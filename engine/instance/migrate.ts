import { assert } from "../base/assert.ts";
import { type ActivationId, id as brand, type CommandId, type StepId } from "../base/ids.ts";
import type { Value } from "../base/value.ts";
import type { Definition } from "../definition/model.ts";
import { asWritten } from "../expression/as-written.ts";
import type { CommandBody, Facts } from "./command.ts";
import type { Assignment, HistoryEvent } from "./event.ts";
import { checkFields } from "./fields.ts";
import { resumeLooks } from "./gate.ts";
import { keptApprovals } from "./given-approvals.ts";
import { laneNow } from "./lane-now.ts";
import { refusalsOf } from "./migrate-refusals.ts";
import { migrateTimers } from "./migrate-timers.ts";
import { stepOf } from "./places.ts";
import { Rejected } from "./reject.ts";
import { Run } from "./run.ts";
import { mayOperate } from "./standing.ts";
import { withDefaults } from "./start.ts";
import type { Instance, Note } from "./state.ts";
import { tried } from "./would-be.ts";

/**
 * Moves the instance from the definition it runs on to that of the run, wholly or not at all.
 *
 * Steps map by id. Open tasks stay as they were opened, and so do the seats of an approval in which nobody has decided
 * yet; new inputs get their defaults; timers are counted under the new definition (`migrate-timers.ts`). What does not
 * fit is a refusal with every reason (`migrate-refusals.ts`), and nothing has happened.
 *
 * @throws {Rejected} `NOT_ALLOWED`, `STALE` (it is not on `from` any more, or is there already), `MIGRATION_REFUSED`
 */
export function migrate(run: Run, { from }: Extract<CommandBody, { kind: "migrate" }>, before: Instance): void {
  const { previous } = run.facts;
  const { by } = run.command;
  if (by !== null && !mayOperate(run, by)) throw new Rejected("NOT_ALLOWED");
  if (before.digest !== from || run.definition.digest === from) throw new Rejected("STALE");
  assert(previous?.digest === from, "To migrate, the facts must hold the definition that the instance runs on");
  const old = new Run(previous, before, run.command, run.facts);
  const reasons = refusalsOf(old, run);
  if (reasons.length > 0) throw refused(reasons);
  const moved = tried(run, () => move(old, run));
  if ("problem" in moved) throw refused([moved.problem.message]);
}

function move(old: Run, run: Run): void {
  const variables = newInputs(old, run);
  const lanes = newLanes(run);
  run.emit({
    kind: "instanceMigrated",
    digest: run.definition.digest,
    from: old.definition.digest,
    ...(variables.length > 0 ? { variables } : {}),
    ...(Object.keys(lanes).length > 0 ? { lanes } : {}),
  });
  migrateTimers(old, run);
  if (run.instance.status === "running" && asksAnew(old, run)) resumeLooks(run);
}

/** Does something that waits until a condition holds wait for another condition now? It may hold already. */
function asksAnew(old: Run, run: Run): boolean {
  const condition = ({ definition }: Run, id: StepId): string => {
    const step = definition.steps.get(id);
    return asWritten(step?.kind === "do" ? step.until : step?.kind === "listen" ? step.awaited : null);
  };
  return Object.values(run.instance.activations).some(
    ({ step, subscription }) => subscription?.kind === "holds" && condition(old, step) !== condition(run, step),
  );
}

/** The lanes of live visits that have another number under the new definition. */
function newLanes({ instance, definition }: Run): Readonly<Record<ActivationId, string>> {
  const moved = Object.values(instance.activations).flatMap(({ id, step, parent, lane }) => {
    const holder = parent === null ? undefined : instance.activations[parent];
    if (!holder) return [];
    const now = laneNow(stepOf(definition, holder.step), lane, stepOf(definition, step));
    return now === null || now === lane ? [] : [[id, now] as const];
  });
  return Object.fromEntries(moved);
}

/** Inputs that the old definition did not have, with their defaults; one that must be there and has none is a refusal. */
function newInputs(old: Run, run: Run): readonly Assignment[] {
  const known = run.instance.scopes[""]?.variables ?? {};
  const added = run.definition.inputs.filter(
    ({ name }) => !Object.hasOwn(known, name) && !old.definition.inputs.some((one) => one.name === name),
  );
  const given = withDefaults(run, {}, added);
  const { values, errors } = checkFields(added, given, run.facts);
  const wrong = Object.values(errors);
  if (wrong.length > 0)
    throw refused(wrong.map(({ ru, en }) => ({ ru: `Новое поле запуска. ${ru}`, en: `A new input. ${en}` })));
  return added.map(({ name }): Assignment => ({ scope: "", name, value: (values[name] ?? null) as Value }));
}

function refused(reasons: readonly Note[]): Rejected {
  return new Rejected("MIGRATION_REFUSED", {
    ru: reasons.map(({ ru }) => ru).join(" "),
    en: reasons.map(({ en }) => en).join(" "),
  });
}

export type MigrationPlan =
  | {
      readonly kind: "goes";
      readonly events: readonly HistoryEvent[];
      readonly instance: Instance;
      /** What somebody should know of it beforehand. */
      readonly notes: readonly Note[];
    }
  | { readonly kind: "refused"; readonly reasons: readonly Note[] };

/**
 * What `migrate` would come to, for a plan: nothing is written. The same code decides it later; between, people may have
 * moved the instance on.
 */
export function planMigration(of: {
  readonly previous: Definition;
  readonly next: Definition;
  readonly instance: Instance;
  readonly facts: Facts;
}): MigrationPlan {
  const { previous, next, instance } = of;
  if (instance.endedAt !== null)
    return { kind: "refused", reasons: [{ ru: "Процесс уже завершён.", en: "The instance has ended." }] };
  const command = { kind: "migrate", from: previous.digest, ...PLANNER, instance: instance.id } as const;
  const facts = { ...of.facts, previous };
  const [old, run] = [new Run(previous, instance, command, facts), new Run(next, instance, command, facts)];
  const reasons = refusalsOf(old, run);
  if (reasons.length > 0) return { kind: "refused", reasons };
  const notes = keptApprovals(old, run);
  try {
    const moved = tried(run, () => move(old, run));
    if ("problem" in moved) return { kind: "refused", reasons: [moved.problem.message] };
  } catch (error) {
    if (!(error instanceof Rejected) || error.detail === null) throw error;
    return { kind: "refused", reasons: [error.detail] };
  }
  return { kind: "goes", events: run.events, instance: run.instance, notes };
}

/** Nobody's command: a plan is never written. */
const PLANNER = { id: brand<CommandId>("plan"), by: null } as const;
