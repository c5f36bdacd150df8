/** Figures of a minute, for charts. */
export interface SampleTables {
  metric_sample: {
    /** The minute, as the instant at which it begins. */
    at: number;
    /** JSON of `Figures`. */
    figures: string;
  };
}
