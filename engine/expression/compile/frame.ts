import type { EvaluationContext } from "../expression.ts";
import type { Inner } from "../value/inner.ts";
import { Meter } from "../value/meter.ts";

/** A compiled piece of an expression. */
export type Run = (context: EvaluationContext, frame: Frame) => Inner;

/** One evaluation's own memory: what iterators, parameters and contexts bind, and the meter of the budget. */
export class Frame {
  readonly slots: Inner[];
  readonly meter: Meter;

  constructor(slots: Inner[], meter: Meter) {
    this.slots = slots;
    this.meter = meter;
  }
}

/** For expressions that bind nothing and cannot run long: nothing is made for their evaluation. */
export const NO_FRAME = new Frame([], new Meter(undefined));
