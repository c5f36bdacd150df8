import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseDocument } from "yaml";
import type { Needs } from "../../adapters/adapter.ts";
import { pdfPrinter } from "../../adapters/documents/pdf/pdf-printer.ts";
import { type Outside, openOutside } from "../../adapters/engine/outside.ts";
import { openFolderFiles } from "../../adapters/files/folder/open-folder-files.ts";
import { createHttpClient } from "../../adapters/http-client/create-http-client.ts";
import { timeOrderedIds } from "../../adapters/ids/time-ordered-ids.ts";
import { PrometheusMetrics } from "../../adapters/metrics/prometheus-metrics.ts";
import type { MessageTables } from "../../adapters/notifier/outgoing/message-tables.ts";
import { type FeedTables, OccurrenceFeed } from "../../adapters/occurrence-feed.ts";
import { createOperations } from "../../adapters/operations/create-operations.ts";
import { LocalScheduler } from "../../adapters/scheduler/local/local-scheduler.ts";
import { Section } from "../../adapters/section.ts";
import { withTables } from "../../adapters/sql-database.ts";
import { openDatabase, type StoreConfig, storeOn } from "../../adapters/store/open-store.ts";
import { type CommandId, id, type ProcessId, type UserId } from "../../engine/base/ids.ts";
import type { RecordSnapshot, ValueMap } from "../../engine/base/value.ts";
import { isoText } from "../../engine/calendar/iso-text.ts";
import type { Clock } from "../../engine/ports/clock.ts";
import type { Logger } from "../../engine/ports/logger.ts";
import type { Store, TaskRow } from "../../engine/ports/store.ts";
import type { Bundle } from "../../engine/ports/versions.ts";
import type { RecordsData } from "../../engine/record/record-change.ts";
import { createEngine, type Engine } from "../../engine/runtime/engine.ts";
import { ZONE } from "../contracts/operations/bench.ts";
import { sampleCompany } from "../simulation/company.ts";
import { VirtualClock } from "../support/virtual-clock.ts";

/** Where people of the sample company change records: our own CRM, or a portal's screen. */
export interface Screen {
  create(type: string, set: ValueMap, by: string): Promise<string>;
  edit(ref: string, set: ValueMap, by: string): Promise<void>;
  remove(ref: string, by: string): Promise<void>;
}

/** A CRM for the company: what `ordo.yaml` says of it, and its screen. */
export interface CompanyCrm {
  readonly name: string;
  /** What stands in `ordo.yaml` beside the directory. */
  readonly settings: string;
  /** The clock that the CRM keeps; null: one of the company's own. */
  readonly clock: VirtualClock | null;
  readonly environment: Readonly<Record<string, string>>;
  /** Once everything is opened, before anything runs. */
  begin(outside: Outside): Promise<void>;
  /** Records of the CRM itself at the beginning; null: what it holds is its own. */
  readonly records: RecordsData | null;
  screen(outside: Outside, clock: VirtualClock): Screen;
  /** What goes wrong while the engine works, and nowhere else; null: nothing. */
  readonly trouble: { begin(): void; end(): void } | null;
  /** Lets news of the CRM reach the engine. Returns how many there were; 0: it is quiet. */
  pump(outside: Outside): Promise<number>;
  close(): Promise<void>;
}

/** The sample company on the real engine, at a clock that the test moves. */
export interface CompanyAtWork {
  readonly clock: VirtualClock;
  readonly engine: Engine;
  readonly store: Store;
  readonly outside: Outside;
  readonly screen: Screen;
  /** Everything automatic runs until all wait. */
  settle(): Promise<void>;
  /** Time passes, a few hours at a time, and what falls due happens. */
  pass(hours: number): Promise<void>;
  start(process: string, by: string, input: ValueMap): Promise<void>;
  /** The open task of a step that this person may act on. */
  task(process: string, step: string, by: string): Promise<TaskRow>;
  complete(task: TaskRow, by: string, outcome: string, form?: ValueMap): Promise<void>;
  look(ref: string): Promise<RecordSnapshot>;
  /** A file that a person attaches to a form: its reference. */
  outsideFile(name: string, text: string): Promise<string>;
  /** Everything that went out, oldest first. */
  messages(): Promise<readonly SentMessage[]>;
  close(): Promise<void>;
}

