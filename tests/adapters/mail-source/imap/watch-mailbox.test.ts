import { describe, expect, test } from "vitest";
import type { Trouble } from "../../../../adapters/adapter.ts";
import type { MailboxConfig } from "../../../../adapters/mail-source/config.ts";
import { Bookmarks } from "../../../../adapters/mail-source/imap/bookmarks.ts";
import { LEASE_MS, MailboxLease } from "../../../../adapters/mail-source/imap/mailbox-lease.ts";
import type { MailboxTables } from "../../../../adapters/mail-source/imap/mailbox-tables.ts";
import type { OpenMailbox } from "../../../../adapters/mail-source/imap/open-mailbox.ts";
import { watchMailbox } from "../../../../adapters/mail-source/imap/watch-mailbox.ts";
import { LetterUnreadable } from "../../../../adapters/mail-source/mail-parser.ts";
import { Secret } from "../../../../adapters/secret.ts";
import { type SqlDatabase, withTables } from "../../../../adapters/sql-database.ts";
import type { Database } from "../../../../adapters/store/database.ts";
import { migrate } from "../../../../adapters/store/migrate.ts";
import { MIGRATIONS } from "../../../../adapters/store/migrations/index.ts";
import { openPostgres } from "../../../../adapters/store/postgres/open-postgres.ts";
import { openSqlite } from "../../../../adapters/store/sqlite/open-sqlite.ts";
import { isoText } from "../../../../engine/calendar/iso-text.ts";
import { sharedPostgres } from "../../../support/servers/postgres.ts";
import { VirtualClock } from "../../../support/virtual-clock.ts";

const MINUTE = 60_000;
const START = Date.parse("2026-11-24T10:00:00+03:00");
const CONFIG: MailboxConfig = {
  ...{ name: "sales", host: "imap.company.example", port: 993, tls: "implicit", ca: null, user: "sales" },
  ...{ password: new Secret("secret"), folder: "INBOX", junk: null, quarantine: "Ordo-Quarantine" },
  ...{ existing: "take", lists: "skip", markSeen: true, pollMs: MINUTE, timeoutMs: MINUTE },
};

/** A server that holds letters by their numbers, and says what it was asked. */
class FakeServer {
  letters = new Map<number, string>();
  connections = 0;
  readonly aside: number[] = [];
  refuses: unknown = null;
  /** Letters whose fetching breaks the connection. */
  readonly breaking = new Set<number>();

  open(clock: VirtualClock): OpenMailbox {
    this.connections += 1;
    if (this.refuses !== null) throw this.refuses;
    let isOpen = true;
    const uids = (): readonly number[] => [...this.letters.keys()].sort((one, other) => one - other);
    return {
      validity: "1",
      uidNext: Math.max(0, ...this.letters.keys()) + 1,
      get isOpen() {
        return isOpen;
      },
      uidsAfter: async (uid) => uids().filter((one) => one > uid),
      list: async () => uids().map((uid) => ({ uid, size: 10, at: START, isSeen: false })),
      sizes: async (wanted) => new Map(wanted.flatMap((uid) => (this.letters.has(uid) ? [[uid, 10] as const] : []))),
      fetch: async (uid) => {
        if (this.breaking.has(uid)) {
          isOpen = false;
          throw Object.assign(new Error("closed"), { code: "NoConnection" });
        }
        const text = this.letters.get(uid);
        return text === undefined ? null : new TextEncoder().encode(text);
      },
      markSeen: async () => {},
      move: async (uid, folder) => {
        expect(folder).toBe("Ordo-Quarantine");
        this.letters.delete(uid);
        this.aside.push(uid);
        return { validity: "1", uid };
      },
      find: async () => [],
      junk: async () => null,
      rest: (ms, signal) => clock.sleep(ms, signal),
      close: async () => {},
    };
  }
}

