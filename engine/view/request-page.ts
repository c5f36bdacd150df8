import type { TaskId, UserId } from "../base/ids.ts";
import type { Instant } from "../base/instant.ts";
import type { Value } from "../base/value.ts";
import type { Locale } from "../definition/problem.ts";
import { canWithdraw } from "../instance/instance-commands.ts";
import type { Activation, Instance, Seat, Task, TaskPurpose } from "../instance/state.ts";
import type { ActsToday } from "../people/acts-today.ts";
import type { DirectorySnapshot } from "../people/directory.ts";
import type { Shown } from "../runtime/use-cases.ts";
import { actsAt } from "./acting-text.ts";
import { type Scene, sceneOf } from "./because.ts";
import { filesIn, type NamedFile } from "./short-file.ts";
import { storyOf, surroundingsOf } from "./shown-story.ts";
import { tellEvent } from "./tell-event.ts";
import { Teller } from "./teller.ts";
import { type Tone, withoutRepeats } from "./timeline-line.ts";
import { whatComes } from "./what-next.ts";
import { whichSeats } from "./which-seats.ts";
import { restingPlaces } from "./why.ts";

/** One instance as whoever asked for it reads it, in one language. It changes with the instance's revision, and with who is away. */
export interface RequestPage {
  /** What was asked for, in the words of the form. */
  readonly asked: readonly { readonly title: string; readonly text: string }[];
  /** Where it stands; empty: it has ended. */
  readonly places: readonly RequestPlace[];
  /** What stops it, and what is done about it. */
  readonly troubles: readonly { readonly code: string; readonly text: string; readonly remedy: string }[];
  /** What happened, the oldest first. */
  readonly timeline: readonly RequestLine[];
  /** What it gave back (`output`). */
  readonly outputs: readonly { readonly name: string; readonly text: string }[];
  readonly files: readonly NamedFile[];
  /** Has anybody decided anything, so that there is a sheet to show? */
  readonly hasSheet: boolean;
  /** May the reader take it back now? */
  readonly canWithdraw: boolean;
}

/** A step at which it waits. */
export interface RequestPlace {
  readonly step: string;
  readonly title: string;
  readonly since: Instant;
  readonly tasks: readonly RequestTask[];
  /** Of an approval: every seat in words, and how it stands. */
  readonly seats: readonly { readonly status: Seat["status"]; readonly text: string }[];
  /** An incident stops it here: those who operate the service are seeing to it. */
  readonly isStopped: boolean;
  /** What the clock does by itself, the soonest first. */
  readonly next: readonly { readonly at: Instant; readonly text: string }[];
}

/** Somebody's turn. */
export interface RequestTask {
  readonly id: TaskId;
  readonly title: string;
  readonly purpose: TaskPurpose;
  /** Whom it waits for today. */
  readonly people: readonly ActsToday[];
  readonly openedAt: Instant;
  readonly dueAt: Instant | null;
}

export interface RequestLine {
  readonly at: Instant;
  readonly tone: Tone;
  readonly text: string;
  /** What people wrote. */
  readonly details: readonly string[];
}

/** The page of an instance. @param of.user who reads it */
export function requestPage(
  shown: Shown,
  of: { readonly people: DirectorySnapshot; readonly now: Instant; readonly locale: Locale; readonly user: UserId },
): RequestPage {
  const { locale } = of;
  const { instance, definition, history } = shown;
  const around = surroundingsOf(shown, of.people);
  const scene = sceneOf(storyOf(shown), around, of.now);
  const tell = new Teller(around, locale);
  // What others tried in vain is theirs.
  const own = history.filter((event) => event.kind !== "commandRejected" || event.by === of.user);
  const lines = own.flatMap((event) => tellEvent({ tell, host: scene.story, event }) ?? []);
  return {
    asked: askedFor(shown, tell),
    places: instance.endedAt === null ? restingPlaces(scene).map((at) => placeOf(scene, at, locale)) : [],
    troubles: Object.values(instance.incidents).map(({ code, message, remedy }) => ({
      ...{ code, text: message[locale], remedy: remedy[locale] },
    })),
    timeline: withoutRepeats(lines, tell).map(({ at, tone, text, details }) => ({ at, tone, text, details })),
    outputs: outputsOf(instance.output, tell),
    files: filesIn([instance.scopes, history]),
    hasSheet: instance.sheet.some(({ purpose }) => purpose === "seat" || purpose === "work" || purpose === "skip"),
    canWithdraw: canWithdraw({ definition, instance }, of.user),
  };
}

function askedFor({ instance, definition }: Shown, tell: Teller): RequestPage["asked"] {
  const values = instance.scopes[""]?.variables ?? {};
  return definition.inputs
    .filter(({ hidden, type }) => !hidden && type !== "files")
    .map((input) => ({ title: input.title, text: tell.value(values[input.name] ?? null, input) }))
    .filter(({ text }) => text !== "—");
}

function placeOf(scene: Scene, at: Activation, locale: Locale): RequestPlace {
  const tasks = tasksAt(scene.story.instance, at);
  return {
    step: at.step,
    title: at.title,
    since: at.enteredAt,
    tasks: tasks.map((task) => {
      const { id, title, purpose, openedAt, dueAt } = task;
      return { id, title, purpose, openedAt, dueAt, people: actsAt(scene, task) };
    }),
    seats: seatsOf(scene, at, locale),
    isStopped: Object.values(scene.story.instance.incidents).some(({ activation }) => activation === at.id),
    next: whatComes(scene, at, tasks).map(({ at: when, text }) => ({ at: when, text: text[locale] })),
  };
}

/**
 * The words of {@link whichSeats} without its first line, which tells the rule, and without numbers; where another one
 * decides than the seat names, why.
 */
function seatsOf(scene: Scene, at: Activation, locale: Locale): RequestPlace["seats"] {
  const told = whichSeats(scene, at).slice(1);
  const { tasks } = scene.story.instance;
  return (at.approval?.seats ?? []).map(({ status, number, task }, index) => {
    const text = (told[index]?.text[locale] ?? "").slice(`${number}. `.length);
    const why = status === "open" && task !== null ? (tasks[task]?.notes ?? []).map((note) => note[locale]) : [];
    return { status, text: why.length === 0 ? text : `${text} (${why.join("; ")})` };
  });
}

function tasksAt({ tasks }: Instance, at: Activation): readonly Task[] {
  return Object.values(tasks).filter((task) => task.activation === at.id);
}

function outputsOf(output: Value, tell: Teller): RequestPage["outputs"] {
  if (typeof output !== "object" || output === null || Array.isArray(output) || "$type" in output) return [];
  return Object.entries(output)
    .map(([name, value]) => ({ name, text: tell.value(value) }))
    .filter(({ text }) => text !== "—");
}
