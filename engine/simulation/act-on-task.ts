import { id as brand, type TaskId, type UserId } from "../base/ids.ts";
import type { Answer, CommandBody } from "../instance/command.ts";
import { namedStep } from "./claims.ts";
import type { TaskAct } from "./scenario.ts";
import { type TaskView, tasksOf } from "./task-view.ts";
import { actsFor, whoIsMeant } from "./who-is-meant.ts";
import type { World } from "./world.ts";
import type { Host } from "./world-parts.ts";

/** Whose task, of which process, where several run. */
export interface Aim {
  readonly by: UserId | null;
  readonly process: string | null;
  readonly main: Host | null;
}

/**
 * Somebody does something with the task of a step: the open one that `by` may decide, else the latest; where none is
 * open the command goes to the last one there was, and is rejected. Null: there never was such a task.
 */
export function actOnTask(world: World, act: TaskAct, aim: Aim): Answer | null {
  if (act.verb === "withdraw") return withdraw(world, act, aim);
  const found = taskFor(world, act, aim);
  if (!found) return null;
  return world.command(found.host.id, aim.by, bodyOf(act, found.view.id, { world, main: aim.main }));
}

interface Found {
  readonly host: Host;
  readonly view: TaskView;
}

/** The task a command goes to (language §6). */
export function taskFor(world: World, act: Pick<TaskAct, "step" | "verb">, aim: Aim): Found | null {
  const { step, visit } = namedStep(act.step);
  const all = hostsFor(world, aim).flatMap((host) => tasksOf(host.history).map((view) => ({ host, view })));
  const ofStep = all.filter(({ view }) => view.step === step && (visit === null || view.visit === visit));
  if (act.verb === "recall")
    return ofStep.findLast(({ view }) => view.by === aim.by || view.onBehalfOf === aim.by) ?? ofStep.at(-1) ?? null;
  const open = ofStep.filter(({ view }) => view.closedAt === null && isMeantBy(act.verb, view));
  const own = open.filter(({ view }) => aim.by !== null && mayDecide(world, view, aim.by));
  return own.at(-1) ?? open.at(-1) ?? ofStep.at(-1) ?? null;
}

/** `answer` goes to questions, everything else to what is not one, where there is a choice. */
function isMeantBy(verb: TaskAct["verb"], view: TaskView): boolean {
  return verb === "complete" || (verb === "answer") === (view.task.purpose === "info");
}

function mayDecide(world: World, view: TaskView, by: UserId): boolean {
  const own = actsFor(by, world);
  return [view.assignee, view.delegatedBy, ...view.candidates].some((user) => user !== null && own.has(user));
}

/** The instance under test first, then the others of the process that is named, or of all. */
function hostsFor(world: World, { process, main }: Aim): readonly Host[] {
  const named = world.instances.filter((host) => process === null || host.definition.process === process);
  const others = named.filter((host) => host !== main);
  return main && named.includes(main) ? [...others, main] : others;
}

/** The instance that a command to an instance means: the one under test, or the latest of the process that is named. */
export function hostFor(world: World, { process, main }: Aim): Host | null {
  return process === null ? main : (world.instances.findLast((host) => host.definition.process === process) ?? null);
}

function withdraw(world: World, act: TaskAct, aim: Aim): Answer | null {
  const host = hostFor(world, aim);
  return host ? world.command(host.id, aim.by, { kind: "withdraw", reason: act.comment }) : null;
}

function bodyOf(
  act: TaskAct,
  task: TaskId,
  { world, main }: { readonly world: World; readonly main: Host | null },
): CommandBody {
  const to = brand<UserId>([...whoIsMeant(act.to, world, main)][0] ?? String(act.to ?? ""));
  switch (act.verb) {
    case "claim":
    case "unclaim":
    case "recall":
      return { kind: act.verb, task };
    case "delegate":
    case "reassign":
      return { kind: act.verb, task, to };
    case "add-approver":
      return { kind: "addApprover", task, user: to };
    case "ask-for-info":
      return { kind: "askForInfo", task, to: act.to === null ? null : to, question: act.comment ?? "" };
    case "comment":
      return { kind: "comment", task, text: act.comment ?? "" };
    case "withdraw":
      return { kind: "withdraw", reason: act.comment };
    case "complete":
    case "answer":
      return { kind: "complete", task, outcome: act.outcome, form: act.form, comment: act.comment };
  }
}
