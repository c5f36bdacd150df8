/** Limits of a lane; its entries then go one by one. */
export interface LaneLimits {
  /** Entries handled at the same time in one process. */
  readonly concurrency?: number;
  /** At most `count` entries are begun in `perMs` milliseconds, by all processes together. */
  readonly rate?: { readonly count: number; readonly perMs: number };
}
