import { type Instant, instant } from "../../engine/base/instant.ts";
import type { Fence, Store } from "../../engine/ports/store.ts";
import type { SqlDatabase } from "../sql-database.ts";
import type { SampleTables } from "./sample-tables.ts";

/** What stood at one minute. */
export interface Figures {
  /** Instances by status. */
  readonly instances: Readonly<Record<string, number>>;
  readonly tasks: number;
  readonly overdue: number;
  readonly timers: number;
  readonly timersLate: number;
  /** Seconds that the latest of them is late. */
  readonly latestSeconds: number;
  /** Entries of the outbox by lane. */
  readonly outbox: Readonly<Record<string, number>>;
  readonly incidents: number;
  readonly unsealed: number;
}

/** Figures and when. */
export interface MetricSample extends Figures {
  readonly at: Instant;
}

export const SAMPLES_MS = 60_000;
/** Each minute of the last day is kept; before, every tenth. Milliseconds. */
const WHOLE_MS = 24 * 3_600_000;
const THINNED_MS = 10 * 60_000;
const KEPT_MS = 30 * 24 * 3_600_000;
/** Samples of one answer: 24 hours of minutes and 29 days of tenths are some 5,600. */
const SAMPLES_MAX = 6_000;

/** Figures of the store, one sample a minute for all workers, kept 30 days: for charts where there is no Prometheus. */
export class MetricSamples {
  readonly #database: SqlDatabase<SampleTables>;
  readonly #store: Pick<Store, "queries" | "workers">;

  constructor(database: SqlDatabase<SampleTables>, store: Pick<Store, "queries" | "workers">) {
    this.#database = database;
    this.#store = store;
  }

  /** Takes the sample of this minute, by one worker for all; the same minute again changes nothing. */
  async run(fence: Fence, now: Instant): Promise<void> {
    if (!(await this.#store.workers.hold("samples", fence, now, instant(now + 3 * SAMPLES_MS)))) return;
    await this.take(now);
    await this.#thin(now);
  }

  async take(now: Instant): Promise<void> {
    const counts = await this.#store.queries.counts(now);
    const figures: Figures = {
      instances: counts.instances,
      ...{ tasks: counts.tasks, overdue: counts.overdueTasks, timers: counts.timers, timersLate: counts.lateTimers },
      ...{ latestSeconds: Math.round(counts.latestTimerMs / 1000), outbox: counts.outbox },
      ...{ incidents: counts.incidents, unsealed: counts.unsealed },
    };
    await this.#database.db
      .insertInto("metric_sample")
      .values({ at: floorTo(now, SAMPLES_MS), figures: JSON.stringify(figures) })
      .onConflict((conflict) => conflict.doNothing())
      .execute();
  }

  /** Samples from one instant to before another, the oldest first. */
  async samples(from: Instant, to: Instant): Promise<readonly MetricSample[]> {
    const rows = await this.#database.db
      .selectFrom("metric_sample")
      .selectAll()
      .where("at", ">=", from)
      .where("at", "<", to)
      .orderBy("at")
      .limit(SAMPLES_MAX)
      .execute();
    return rows.map(({ at, figures }) => ({ at: instant(Number(at)), ...(JSON.parse(figures) as Figures) }));
  }

  async #thin(now: Instant): Promise<void> {
    const { db } = this.#database;
    await db
      .deleteFrom("metric_sample")
      .where("at", "<", now - KEPT_MS)
      .execute();
    // What a minute ago became a day old; after a pause, all that did meanwhile.
    await db
      .deleteFrom("metric_sample")
      .where("at", "<", now - WHOLE_MS)
      .where(({ eb }) => eb(eb("at", "%", THINNED_MS), "<>", 0))
      .execute();
  }
}

function floorTo(at: number, step: number): number {
  return Math.floor(at / step) * step;
}
