import type { UserId } from "../base/ids.ts";
import type { Instant } from "../base/instant.ts";
import { isoText } from "../calendar/iso-text.ts";
import type { Activation, InstanceStatus, Task } from "../instance/state.ts";
import type { DirectorySnapshot } from "../people/directory.ts";
import type { Shown } from "../runtime/use-cases.ts";
import { type Because, type Scene, sceneOf } from "./because.ts";
import { howEnded } from "./how-ended.ts";
import { storyOf, surroundingsOf } from "./shown-story.ts";
import { whatNext } from "./what-next.ts";
import { whatUnblocks, whatUnblocksAll } from "./what-unblocks.ts";
import { whichSeats } from "./which-seats.ts";
import { whyHere, whySuspended } from "./why-here.ts";
import { whyMe } from "./why-me.ts";
import { whichRules } from "./why-rules.ts";
import { whyWho } from "./why-who.ts";

/** Why an instance stands where it stands, from its history alone: plain JSON. `ordo why --json` prints it. */
export interface Why {
  readonly instance: string;
  /** The task that was asked about; null: the whole instance. */
  readonly task: string | null;
  readonly process: string;
  readonly title: string;
  readonly number: number;
  readonly subject: string;
  readonly status: InstanceStatus;
  /** When it was asked. */
  readonly at: string;
  /** What holds all of it: who suspended it, an incident before the first step. */
  readonly held: readonly Because[];
  /** Every step a token rests on. */
  readonly places: readonly WhyPlace[];
  /** How it ended and what led to it; empty while it lives. For a closed task: how it closed. */
  readonly ended: readonly Because[];
}

/** One step a token rests on. */
export interface WhyPlace {
  readonly step: string;
  readonly title: string;
  readonly since: string;
  /** Its open tasks. */
  readonly tasks: readonly string[];
  /** How it came here. */
  readonly here: readonly Because[];
  /** Rows of decision tables that settled the way or the people. */
  readonly rules: readonly Because[];
  /** Of an approval: how it is decided, and every seat. */
  readonly seats: readonly Because[];
  /** By what right the reader may act on its tasks, or why not; empty where nobody in particular asks. */
  readonly me: readonly Because[];
  /** Why these people. */
  readonly who: readonly Because[];
  readonly unblocks: readonly Because[];
  /** What the clock does next. */
  readonly next: readonly Because[];
}

/** What is asked, by whom and when. */
export interface Asking {
  readonly people: DirectorySnapshot;
  readonly now: Instant;
  readonly task?: string | null;
  readonly user?: UserId | null;
}

/**
 * Answers "why here, why me, what unblocks it, when next, which rule" from history.
 *
 * @param asked.task the open task it is asked about. @default the whole instance
 * @param asked.user who asks, for "why me". @default nobody in particular
 */
export function why(shown: Shown, asking: Asking): Why {
  const { people, now, task = null, user = null } = asking;
  const scene = sceneOf(storyOf(shown), surroundingsOf(shown, people), now);
  const { instance, definition } = shown;
  const asked = task === null ? null : (Object.values(instance.tasks).find(({ id }) => id === task) ?? null);
  const resting = restingPlaces(scene).filter(({ id }) => asked === null || asked.activation === id);
  return {
    instance: instance.id,
    task,
    process: definition.process,
    title: definition.title,
    number: instance.number,
    subject: instance.subject,
    status: instance.status,
    at: isoText(now, scene.zone),
    held: [...whySuspended(scene), ...(instance.endedAt === null ? whatUnblocksAll(scene) : [])],
    places: task !== null && asked === null ? [] : resting.map((at) => placeOf(scene, at, { task: asked, user })),
    ended: howEnded(scene),
  };
}

/** The innermost live activations, and those that tasks of their own hold (a block with a rescue task). */
export function restingPlaces({ story }: Scene): readonly Activation[] {
  const all = Object.values(story.instance.activations);
  const parents = new Set(all.map(({ parent }) => parent));
  const held = new Set(
    [...Object.values(story.instance.tasks), ...Object.values(story.instance.incidents)].map(
      ({ activation }) => activation,
    ),
  );
  return all.filter(({ id }) => !parents.has(id) || held.has(id));
}

function placeOf(
  scene: Scene,
  at: Activation,
  { task: asked, user }: { readonly task: Task | null; readonly user: UserId | null },
): WhyPlace {
  const tasks = Object.values(scene.story.instance.tasks).filter(
    (task) => task.activation === at.id && (asked === null || asked.id === task.id),
  );
  return {
    step: at.step,
    title: at.title,
    since: isoText(at.enteredAt, scene.zone),
    tasks: tasks.map(({ id }) => id),
    here: whyHere(scene, at),
    rules: whichRules(scene, at),
    seats: whichSeats(scene, at),
    me: user === null ? [] : tasks.flatMap((task) => whyMe(scene, task, user)),
    who: tasks.flatMap((task) => whyWho(scene, task)),
    unblocks: whatUnblocks(scene, at, tasks),
    next: whatNext(scene, at, tasks),
  };
}
