import type { CheckNeeds, Needs } from "../adapter.ts";
import type { Configuration } from "../configuration/configuration.ts";
import { companyFiles } from "../engine/company-files.ts";
import { tryOutside } from "../engine/outside.ts";
import { openFolderFiles } from "../files/folder/open-folder-files.ts";
import { type Finding, wrong } from "../finding.ts";
import { timeOrderedIds } from "../ids/time-ordered-ids.ts";
import { PrometheusMetrics } from "../metrics/prometheus-metrics.ts";
import { type FeedTables, OccurrenceFeed } from "../occurrence-feed.ts";
import { withTables } from "../sql-database.ts";
import { openDatabase, storeOn } from "../store/open-store.ts";

/** Doctor speaks for itself. */
const SILENT: Needs["logger"] = { debug() {}, info() {}, warn() {}, error() {} };

/**
 * Why `ordo serve` would refuse to start: opens what it would open, on an empty database in memory. Nothing is started, no
 * server is called, no module of the company is run.
 */
export async function checkOpening(
  configuration: Configuration,
  { clock, catalog, locale }: CheckNeeds,
): Promise<readonly Finding[]> {
  const context = await openDatabase({ kind: "sqlite", file: ":memory:" }, { clock });
  const store = await storeOn(context);
  const { database } = context;
  const { records, zone } = companyFiles(configuration);
  try {
    const complaints = await tryOutside(
      configuration.root,
      {
        ...{ database, clock, catalog, locale, zone, logger: SILENT },
        feed: new OccurrenceFeed(withTables<FeedTables>(database)),
        ids: timeOrderedIds(clock),
        metrics: new PrometheusMetrics(),
        files: openFolderFiles(configuration.files),
        redis: null,
        nowText: () => ({ $type: "date and time", value: new Date(clock.now()).toISOString() }),
        raise: async () => {},
        settle: async () => {},
      },
      records,
    );
    return complaints.map(({ says, remedy }) => wrong("opening", says, remedy));
  } finally {
    await store.close();
  }
}
