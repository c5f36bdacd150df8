import type { TaskId } from "../../engine/base/ids.ts";
import type { Value, ValueMap } from "../../engine/base/value.ts";
import type { Task } from "../../engine/instance/state.ts";
import type { World } from "../../engine/simulation/world.ts";
import type { Host } from "../../engine/simulation/world-parts.ts";
import { readAnswer } from "../command-line/read-answer.ts";

/**
 * People of a dry run who decide every task at once by its first outcome (approved, done), with something in each field
 * that the outcome needs. What cannot be decided so waits, as if nobody answered.
 */
export function decideAtOnce(world: World): () => Promise<boolean> {
  const tried = new Set<TaskId>();
  return async () => {
    for (let open = nextOf(world, tried); open !== null; open = nextOf(world, tried)) {
      tried.add(open.task.id);
      decide(world, open);
    }
    return true;
  };
}

interface Open {
  readonly host: Host;
  readonly task: Task;
}

function nextOf(world: World, tried: ReadonlySet<TaskId>): Open | null {
  const open = world.instances.flatMap((host) => Object.values(host.instance.tasks).map((task) => ({ host, task })));
  return open.find(({ task }) => !tried.has(task.id)) ?? null;
}

function decide(world: World, { host, task }: Open): void {
  const by = task.assignee ?? task.candidates[0];
  const [outcome] = task.outcomes;
  if (by === undefined || outcome === undefined) return;
  const form = formOf(world, { host, task }, outcome.needs);
  world.command(host.id, by, { kind: "complete", task: task.id, outcome: outcome.name, form, comment: null });
}

function formOf(world: World, { host, task }: Open, needs: readonly string[]): ValueMap {
  const step = host.definition.steps.get(task.step);
  const own = step?.kind === "userTask" || step?.kind === "approval" ? step.form : [];
  const declared = [...own, ...host.definition.inputs];
  const filled = task.form.flatMap(({ name, type, required, value }): [string, Value][] => {
    if (value !== null || !(required || needs.includes(name))) return [];
    const field = declared.find((one) => one.name === name) ?? null;
    const known = { people: world.people, lists: world.startFacts.lists };
    const read = readAnswer(typed(type, world, field?.min ?? null), { name, type, declared: field }, known);
    return "value" in read && read.value !== undefined ? [[name, read.value]] : [];
  });
  return Object.fromEntries(filled);
}

/** What somebody would type into a field of that type. */
function typed(type: string, world: World, min: number | null): string {
  const words: Readonly<Record<string, string>> = {
    ...{ number: String(Math.max(1, min ?? 1)), money: `${Math.max(1, min ?? 1)} RUB`, boolean: "да", choice: "1" },
    ...{ date: world.timeText(world.now).value.slice(0, 10), dateTime: world.timeText(world.now).value },
    ...{ files: "sample.pdf", user: firstOf(world), users: firstOf(world) },
  };
  return words[type] ?? "—";
}

function firstOf({ people }: World): string {
  return Object.values(people.users).find(({ active }) => active)?.id ?? "";
}
