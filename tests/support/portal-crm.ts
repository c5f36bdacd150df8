import type { Needs } from "../../adapters/adapter.ts";
import { openPortal } from "../../adapters/bitrix24/open-portal.ts";
import type { Portal } from "../../adapters/bitrix24/portal.ts";
import { readPortalEvent } from "../../adapters/bitrix24/portal-event.ts";
import { PortalUsers } from "../../adapters/bitrix24/portal-users.ts";
import type { ChangeWatch } from "../../adapters/crm/bitrix24/change-watch.ts";
import type { Bitrix24CrmConfig } from "../../adapters/crm/bitrix24/config.ts";
import { fieldsOf } from "../../adapters/crm/bitrix24/entity-store.ts";
import type { ListMapping, RecordMapping } from "../../adapters/crm/bitrix24/mapping.ts";
import { type Bitrix24Crm, openBitrix24Crm } from "../../adapters/crm/bitrix24/open-bitrix24-crm.ts";
import { watchBitrix24Crm } from "../../adapters/crm/bitrix24/watch-bitrix24-crm.ts";
import type { InboundAnswer, InboundRequest } from "../../adapters/inbound-route.ts";
import { type FeedTables, OccurrenceFeed } from "../../adapters/occurrence-feed.ts";
import { Secret } from "../../adapters/secret.ts";
import { withTables } from "../../adapters/sql-database.ts";
import type { Database } from "../../adapters/store/database.ts";
import { migrate } from "../../adapters/store/migrate.ts";
import { MIGRATIONS } from "../../adapters/store/migrations/index.ts";
import type { Value, ValueMap } from "../../engine/base/value.ts";
import { isoText } from "../../engine/calendar/iso-text.ts";
import type { Catalog } from "../../engine/definition/catalog.ts";
import type { Clock } from "../../engine/ports/clock.ts";
import type { Files } from "../../engine/ports/files.ts";
import type { Logger } from "../../engine/ports/logger.ts";
import { numberIn, typeOf } from "../../engine/record/record-reference.ts";
import type { FakePortal } from "./bitrix24/fake-portal.ts";
import type { EntityName } from "./bitrix24/fake-stages.ts";

/** A CRM on a portal of tests, with everything around it. */
export interface PortalCrm extends Bitrix24Crm {
  readonly fake: FakePortal;
  readonly client: Portal;
  readonly feed: OccurrenceFeed;
  readonly database: Database;
  readonly files: Map<string, { readonly name: string; readonly type: string; readonly bytes: Uint8Array }>;
  readonly watch: ChangeWatch;
  /** The portal sends its events here, with the token of whoever acted. */
  listen(events: readonly string[]): void;
  /** A call to the address of the portal's events. */
  receive(body: Uint8Array): Promise<InboundAnswer>;
  /** Puts records into the portal as if they had always been there, by our names. */
  put(records: Readonly<Record<string, ValueMap>>): Promise<void>;
}

export interface PortalCrmOrder {
  readonly fake: FakePortal;
  readonly database: Database;
  readonly records: Readonly<Record<string, RecordMapping>>;
  readonly lists?: Readonly<Record<string, ListMapping>>;
  readonly users?: Readonly<Record<string, number>>;
  /** The service account. */
  readonly nobody?: number | null;
  readonly catalog: Catalog | null;
  readonly clock: Clock;
  readonly raise?: Needs["raise"];
  readonly settle?: Needs["settle"];
}

const NEVER = { urgency: "process", signal: new AbortController().signal } as const;
const SILENT: Logger = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };
/** More than any test asks for: what the limit does has tests of its own. */
const RATE = { perSecond: 1_000_000, burst: 1_000_000 };

