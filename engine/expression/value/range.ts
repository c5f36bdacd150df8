import type { Inner } from "./inner.ts";

/** An interval: `[1..5]`, `(1..5]`, `(> 5)`. An end that is null and open is without bound. */
export class Range {
  /** Keeps it apart from an author's map. */
  readonly $type = "range" as const;
  readonly low: Inner;
  readonly high: Inner;
  readonly lowIn: boolean;
  readonly highIn: boolean;

  constructor(low: Inner, high: Inner, ends: { readonly lowIn: boolean; readonly highIn: boolean }) {
    this.low = low;
    this.high = high;
    this.lowIn = ends.lowIn;
    this.highIn = ends.highIn;
  }
}