async function watched(random: () => number = () => 0.5) {
  const clock = new VirtualClock(START);
  const database = await openSqlite(":memory:", clock);
  await migrate({ database, clock, logger: null }, MIGRATIONS);
  const tables = withTables<MailboxTables>(database);
  const bookmarks = new Bookmarks(tables);
  const server = new FakeServer();
  const [taken, troubles, begunAt]: [string[], Trouble[], number[]] = [[], [], []];
  const watch = watchMailbox(CONFIG, {
    ...{ bookmarks, clock, random, letterBytesMax: 1_000 },
    intake: {
      async take({ raw }, _, beside = async () => {}) {
        const text = new TextDecoder().decode(raw);
        if (text.startsWith("poison")) throw new LetterUnreadable("it cannot be read");
        await tables.transaction((session) => beside(session, text));
        taken.push(text);
        return { id: text, isNew: true };
      },
    },
    lease: new MailboxLease(tables, clock, { mailbox: "sales", holder: "worker-1" }),
    connect: async () => {
      begunAt.push(clock.now() - START);
      return server.open(clock);
    },
    files: { put: async (key) => `file:${key}`, get: async () => null },
    logger: { debug() {}, info() {}, warn() {}, error() {} },
    metrics: { count() {}, observe() {}, gauge() {} },
    raise: async (trouble) => void (troubles.some(({ id }) => id === trouble.id) || troubles.push(trouble)),
    nowText: () => ({ $type: "date and time", value: isoText(clock.now(), "Europe/Moscow") }),
  });
  return {
    ...{ clock, server, taken, troubles, begunAt, watch, bookmarks },
    async end() {
      const stopped = watch.stop();
      await clock.pass(1);
      await stopped;
      await database.close();
    },
  };
}

/** The virtual clock stands while the database works: time passes in steps. */
async function pass(clock: VirtualClock, ms: number, step = 1_000): Promise<void> {
  for (let passed = 0; passed < ms; passed += step) await clock.pass(step);
}

describe("the watch of a mailbox", () => {
  test("a wrong password is not tried again for a quarter of an hour, and is told of once a day", async () => {
    const { server, watch, clock, troubles, begunAt, end } = await watched();
    server.refuses = Object.assign(new Error("no"), { authenticationFailed: true });
    await watch.start();
    await pass(clock, 60 * MINUTE, 10_000);
    expect(begunAt.map((ms) => Math.round(ms / MINUTE))).toEqual([0, 15, 30, 45, 60]);
    expect(troubles.map(({ id }) => id)).toEqual(["mail:sales:MAILBOX_LOGIN_REFUSED:2026-11-24"]);
    await pass(clock, 24 * 60 * MINUTE, MINUTE);
    expect(troubles.map(({ id }) => id)).toEqual([
      "mail:sales:MAILBOX_LOGIN_REFUSED:2026-11-24",
      "mail:sales:MAILBOX_LOGIN_REFUSED:2026-11-25",
    ]);
    await end();
  });

  test("a server that is away is asked ever more rarely, not by all mailboxes at once; people hear of it after a while", async () => {
    let call = 0;
    const { server, watch, clock, troubles, begunAt, end } = await watched(() => [0, 0.5, 0.999][call++ % 3] ?? 0);
    server.refuses = Object.assign(new Error("no"), { code: "ECONNREFUSED" });
    await watch.start();
    await pass(clock, 14 * MINUTE);
    const pauses = begunAt.slice(1).map((at, index) => at - (begunAt[index] ?? 0));
    expect(pauses.slice(0, 6)).toEqual([750, 2_000, 4_998, 6_000, 16_000, 39_984]);
    expect(Math.max(...pauses)).toBeLessThanOrEqual(5 * MINUTE * 1.25);
    expect(troubles).toEqual([]);
    await pass(clock, 20 * MINUTE);
    expect(troubles.map(({ code }) => code)).toEqual(["MAILBOX_UNREACHABLE"]);
    server.refuses = null;
    server.letters.set(1, "after all");
    await pass(clock, 7 * MINUTE);
    expect(troubles.length).toBe(1);
    await end();
  });

  test("a letter that cannot be read is tried three times, behind all others, then set aside", async () => {
    const { server, watch, clock, taken, troubles, end } = await watched();
    server.letters = new Map([
      [1, "poison"],
      [2, "two"],
      [3, "three"],
    ]);
    await watch.start();
    await pass(clock, 10_000, 100);
    expect(taken).toEqual(["two", "three"]);
    expect(server.aside).toEqual([1]);
    expect(troubles).toMatchObject([{ code: "LETTER_QUARANTINED", id: "mail:sales:quarantine:1:1" }]);
    server.letters.set(4, "four");
    await pass(clock, 2 * MINUTE);
    expect([taken, server.aside, server.connections]).toEqual([["two", "three", "four"], [1], 1]);
    await end();
  });

  test("a letter whose fetching breaks the connection is set aside after five times, unread", async () => {
    const { server, watch, clock, taken, end } = await watched();
    server.letters = new Map([
      [1, "one"],
      [2, "breaks"],
      [3, "three"],
    ]);
    server.breaking.add(2);
    await watch.start();
    await pass(clock, 10 * MINUTE);
    expect([taken, server.aside]).toEqual([["one", "three"], [2]]);
    await end();
  });

  test("a letter that ended the process that read it is set aside after five times", async () => {
    const { server, watch, clock, taken, bookmarks, end } = await watched();
    const numbering = { mailbox: "sales", folder: "INBOX", validity: "1" };
    await bookmarks.begin(numbering, { uid: 0, since: START, todo: [] });
    // Each life began it and said nothing more.
    for (let life = 0; life < 5; life++) await bookmarks.started(numbering, 1);
    server.letters = new Map([
      [1, "kills"],
      [2, "two"],
    ]);
    await watch.start();
    await pass(clock, 5_000, 100);
    expect([taken, server.aside]).toEqual([["two"], [1]]);
    await end();
  });

  test("a mailbox with thousands of letters is worked through in parts", async () => {
    const { server, watch, clock, taken, end } = await watched();
    server.letters = new Map(Array.from({ length: 300 }, (_, at) => [at + 1, `letter ${at + 1}`]));
    await watch.start();
    for (let turn = 0; turn < 2_000 && taken.length < 300; turn++) await clock.pass(1);
    expect(taken).toEqual([...server.letters.values()]);
    await end();
  });
});

