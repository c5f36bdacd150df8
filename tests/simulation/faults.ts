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
  },
): Port {
  const { actor, stage, chance } = of;
  return new Proxy(port, {
    get(target, key, receiver) {
      const value: unknown = Reflect.get(target, key, receiver);
      if (typeof value === "object" && value !== null)
        return faulty(value, { ...of, name: `${of.name}.${String(key)}` });
      if (typeof value !== "function") return value;
      const label = `${of.name}.${String(key)}`;
      return (...input: readonly unknown[]) => {
        if (SYNCHRONOUS.has(String(key))) return Reflect.apply(value, target, input);
        return called(label, () => Reflect.apply(value, target, input) as Promise<unknown>);
      };
    },
  });

  async function called(label: string, work: () => Promise<unknown>): Promise<unknown> {
    await stage.step(actor, label);
    const plan = of.plan();
    if (chance.happens(plan.slow)) await stage.sleep(actor, 1 + chance.below(3_000));
    if (chance.happens(plan.pause)) {
      stage.note(`${actor.name} pauses at ${label}`);
      actor.pausedUntil = stage.now + chance.pick(PAUSES);
      await stage.step(actor, `${label} paused`);
    }
    if (chance.happens(plan.crash / 2)) return die(label, "before");
    if (of.throws && chance.happens(plan.refuse)) {
      stage.note(`${label} refused`);
      throw new StoreUnavailable(`${label}: refused by the simulation`);
    }
    const result = await work();
    if (chance.happens(plan.crash / 2)) return die(label, "after");
    if (of.throws && chance.happens(plan.lose)) {
      stage.note(`${label} lost`);
      throw new StoreUnavailable(`${label}: done, and its answer lost`);
    }
    await stage.step(actor, `${label}'`);
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
