import { readFileSync } from "node:fs";
import { join } from "node:path";
import { PortalUsers } from "../../adapters/bitrix24/portal-users.ts";
import type { ChangeWatch } from "../../adapters/crm/bitrix24/change-watch.ts";
import { fieldsOf } from "../../adapters/crm/bitrix24/entity-store.ts";
import type { Outside } from "../../adapters/engine/outside.ts";
import { openSqlite } from "../../adapters/store/sqlite/open-sqlite.ts";
import { isMap, type ValueMap } from "../../engine/base/value.ts";
import { numberIn, typeOf } from "../../engine/record/record-reference.ts";
import type { FaultKind } from "../support/bitrix24/fake-faults.ts";
import type { DeliveryOptions } from "../support/bitrix24/fake-options.ts";
import type { FakePortal } from "../support/bitrix24/fake-portal.ts";
import { FakeRandom } from "../support/bitrix24/fake-random.ts";
import type { EntityName } from "../support/bitrix24/fake-stages.ts";
import { openPortalCrm, type PortalCrm } from "../support/portal-crm.ts";
import { sampleCatalog, sampleMapping, samplePortal, sampleRecords } from "../support/sample-portal.ts";
import { ROOT } from "../support/source-files.ts";
import { VirtualClock } from "../support/virtual-clock.ts";
import type { CompanyCrm } from "./company-at-work.ts";

const WAYS = { urgency: "process", signal: new AbortController().signal } as const;
/** Longer than a burst of events is gathered. Milliseconds. */
const BURST_MS = 3_000;
/** As often as the portal is asked what changed without an event, and a little more. Milliseconds. */
const POLL_MS = 61_000;
const SEED = 2;
const EVENTS = ["LEAD", "DEAL", "CONTACT", "COMPANY"]
  .flatMap((kind) => ["ADD", "UPDATE", "DELETE"].map((change) => `ONCRM${kind}${change}`))
  .concat(["ONCRMDYNAMICITEMADD", "ONCRMDYNAMICITEMUPDATE", "ONCRMDYNAMICITEMDELETE"]);

/** A company whose records are in a portal. */
export interface PortalCompany extends CompanyCrm {
  readonly fake: FakePortal;
  readonly environment: Readonly<Record<string, string>>;
}

/**
 * The sample company with its records in a Bitrix24 portal, which is called over HTTP and set up as
 * `docs/examples/bitrix24/ordo.yaml` says. People work on the portal's own screen, under their own names.
 *
 * @param faults how often what goes wrong between the engine and the portal; null: nothing does
 * @param delivery how the portal's events come; those that are lost are found by asking
 */
