import { openSqlite } from "../../../../adapters/store/sqlite/open-sqlite.ts";
import type { ValueMap } from "../../../../engine/base/value.ts";
import type { CallOutcome } from "../../../../engine/instance/call-outcome.ts";
import type { Call } from "../../../../engine/ports/operations.ts";
import { callOf, NOW } from "../../../contracts/operations/bench.ts";
import type { FakePortalOptions } from "../../../support/bitrix24/fake-options.ts";
import { openPortalCrm, type PortalCrm } from "../../../support/portal-crm.ts";
import { sampleCatalog, sampleMapping, samplePortal, sampleRecords } from "../../../support/sample-portal.ts";
import { TestClock } from "../../../support/test-clock.ts";

const NEVER = new AbortController().signal;

/** Nobody gives up. */
export const WAYS = { urgency: "process", signal: NEVER } as const;

/** The sample company in a portal, and a clock that a test sets. */
export interface SampleCrm extends PortalCrm {
  readonly clock: TestClock;
  perform(operation: string, input: ValueMap, more?: Partial<Call>): Promise<CallOutcome>;
  end(): Promise<void>;
}

/**
 * Opens it on a database in memory.
 *
 * @param records what stands in the portal. @default the company's records
 */
export async function sampleCrm(
  records: Readonly<Record<string, ValueMap>> = sampleRecords().records,
  options: Partial<FakePortalOptions> = {},
): Promise<SampleCrm> {
  const clock = new TestClock(NOW);
  const fake = samplePortal(clock, options);
  const database = openSqlite(":memory:", clock);
  const { crm, users } = sampleMapping();
  const catalog = sampleCatalog();
  const opened = await openPortalCrm({ fake, database, records: crm.records, lists: crm.lists, users, catalog, clock });
  await opened.put(records);
  return {
    ...opened,
    clock,
    perform: (operation, input, more) => opened.port.perform(callOf(operation, input, more), NEVER),
    end: () => database.close(),
  };
}

/** Everything that stands in the portal is known: what comes from now on is new. */
export async function known(crm: SampleCrm): Promise<void> {
  await crm.watch.look();
  await crm.feed.acknowledge((await crm.feed.changes(10_000)).map(({ id }) => id));
}