/** A message as the table of messages has it. */
export interface SentMessage {
  readonly kind: string;
  readonly to: string;
  readonly channel: string;
  readonly address: string;
  readonly subject: string | null;
  readonly text: string;
}

const silent: Logger = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };
const NOBODY_WATCHES = "directory: processes/sample/directory.yaml";
/** More rounds than this are a loop of write-backs. */
const ROUNDS_MAX = 40;
const TROUBLED_ROUNDS_MAX = 400;
/** How long a look at a call that is tried again is put off. Milliseconds. */
const PATIENCE_MS = 30_000;
const HOUR_MS = 3_600_000;
const STEP_HOURS = 6;

/** Opens the company: the nine processes deployed, nothing running yet. */
export async function companyAtWork(crm: CompanyCrm, config: StoreConfig, beginning: number): Promise<CompanyAtWork> {
  const clock = crm.clock ?? new VirtualClock(beginning);
  const company = sampleCompany();
  const folder = mkdtempSync(join(tmpdir(), "ordo-company-"));
  const context = await openDatabase(config, { clock, logger: silent });
  const store = await storeOn(context);
  const { database } = context;
  const feed = new OccurrenceFeed(withTables<FeedTables>(database));
  const files = openFolderFiles(folder);
  const ids = timeOrderedIds(clock);
  const [locale, zone] = ["ru", ZONE] as const;
  const nowText = () => ({ $type: "date and time", value: isoText(clock.now(), ZONE) }) as const;
  // Whoever waits for the outside does not wait for the test: time goes on meanwhile.
  const patience: Clock = { now: () => clock.now(), sleep: async (ms) => clock.jump(ms) };
  const needs: Needs = {
    ...{ database, feed, clock: patience, ids, logger: silent, metrics: new PrometheusMetrics(), files },
    ...{ catalog: company.catalog, redis: null, locale, zone, nowText },
    raise: async ({ id: incident, adapter, code, message, remedy }) =>
      store.queries.raise({
        ...{ id: incident, instance: null, process: id<ProcessId>(adapter), step: null },
        ...{ code, message, remedy, resolution: "none", at: clock.now() },
      }),
    settle: async (trouble) => void (await store.queries.settle(trouble)),
  };
  const text = parseDocument(`${NOBODY_WATCHES}\n${crm.settings}`).toJS() as unknown;
  const root = new Section(text, { environment: crm.environment, folder: "." });
  const outside = await openOutside(root, needs, crm.records);
  await crm.begin(outside);
  const { people } = outside;
  const engine: Engine = createEngine({
    ...{ store, clock, ids, logger: silent, people, scheduler: new LocalScheduler({ clock }), random: () => 0.5 },
    operations: createOperations({
      ...{ crm: outside.crm, feed, mail: outside.mail, notifier: outside.notifier, people, files, clock, zone, locale },
      printer: pdfPrinter(),
      http: createHttpClient({ allow: [], zone, locale: "en" }),
      lists: Object.fromEntries(Object.entries(company.catalog.lists).map(([name, { values }]) => [name, values])),
      sheetOf: (instance) => engine.useCases.show(instance),
    }),
    compile: ({ digest }: Bundle) => {
      const compiled = company.compiled.get(digest);
      if (!compiled) throw new Error(`${digest} is not shipped`);
      return compiled;
    },
  });
  const calendars = [...new Set(company.definitions.map(({ calendar }) => calendar.id))];
  await store.versions.deploy({
    marker: await store.versions.marker(),
    at: clock.now(),
    by: null,
    bundles: company.versions.filter(({ bundle }) => !bundle.process.startsWith("sim-")),
    calendars: calendars.map((name) => ({ name, digest: "", text: "", path: "" })),
    retired: [],
  });
  let commands = 0;
  const command = (): CommandId => {
    commands += 1;
    return id<CommandId>(`command-${commands}`);
  };

  /** On PostgreSQL a run to rest may end while what it has just put is on its way. */
  async function isQuiet(): Promise<boolean> {
    const due = await store.outbox.nextDue();
    return (due === null || due > clock.now()) && (await feed.changes(1)).length === 0;
  }

  /** A call that came to nothing is tried again later: that is waited for; what was given up an operator retries. */
  async function isTriedAgain(): Promise<boolean> {
    if (crm.trouble === null) return false;
    const incidents = (await engine.useCases.incidents({ limit: 100 })).rows;
    for (const { id: incident, instance, resolution } of incidents) {
      if (instance === null || resolution !== "retry") continue;
      const body = { kind: "retry", incident } as const;
      await engine.useCases.act({ id: command(), by: id<UserId>("admin-1"), instance, body });
      return true;
    }
    const { rows } = await engine.useCases.instances({ status: ["running"] }, { limit: 100 });
    const shown = await Promise.all(rows.map((row) => engine.useCases.show(row.id)));
    const isWaiting = shown.some((one) => Object.keys(one?.instance.calls ?? {}).length > 0);
    if (isWaiting) clock.jump(PATIENCE_MS);
    return isWaiting;
  }

  async function settle(): Promise<void> {
    crm.trouble?.begin();
    try {
      await settled();
    } finally {
      crm.trouble?.end();
    }
  }

  async function settled(): Promise<void> {
    for (let round = 0; round < (crm.trouble === null ? ROUNDS_MAX : TROUBLED_ROUNDS_MAX); round++) {
      await engine.runToRest();
      if ((await crm.pump(outside)) === 0 && (await isQuiet()) && !(await isTriedAgain())) return;
    }
    throw new Error("it never comes to rest: something writes back what it hears of");
  }

  return {
    ...{ clock, engine, store, outside, settle },
    screen: crm.screen(outside, clock),
    async pass(hours) {
      for (let left = hours; left > 0; left -= STEP_HOURS) {
        await clock.pass(Math.min(left, STEP_HOURS) * HOUR_MS);
        await settle();
      }
    },
    async start(process, by, input) {
      const order = { id: command(), process: id<ProcessId>(process), input, by: id<UserId>(by) };
      const started = await engine.useCases.start(order);
      if (started.kind !== "started") throw new Error(JSON.stringify(started));
      await settle();
    },
    async task(process, step, by) {
      const actor = id<UserId>(by);
      const { rows } = await engine.useCases.tasks({ process: id<ProcessId>(process), actor, limit: 100 });
      const found = rows.find((row) => row.step === step);
      if (found === undefined) throw new Error(`${by} has no task ${step} of ${process}`);
      return found;
    },
    async complete(task, by, outcome, form = {}) {
      const body = { kind: "complete", task: task.id, outcome, form, comment: "Да" } as const;
      const answer = await engine.useCases.act({ id: command(), by: id<UserId>(by), body });
      if (answer.kind !== "accepted") throw new Error(JSON.stringify(answer));
      await settle();
    },
    async look(ref) {
      const found = await outside.crm.look(ref);
      if (found === null) throw new Error(`there is no ${ref}`);
      return found;
    },
    outsideFile(name, text) {
      return files.put(`form/${name}`, { name, type: "application/pdf", bytes: new TextEncoder().encode(text) });
    },
    async messages() {
      const { db } = withTables<MessageTables>(database);
      const rows = await db.selectFrom("message").selectAll().orderBy("sent_at").orderBy("key").execute();
      return rows.map(({ kind, recipient: to, channel, address, subject, body: text }) => ({
        ...{ kind, to, channel, address, subject, text },
      }));
    },
    async close() {
      await outside.close();
      await store.close();
      await crm.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
