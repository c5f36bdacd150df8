import type { Clock } from "../../engine/ports/clock.ts";
import type { Logger } from "../../engine/ports/logger.ts";
import type { Metrics } from "../../engine/ports/metrics.ts";
import type { Store } from "../../engine/ports/store.ts";
import { LEAVERS_MS, type Leaving } from "../../engine/runtime/leaving.ts";
import type { Duty } from "../../engine/runtime/worker.ts";
import { ALERTS_MS, AlertDesk } from "../alerts/alert-desk.ts";
import { AlertShelf } from "../alerts/alert-shelf.ts";
import type { AlertTables } from "../alerts/alert-tables.ts";
import { readAlerts, readHeartbeat } from "../alerts/config.ts";
import { Heartbeat } from "../alerts/heartbeat.ts";
import { readService } from "../http/config.ts";
import { keyBytes } from "../inbound/webhook-signature.ts";
import { MetricSamples, SAMPLES_MS } from "../metrics/metric-samples.ts";
import type { SampleTables } from "../metrics/sample-tables.ts";
import type { Section } from "../section.ts";
import { withTables } from "../sql-database.ts";
import type { Database } from "../store/database.ts";
import type { Outside } from "./outside.ts";

/** What watches over the engine, and what one worker does for all of it. */
export interface Watchful {
  readonly alerts: AlertDesk;
  readonly samples: MetricSamples;
  readonly duties: readonly Duty[];
}

/**
 * Alerts, the heartbeat, samples of the figures, leavers whose tasks wait: what a worker does besides.
 *
 * @param root the whole of `ordo.yaml`
 * @param of.leaving asked for when it is due: it stands on the engine, which is given these duties
 * @throws {Complaint} where `alerts:` or `heartbeat:` cannot be used
 */
export function watchful(
  root: Section,
  of: {
    readonly database: Database;
    readonly store: Store;
    readonly outside: Pick<Outside, "people" | "messages">;
    readonly clock: Clock;
    readonly logger: Logger;
    readonly metrics: Metrics;
    readonly locale: "ru" | "en";
    readonly leaving: () => Leaving;
  },
): Watchful {
  const { database, store, outside, clock, logger, metrics, locale } = of;
  const shelf = new AlertShelf(withTables<AlertTables>(database));
  const rules = readAlerts(root, keyBytes);
  const send = outside.messages.alert;
  const { address } = readService(root);
  const alerts = new AlertDesk({
    ...{ rules, shelf, store, people: outside.people, send, clock, logger, metrics, locale, address },
  });
  const samples = new MetricSamples(withTables<SampleTables>(database), store);
  const config = readHeartbeat(root);
  const heartbeat = config === null ? null : new Heartbeat({ config, store, logger, metrics });
  return {
    ...{ alerts, samples },
    duties: [
      { name: "alerts", everyMs: ALERTS_MS, run: (fence, now) => alerts.run(fence, now) },
      { name: "samples", everyMs: SAMPLES_MS, run: (fence, now) => samples.run(fence, now) },
      { name: "leavers", everyMs: LEAVERS_MS, run: (fence, now) => of.leaving().carryOn(fence, now) },
      ...(heartbeat === null
        ? []
        : [
            {
              name: "heartbeat",
              everyMs: heartbeat.everyMs,
              run: (...beat: Parameters<Duty["run"]>) => heartbeat.run(...beat),
            },
          ]),
    ],
  };
}