export async function portalCompany(
  beginning: number,
  delivery: DeliveryOptions = {},
  faults: Partial<Record<FaultKind, number>> | null = null,
): Promise<PortalCompany> {
  const clock = new VirtualClock(beginning);
  const isLossy = (delivery.lost ?? 0) > 0;
  const fake = samplePortal(clock, { delivery: { mode: "manual", ...delivery } });
  const listening = await fake.listen();
  const hands = await openHands(fake, clock);
  await hands.put(sampleRecords().records);
  const app = fake.world.access.addApp();
  app.installed = true;
  const { nobody, ...sample } = sampleMapping();
  const random = new FakeRandom(SEED);
  const users = new PortalUsers(sample.users, nobody);
  const numberOf = (user: string): number => {
    const number = users.numberOf(user);
    if (number === null) throw new Error(`${user} is nobody in the portal`);
    return number;
  };
  let handling: ((body: Uint8Array) => Promise<number>) | null = null;
  const handler = async (request: Request): Promise<Response> => {
    const status = await handling?.(new Uint8Array(await request.arrayBuffer()));
    return new Response(null, { status: status ?? 503 });
  };
  for (const event of EVENTS) fake.events.bind({ event, handler, authType: 0, offline: false, connector: null, app });

  return {
    name: "crm/bitrix24",
    fake,
    clock,
    settings: settings(),
    environment: {
      BITRIX24_WEBHOOK: fake.webhookUrl(nobody ?? 1),
      BITRIX24_EVENTS: app.applicationToken,
    },
    records: null,
    trouble: faults === null ? null : { begin: () => fake.faults.plan(faults, random), end: () => fake.faults.clear() },
    async begin(outside) {
      const route = outside.routes.find(({ path }) => path === "/bitrix24/events");
      handling = async (body) =>
        (await route?.handle({ method: "POST", rest: "", query: {}, headers: {}, body }))?.status ?? 404;
      // What stands in the portal is learned in silence: what comes from now on is news.
      await watchOf(outside).look();
    },
    screen: () => ({
      async create(type, set, by) {
        const values = await hands.fields(type, set, null);
        return `${type}/${fake.person(numberOf(by)).create(type as EntityName, values)}`;
      },
      async edit(ref, set, by) {
        const values = await hands.fields(typeOf(ref), set, ref);
        fake.person(numberOf(by)).update(typeOf(ref) as EntityName, numberIn(ref) ?? 0, values);
      },
      async remove(ref, by) {
        fake.person(numberOf(by)).delete(typeOf(ref) as EntityName, numberIn(ref) ?? 0);
      },
    }),
    async pump(outside) {
      const delivered = await fake.deliver();
      clock.jump(isLossy ? POLL_MS : BURST_MS);
      const watch = watchOf(outside);
      await watch.events(WAYS);
      if (isLossy) await watch.look();
      return delivered;
    },
    async close() {
      await hands.end();
      await listening.close();
    },
  };
}

function watchOf({ watches }: Outside): ChangeWatch {
  const watch = watches.find(({ name }) => name === "bitrix24 changes");
  if (watch === undefined) throw new Error("nobody watches the portal");
  return watch as ChangeWatch;
}

/** The sections of the example that say where the company's records are; the pace is that of a test. */
function settings(): string {
  const text = readFileSync(join(ROOT, "docs/examples/bitrix24/ordo.yaml"), "utf8");
  const from = text.indexOf("\nbitrix24:");
  const pace = "  rate: { perSecond: 50, burst: 1000 }\n  outboundToken: ${BITRIX24_EVENTS}\n";
  return text.slice(from).replace(/^( {2}webhook:.*\n)/m, `$1${pace}`);
}

/** On a screen every key of a map is a field of its own: those that nobody types in stay. */
function merged(set: ValueMap, before: ValueMap): ValueMap {
  return Object.fromEntries(
    Object.entries(set).map(([name, value]) => {
      const old = before[name] ?? null;
      const isWhole = !isMap(value) || !isMap(old) || "amount" in value;
      return [name, isWhole ? value : { ...old, ...value }];
    }),
  );
}

/** What people type on the portal's screen, in the portal's own words. */
async function openHands(fake: FakePortal, clock: VirtualClock) {
  const database = openSqlite(":memory:", clock);
  const { crm, users, nobody } = sampleMapping();
  const opened: PortalCrm = await openPortalCrm({
    ...{ fake, database, records: crm.records, lists: crm.lists, users, nobody, catalog: sampleCatalog(), clock },
  });
  return {
    port: opened.port,
    /** Records that were always there; nobody is responsible where nobody is named. */
    async put(records: Readonly<Record<string, ValueMap>>): Promise<void> {
      for (const [ref, fields] of Object.entries(records)) {
        const isOwned = sampleCatalog().records[typeOf(ref)]?.fields["responsible"] !== undefined;
        await opened.put({ [ref]: isOwned ? { responsible: null, ...fields } : fields });
      }
    },
    async fields(type: string, set: ValueMap, ref: string | null) {
      const { schema } = await opened.book.of(type, WAYS);
      const item = ref === null ? null : fake.record(type as EntityName, numberIn(ref) ?? 0);
      const fields = ref === null ? null : await opened.port.look(ref);
      const was = item === null || fields === null ? null : { item, fields };
      return fieldsOf(
        schema.changes(merged(set, fields ?? {}), was).filter((change) => change.kind !== "files"),
        was === null,
      );
    },
    end: () => database.close(),
  };
}
