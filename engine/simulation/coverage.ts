import type { Definition, Step, StepList } from "../definition/model.ts";
import { listsOf } from "../instance/places.ts";
import type { Host } from "./world-parts.ts";

/** Which parts of a process scenarios have visited (language §6, `test --coverage`). */
export interface Coverage {
  readonly process: string;
  /** Steps entered. */
  readonly steps: Part;
  /** Outcomes chosen, `assign.done`. */
  readonly outcomes: Part;
  /** Rungs of ladders that fired, `assign.1`. */
  readonly rungs: Part;
  /** Rules of tables that matched, `route.2`. */
  readonly rules: Part;
  /** Cases of switches that held, `answer.1`. */
  readonly cases: Part;
}

export interface Part {
  readonly visited: number;
  readonly total: number;
  /** What no scenario has visited, in the order of the file. */
  readonly missing: readonly string[];
}

/** Adds up what happened in many worlds. */
export class CoverageBook {
  readonly #definitions = new Map<string, Definition>();
  readonly #seen = new Map<string, Set<string>>();

  /** A process that takes part, visited or not. */
  add(definition: Definition): void {
    this.#definitions.set(definition.process, definition);
  }

  /** Everything an instance did. */
  visit(host: Host): void {
    const seen = this.#seen.get(host.definition.process) ?? new Set<string>();
    this.#seen.set(host.definition.process, seen);
    for (const event of host.history) for (const mark of marksOf(event, host.definition)) seen.add(mark);
  }

  /** The figures of every process that was added, sorted by id. */
  report(): readonly Coverage[] {
    return [...this.#definitions.values()]
      .sort((one, other) => (one.process < other.process ? -1 : 1))
      .map((definition) => {
        const seen = this.#seen.get(definition.process) ?? new Set();
        const part = (kind: string, names: readonly string[]): Part => {
          const missing = names.filter((name) => !seen.has(`${kind} ${name}`));
          return { visited: names.length - missing.length, total: names.length, missing };
        };
        const steps = [...definition.steps.values()];
        return {
          process: definition.process,
          steps: part(
            "step",
            inOrder(definition.body).map((step) => step.id),
          ),
          outcomes: part("outcome", inOrder(definition.body).flatMap(outcomesOf)),
          rungs: part("rung", inOrder(definition.body).flatMap(rungsOf)),
          rules: part(
            "rule",
            Object.values(definition.decisions)
              .filter((table) => steps.some((step) => step.kind === "decision" && step.table === table.id))
              .flatMap((table) => numbered(table.id, table.ruleCount)),
          ),
          cases: part(
            "case",
            inOrder(definition.body).flatMap((step) =>
              step.kind === "switch" ? numbered(step.id, step.cases.length) : [],
            ),
          ),
        };
      });
  }
}

/** Is everything visited? */
export function isComplete(coverage: Coverage): boolean {
  return [coverage.steps, coverage.outcomes, coverage.rungs, coverage.rules, coverage.cases].every(
    (part) => part.missing.length === 0,
  );
}

function marksOf(event: Host["history"][number], definition: Definition): readonly string[] {
  switch (event.kind) {
    case "stepEntered":
      return [`step ${event.step}`];
    case "stepCompleted": {
      const rules =
        event.decision === null ? [] : event.decision.matched.map((rule) => `rule ${event.decision?.table}.${rule}`);
      return [...rules, ...(event.case === null || event.case === 0 ? [] : [`case ${event.step}.${event.case}`])];
    }
    case "taskCompleted":
      return [`outcome ${event.step}.${event.outcome}`];
    case "rungFired": {
      const isRework = event.step !== null && isReworkRung(event.task, definition.steps.get(event.step));
      return [`rung ${event.step}${isRework ? ".rework" : ""}.${event.rung + 1}`];
    }
    default:
      return [];
  }
}

/** The rungs of a rework task are a ladder of their own. */
function isReworkRung(task: string | null, step: Step | undefined): boolean {
  return step?.kind === "approval" && task !== null && task.includes("/rework@");
}

function outcomesOf(step: Step): readonly string[] {
  return step.kind === "userTask" || step.kind === "approval"
    ? step.outcomes.map((outcome) => `${step.id}.${outcome.name}`)
    : [];
}

function rungsOf(step: Step): readonly string[] {
  if (step.kind === "do" || step.kind === "userTask") return numbered(step.id, step.escalation.length);
  if (step.kind !== "approval") return [];
  return [
    ...numbered(step.id, step.escalation.length),
    ...numbered(`${step.id}.rework`, step.rework?.escalation.length ?? 0),
  ];
}

function numbered(name: string, count: number): readonly string[] {
  return Array.from({ length: count }, (_, index) => `${name}.${index + 1}`);
}

/** Every step in the order of the file. */
function inOrder(list: StepList): readonly Step[] {
  return list.steps.flatMap((step) => [step, ...listsOf(step).flatMap(inOrder)]);
}
