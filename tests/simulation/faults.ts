import { StoreUnavailable } from "../../engine/base/unavailable.ts";
import type { Chance } from "./chance.ts";
import type { Actor, Stage } from "./stage.ts";

/** What may go wrong at a call of a port, and how often (shares of 1). */
export interface FaultPlan {
  /** The caller dies before, or after, it was done. */
  readonly crash: number;
  /** Not done, and said so. */
  readonly refuse: number;
  /** Done, and said it was not. */
  readonly lose: number;
  /** The caller stands still for longer than its lease. */
  readonly pause: number;
  /** It takes its time. */
  readonly slow: number;
}

export const NO_FAULTS: FaultPlan = { crash: 0, refuse: 0, lose: 0, pause: 0, slow: 0 };

/** Milliseconds a paused actor stands still: longer than a lease, or a moment. */
const PAUSES = [500, 3 * 3_600_000, 9 * 3_600_000];

/** Share of answers that are steps of their own. */
const ANSWER_STEPS = 0.4;

/** A promise of code that never goes on. */
const NEVER = new Promise<never>(() => {});

/**
 * Wraps a port: every method of it (and of the parts it is made of) becomes a step of the stage before and after, and
 * may fail in every way that a network and a power switch know.
 */
export function faulty<Port extends object>(
  port: Port,
  of: {
    readonly name: string;
    readonly actor: Actor;
    readonly stage: Stage;
    readonly chance: Chance;
    readonly plan: () => FaultPlan;
    /** True: whoever calls gets an error for what was refused or lost. */
    readonly throws: boolean;
    /** Says of a call by name whether the caller dies at it whatever the plan says. */
    readonly fate: (label: string) => "before" | "after" | null;
  },
): Port {
  const { actor, stage, chance } = of;
  const wrapped = Object.entries(port).map(([key, value]: readonly [string, unknown]) => {
    const label = `${of.name}.${key}`;
    if (typeof value === "object" && value !== null) return [key, faulty(value, { ...of, name: label })];
    if (typeof value !== "function" || SYNCHRONOUS.has(key)) return [key, value];
    return [key, (...input: readonly unknown[]) => called(label, () => Reflect.apply(value, port, input))];
  });
  return Object.fromEntries(wrapped) as Port;

  async function called(label: string, work: () => Promise<unknown>): Promise<unknown> {
    await stage.step(actor, label);
    const fate = of.fate(label);
    const plan = of.plan();
    if (chance.happens(plan.slow)) await stage.sleep(actor, 1 + chance.below(3_000));
    if (chance.happens(plan.pause)) {
      stage.note(`${actor.name} pauses at ${label}`);
      actor.pausedUntil = stage.now + chance.pick(PAUSES);
      await stage.step(actor, `${label} paused`);
    }
    if (fate === "before" || chance.happens(plan.crash / 2)) return die(label, "before");
    if (of.throws && chance.happens(plan.refuse)) {
      stage.note(`${label} refused`);
      throw new StoreUnavailable(`${label}: refused by the simulation`);
    }
    const result = await stage.abroad(work);
    if (fate === "after" || chance.happens(plan.crash / 2)) return die(label, "after");
    if (of.throws && chance.happens(plan.lose)) {
      stage.note(`${label} lost`);
      throw new StoreUnavailable(`${label}: done, and its answer lost`);
    }
    // Others may come between what was done and the one who hears of it; not every time, for speed.
    if (chance.happens(ANSWER_STEPS)) await stage.step(actor, `${label}'`);
    return result;
  }

  function die(label: string, when: string): Promise<never> {
    stage.note(`${actor.name} dies ${when} ${label}`);
    actor.die();
    return NEVER;
  }
}

/** Methods that answer at once. */
const SYNCHRONOUS = new Set(["laneOf", "isKeyed", "onChange", "now", "next"]);

/** Does a method of the store or the outside only read? Everything else writes. */
export function isReading(label: string): boolean {
  return READING.has(label.slice(label.lastIndexOf(".") + 1));
}

const READING = new Set(
  (
    "load history turns timersDue overdue held standing handled subscribers keptMessages awaiting childOf stranded " +
    "schedulesDue list now marker bundle current calendars find rows unsealed head stored ids tasks task instance " +
    "instances incidents counts sleepless lists look changes instanceOfTask look"
  ).split(" "),
);
