import type { ActivationId, TimerId } from "../../base/ids.ts";
import type { Value, ValueMap } from "../../base/value.ts";
import type { Step } from "../../definition/model.ts";
import type { CallOutcome } from "../call-outcome.ts";
import type { Delivered } from "../command.ts";
import type { Run } from "../run.ts";
import type { Activation, Call, Task } from "../state.ts";

/** Where a token stands when it arrives at a step. */
export interface Arrival {
  readonly parent: ActivationId | null;
  readonly lane: string;
  readonly scope: string;
  readonly scopeParent: string | null;
  /** Variables that a new lane's scope begins with; null where the scope stands already. */
  readonly lets: ValueMap | null;
}

/** A token at a step, with the id its visit has. */
export interface Entry extends Arrival {
  readonly id: ActivationId;
  readonly visit: number;
}

/**
 * What a step kind does. Composed, not inherited; one file a kind; `index.ts` lists them so that a kind without a
 * behavior does not compile.
 */
export interface StepBehavior<S extends Step> {
  /** The token arrived: emit what follows. The step waits if nothing emitted leaves it. */
  enter(run: Run, step: S, at: Entry): void;
  /** A lane inside came to its end. */
  laneEnded?(run: Run, step: S, at: Activation, lane: string): void;
  /** `then: exit` in one of its lanes is about to end it: its result. */
  exited?(run: Run, step: S, at: Activation, lane: string): Value;
  /** The step's own call (or message) ended for good. `unknown` arrives only after the last attempt. */
  callEnded?(run: Run, step: S, at: Activation, call: Call, outcome: CallOutcome): void;
  /** The step's own timer (`wait`, `try`) fired. */
  timerFired?(run: Run, step: S, at: Activation, timer: TimerId): void;
  /** An event or message came for its subscription, or the record of its `holds` was read. */
  delivered?(run: Run, step: S, at: Activation, event: Delivered): void;
  /** The way to open tasks is free: no enclosing `holds` has come true. */
  open?(run: Run, step: S, at: Activation, unverified: boolean): void;
  /** Its time is over, and the file names the outcome that it then has. */
  decidedInTime?(run: Run, step: S, at: Activation, outcome: string): void;
  /** A task of it was completed. */
  taskCompleted?(run: Run, step: S, at: Activation, task: Task, form: ValueMap): void;
}
