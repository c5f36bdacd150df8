import type { Instant } from "../../engine/base/instant.ts";
import type { Store } from "../../engine/ports/store.ts";
import type { Forgetting } from "./alarm-clock.ts";
import type { FaultPlan } from "./faults.ts";
import type { Disturbances } from "./folk.ts";
import type { OutsideFaults } from "./outside.ts";
import type { Scripted } from "./story.ts";

export type Mode = "embedded" | "scale-out";

/** The mode of a seed for which none is named. */
export function modeOf(seed: number): Mode {
  return seed % 2 === 0 ? "scale-out" : "embedded";
}

/** Everything that may go wrong, by its name on the command line. */
export type FaultKind =
  | keyof FaultPlan
  | keyof OutsideFaults
  | keyof Forgetting
  | keyof Disturbances
  | "amnesia"
  | "jump"
  | "skew"
  | "deploy";

/** How a seed is run. */
export interface SeedOptions {
  readonly seed: number;
  /** `embedded`: one worker at a time, its own alarm clock. `scale-out`: several, a shared one. @default by the seed */
  readonly mode?: Mode;
  /** @default true */
  readonly faults?: boolean;
  /** Happenings outside. @default 4 to 10, by the seed */
  readonly length?: number;
  /** What happens outside, in the place of the seed's story. */
  readonly story?: readonly Scripted[];
  /** Leave out these happenings (for shrinking). */
  readonly without?: ReadonlySet<number>;
  /** Kinds of faults to leave out (for shrinking). */
  readonly calm?: ReadonlySet<FaultKind>;
  /** Nothing happens outside at the same moment as anything else, so that moments decide nothing. @default without faults */
  readonly apart?: boolean;
  /** Another store than SQLite in memory. It is closed at the end. */
  readonly store?: (now: () => Instant) => Promise<Store>;
  /** Check every instance after each of its commits (costs time). @default every tenth seed */
  readonly everyCommit?: boolean;
  /** The worker dies at its n-th write (from 1), before or after it was done. */
  readonly crashAt?: { readonly write: number; readonly when: "before" | "after" };
}

export interface SeedReport {
  readonly seed: number;
  readonly mode: Mode;
  readonly steps: number;
  readonly commits: number;
  readonly crashes: number;
  readonly instances: number;
  /** Writes to the store, by workers. */
  readonly writes: number;
  /** Days of the simulation's time. */
  readonly days: number;
  /** Equal for two runs of a seed. */
  readonly digest: number;
  /** The same for both modes: what became of everything, without times and ids. */
  readonly canonical: readonly string[];
}

/** A seed that broke a law, with the last steps before. */
export class SeedFailure extends Error {
  override readonly name = "SeedFailure";
  readonly seed: number;
  readonly steps: readonly string[];
  constructor(seed: number, cause: unknown, steps: readonly string[]) {
    super(`seed ${seed}: ${cause instanceof Error ? (cause.stack ?? cause.message) : String(cause)}`);
    this.seed = seed;
    this.steps = steps;
  }
}
