import type { EvaluationContext } from "../expression.ts";
import type { Inner } from "./inner.ts";
import type { Meter } from "./meter.ts";
import type { Site } from "./site.ts";

/** What a function gets: its arguments in the order of its parameters, and where it was called. */
export interface Call {
  readonly args: readonly Inner[];
  readonly site: Site;
  readonly context: EvaluationContext;
  readonly meter: Meter;
}

/** A function as a value: of the author (`function(a, b) a < b`) or one of ours named without a call (`sort(x, …)`). */
export class FeelFunction {
  /** Keeps it apart from an author's map. */
  readonly $type = "function" as const;
  readonly parameters: readonly string[];
  readonly invoke: (call: Call) => Inner;

  constructor(parameters: readonly string[], invoke: (call: Call) => Inner) {
    this.parameters = parameters;
    this.invoke = invoke;
  }
}