/** Opens the CRM on a database of its own and on the portal. The database is migrated first. */
export async function openPortalCrm(order: PortalCrmOrder): Promise<PortalCrm> {
  const { fake, database, clock, catalog } = order;
  await migrate({ database, clock, logger: null }, MIGRATIONS);
  const users = order.users ?? {};
  const ids = { next: () => "id" };
  const client = await openPortal(
    { webhook: new Secret(fake.webhook), app: null, outboundToken: null, users, rate: RATE },
    {
      ...{
        database,
        clock,
        ids,
        logger: SILENT,
        redis: null,
        raise: async () => {},
        settle: async () => {},
        locale: "en",
      },
      metrics: { count: () => {}, observe: () => {}, gauge: () => {} },
    },
    { fetch: (request) => fake.fetch(request), late: () => NEVER.signal },
  );
  const feed = new OccurrenceFeed(withTables<FeedTables>(database));
  const kept: PortalCrm["files"] = new Map();
  const files: Files = {
    put: async (key, file) => {
      kept.set(`file:${key}`, file);
      return `file:${key}`;
    },
    get: async (reference) => kept.get(reference) ?? null,
  };
  const config: Bitrix24CrmConfig = {
    ...{ records: order.records, lists: order.lists ?? {}, handler: null },
    ...{ pollMs: 60_000, gatherMs: 2_000, sweepMs: 86_400_000 },
  };
  const crm = openBitrix24Crm({
    ...{
      portal: client,
      users: new PortalUsers(users, order.nobody ?? null),
      database,
      feed,
      files,
      catalog,
      clock,
      logger: SILENT,
    },
    config: {
      records: order.records,
      lists: order.lists ?? {},
      handler: null,
      pollMs: 60_000,
      gatherMs: 2_000,
      sweepMs: 86_400_000,
    },
    nowText: () => ({ $type: "date and time", value: isoText(clock.now(), "Europe/Moscow") }),
    locale: "en",
  });
  const put = async (records: Readonly<Record<string, ValueMap>>): Promise<void> => {
    for (const [ref, fields] of Object.entries(records)) {
      const { schema } = await crm.book.of(typeOf(ref), NEVER);
      const changes = schema.changes(withoutNothing(fields), null);
      const ready = changes.filter((change) => change.kind !== "files");
      fake.crm.put(typeOf(ref) as EntityName, { ...fieldsOf(ready, true), id: numberIn(ref) });
    }
  };
  const app = fake.world.access.addApp();
  app.installed = true;
  const secrets = { clientId: app.clientId, clientSecret: new Secret(app.clientSecret), applicationToken: null };
  const trust = {
    applicationTokens: async () => [new Secret(app.applicationToken)],
    memberId: async () => fake.world.memberId,
  };
  const access = {
    config: { webhook: null, app: secrets, outboundToken: null, users, rate: RATE },
    users: new PortalUsers(users, order.nobody ?? null),
    readEvent: (request: Pick<InboundRequest, "body">) => readPortalEvent(request, trust),
  };
  let numbers = 0;
  const next = (): string => {
    numbers += 1;
    return `event-${numbers}`;
  };
  const { watch, route } = watchBitrix24Crm(crm, {
    ...{
      config,
      portal: client,
      access,
      database,
      clock,
      ids: { next },
      logger: SILENT,
      raise: order.raise ?? (async () => {}),
      settle: order.settle ?? (async () => {}),
    },
  });
  const receive = (body: Uint8Array): Promise<InboundAnswer> =>
    route.handle({ method: "POST", rest: "", query: {}, headers: {}, body });
  const handler = async (request: Request): Promise<Response> => {
    const { status } = await receive(new Uint8Array(await request.arrayBuffer()));
    return new Response(null, { status });
  };
  const listen = (events: readonly string[]): void => {
    for (const event of events) fake.events.bind({ event, handler, authType: 0, offline: false, connector: null, app });
  };
  return { ...crm, fake, client, feed, database, files: kept, watch, listen, receive, put };
}

/** A portal keeps nothing for nothing; but somebody is always responsible. */
function withoutNothing(fields: ValueMap): ValueMap {
  const isKept = ([name, value]: readonly [string, Value]): boolean => value !== null || name === "responsible";
  return Object.fromEntries(Object.entries(fields).filter(isKept));
}

/** What has been told since the last time, oldest first. */
export async function toldBy({ feed }: Pick<PortalCrm, "feed">) {
  const occurrences = await feed.changes(10_000);
  await feed.acknowledge(occurrences.map(({ id }) => id));
  return occurrences.flatMap((one) => (one.kind === "event" ? [one] : []));
}
