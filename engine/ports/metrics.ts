/**
 * Figures for who watches over the engine. Names are `ordo_…` in snake case with the unit at the end (`_seconds`,
 * `_total`); labels hold ids of processes, lanes and codes, never of instances or people: every set of labels is a series
 * that is kept for ever. Nothing here throws or waits.
 */
export interface Metrics {
  /** Adds to a counter. @param by not negative. @default 1 */
  count(name: string, labels?: Labels, by?: number): void;
  /** One measured value of a distribution: seconds, bytes. */
  observe(name: string, value: number, labels?: Labels): void;
  /** Sets a figure that rises and falls. */
  gauge(name: string, value: number, labels?: Labels): void;
}

export type Labels = Readonly<Record<string, string>>;
