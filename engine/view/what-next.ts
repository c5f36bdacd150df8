import type { Instant } from "../base/instant.ts";
import type { Rung } from "../definition/model.ts";
import type { Text } from "../definition/problem.ts";
import type { Activation, Task, Timer } from "../instance/state.ts";
import { type Because, because, both, type Scene, type Voice } from "./because.ts";
import { relativeText } from "./moment.ts";
import { ladderOf } from "./tell-rungs.ts";
import { momentOf } from "./telling.ts";
import { chainOf } from "./why-here.ts";

/** Timers told of one place, soonest first. */
const TIMERS_MAX = 5;

/** What the clock will do next here: rungs, time-outs, waits and attempts of this step, its tasks and what is around. */
export function whatNext(scene: Scene, at: Activation, tasks: readonly Task[]): readonly Because[] {
  return timersAt(scene, at, tasks).map((timer) => nextBecause(scene, timer));
}

/** Something that the clock will do by itself. */
export interface Coming {
  readonly at: Instant;
  /** What, without when: `задание перейдёт: Олег Рудаков`. */
  readonly text: Text;
}

/** The same without words about time: whoever shows it says when in his own way. Nothing while the instance is suspended. */
export function whatComes(scene: Scene, at: Activation, tasks: readonly Task[]): readonly Coming[] {
  if (scene.story.instance.status === "suspended") return [];
  return timersAt(scene, at, tasks).map((timer) => {
    const ringing = ringingOf(scene, timer);
    return { at: timer.dueAt, text: both(scene, (voice) => actionOf(scene, ringing, voice)) };
  });
}

function timersAt(scene: Scene, at: Activation, tasks: readonly Task[]): readonly Timer[] {
  const around = new Set<string>(chainOf(scene, at).map(({ id }) => id));
  const own = new Set<string>(tasks.map(({ id }) => id));
  return Object.values(scene.story.instance.timers)
    .filter(
      ({ activation, task }) => (task !== null && own.has(task)) || (activation !== null && around.has(activation)),
    )
    .sort((one, other) => one.dueAt - other.dueAt)
    .slice(0, TIMERS_MAX);
}

function ringingOf(scene: Scene, timer: Timer): Ringing {
  const { instance } = scene.story;
  const task = timer.task === null ? null : (instance.tasks[timer.task] ?? null);
  const id = timer.activation ?? task?.activation ?? null;
  return { timer, task, activation: id === null ? null : (instance.activations[id] ?? null) };
}

function nextBecause(scene: Scene, timer: Timer): Because {
  const ringing = ringingOf(scene, timer);
  const { activation } = ringing;
  const stopped = scene.story.instance.status === "suspended";
  const say = (voice: Voice): string => {
    const { tell } = voice;
    const what = actionOf(scene, ringing, voice);
    if (stopped) return tell.pick(`${what} — когда процесс пустят дальше`, `${what}, once the instance is resumed`);
    return `${momentOf(timer.dueAt, tell)}, ${relativeText(timer.dueAt, scene.now, tell.locale)} — ${what}`;
  };
  return because(scene, timer.purpose.kind, {
    text: { ru: say(scene.ru), en: say(scene.en) },
    at: timer.dueAt,
    step: activation?.step ?? null,
    task: timer.task,
  });
}

interface Ringing {
  readonly timer: Timer;
  readonly task: Task | null;
  readonly activation: Activation | null;
}

function actionOf(scene: Scene, { timer, task, activation }: Ringing, voice: Voice): string {
  const { tell, words } = voice;
  const { purpose } = timer;
  const step = activation ? scene.story.definition.steps.get(activation.step) : undefined;
  switch (purpose.kind) {
    case "wait":
      return tell.pick(
        `шаг «${activation?.title ?? ""}» кончится, процесс пойдёт дальше`,
        `“${activation?.title ?? ""}” ends and the process goes on`,
      );
    case "attempt":
      return tell.pick("следующая попытка вызова", "the next attempt of the call");
    case "try":
      return tell.pick(`«${activation?.title ?? ""}» попробует снова`, `“${activation?.title ?? ""}” tries again`);
    case "timeout": {
      const outcome = step?.timeout?.outcome ?? null;
      const title = activation?.title ?? "";
      if (outcome === null) return tell.pick(`выйдет время шага «${title}»`, `the time of “${title}” is over`);
      return tell.pick(
        `решится само: «${outcomeTitle(task, outcome)}»`,
        `it decides itself: “${outcomeTitle(task, outcome)}”`,
      );
    }
    case "rung": {
      const rung = ladderOf(step, timer.task)[purpose.rung];
      const action = rung?.action === "offer" && purpose.repeat > 0 ? "remind" : rung?.action;
      const again = purpose.repeat > 0 ? tell.pick("снова ", "again ") : "";
      if (!rung) return tell.pick(`${again}напоминание инициатору`, `${again}a reminder to the requester`);
      return `${again}${rungText({ ...rung, action: action ?? rung.action }, task, words.people(rung.to), voice)}`;
    }
  }
}

function rungText(rung: Rung, task: Task | null, to: string, { tell }: Voice): string {
  const holders = task === null ? "" : tell.people(task.assignee === null ? task.candidates : [task.assignee]);
  switch (rung.action) {
    case "remind":
      return tell.pick(`напоминание: ${to || holders}`, `a reminder to ${to || holders}`);
    case "notify":
      return tell.pick(`сообщение: ${to || holders}`, `a message to ${to || holders}`);
    case "offer":
      return tell.pick(`задание предложат ещё и: ${to}`, `the task is offered also to: ${to}`);
    case "reassign":
      return tell.pick(`задание перейдёт: ${to}`, `the task passes to: ${to}`);
    case "outcome":
      return tell.pick(
        `решится само: «${outcomeTitle(task, rung.outcome ?? "")}»`,
        `it decides itself: “${outcomeTitle(task, rung.outcome ?? "")}”`,
      );
  }
}

function outcomeTitle(task: Task | null, name: string): string {
  return task?.outcomes.find((outcome) => outcome.name === name)?.done ?? name;
}