const postgres = await sharedPostgres();
const title = `one worker watches a mailbox${postgres.skip === undefined ? "" : ` (skipped: ${postgres.skip})`}`;

describe.skipIf(postgres.skip !== undefined)(title, () => {
  test("until it stops, or is not heard of for half a minute", async () => {
    if (postgres.skip !== undefined) throw new Error(postgres.skip);
    const { url, drop } = await postgres.freshDatabase();
    const clock = new VirtualClock(START);
    const database: Database = await openPostgres({ url, poolSize: 2 }, { clock, logger: null });
    await migrate({ database, clock, logger: null }, MIGRATIONS);
    const tables: SqlDatabase<MailboxTables> = withTables(database);
    const [one, other] = ["worker-1", "worker-2"].map(
      (holder) => new MailboxLease(tables, clock, { mailbox: "sales", holder }),
    );
    expect([await one?.take(), await other?.take(), await one?.take()]).toEqual([true, false, true]);
    await clock.pass(LEASE_MS - 1);
    expect(await other?.take()).toBe(false);
    await clock.pass(1);
    expect([await other?.take(), await one?.take()]).toEqual([true, false]);
    await other?.release();
    expect(await one?.take()).toBe(true);
    const bookmarks = new Bookmarks(tables);
    const numbering = { mailbox: "sales", folder: "INBOX", validity: "1" };
    await bookmarks.begin(numbering, { uid: 7, since: START, todo: [3] });
    await bookmarks.started(numbering, 3);
    await bookmarks.failed(numbering, 3);
    // A worker that was frozen comes late.
    await bookmarks.done(numbering, 5);
    expect(await bookmarks.get("sales")).toMatchObject({ uid: 7, since: START });
    expect(await bookmarks.attempts(numbering)).toEqual([{ uid: 3, begun: 0, failed: 1 }]);
    await database.close();
    await drop();
  });
});
