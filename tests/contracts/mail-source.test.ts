import { mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { systemClock } from "../../adapters/clock/system-clock.ts";
import type { MailboxTables } from "../../adapters/mail-source/imap/mailbox-tables.ts";
import { withTables } from "../../adapters/sql-database.ts";
import { openPostgres } from "../../adapters/store/postgres/open-postgres.ts";
import type { ValueMap } from "../../engine/base/value.ts";
import { exampleCatalog } from "../support/example-company.ts";
import { type MailBench, openMailBench } from "../support/mail-bench.ts";
import { rawLetter } from "../support/raw-letter.ts";
import { ownDovecot } from "../support/servers/dovecot.ts";
import { sharedPostgres } from "../support/servers/postgres.ts";
import { type MailSource, mailContract } from "./mail-source/mail.contract.ts";

const [dovecot, postgres] = [await ownDovecot(), await sharedPostgres()];
afterAll(() => (dovecot.skip === undefined ? dovecot.end() : undefined));

let opened = 0;

describe("letters of a folder", () =>
  mailContract(async (records) => {
    const folder = mkdtempSync(join(tmpdir(), "ordo-letters-"));
    const mail = { local: { folder, poll: "PT1S" } };
    const bench = await openMailBench({ mail, catalog: exampleCatalog(), records });
    let delivered = 0;
    return {
      bench,
      async deliver(mailbox, raw) {
        delivered += 1;
        const path = join(folder, mailbox, String(delivered).padStart(3, "0"));
        mkdirSync(join(folder, mailbox), { recursive: true });
        writeFileSync(path, raw);
        renameSync(path, `${path}.eml`);
      },
      async close() {
        await bench.close();
        rmSync(folder, { recursive: true, force: true });
      },
    };
  }));

const title = `mailboxes on a server${dovecot.skip === undefined ? "" : ` (skipped: ${dovecot.skip})`}`;
describe.skipIf(dovecot.skip !== undefined)(title, () =>
  mailContract(async (records): Promise<MailSource> => {
    const { mail, deliver } = mailboxesOf(dovecot);
    const bench = await openMailBench({ mail, catalog: exampleCatalog(), records });
    return { bench, deliver, close: () => bench.close() };
  }),
);

const without = dovecot.skip ?? postgres.skip;
const shared = `mailboxes of several workers on PostgreSQL${without === undefined ? "" : ` (skipped: ${without})`}`;
describe.skipIf(without !== undefined)(shared, () => {
  const openWorkers = async (count: number, records: Readonly<Record<string, ValueMap>>) => {
    if (postgres.skip !== undefined) throw new Error(postgres.skip);
    const { url, drop } = await postgres.freshDatabase();
    const clock = systemClock();
    const { mail, deliver } = mailboxesOf(dovecot);
    const workers: { readonly bench: MailBench; readonly end: () => Promise<void> }[] = [];
    for (let at = 0; at < count; at++) {
      const database = await openPostgres({ url, poolSize: 4 }, { clock, logger: null });
      const bench = await openMailBench({
        mail,
        catalog: exampleCatalog(),
        database,
        records: at === 0 ? records : {},
      });
      workers.push({ bench, end: () => bench.close().then(() => database.close()) });
    }
    return { workers, deliver, drop };
  };

  /** The first watches both mailboxes, the second stands by. */
  const startBoth = async ([first, second]: readonly MailBench[]): Promise<void> => {
    await first?.start();
    await expect.poll(async () => (first === undefined ? 0 : leases(first)), { timeout: 60_000 }).toBe(2);
    await second?.start();
  };

  mailContract(async (records): Promise<MailSource> => {
    const { workers, deliver, drop } = await openWorkers(2, records);
    const [first, second] = workers.map(({ bench }) => bench);
    if (first === undefined || second === undefined) throw new Error("There are two");
    const bench: MailBench = {
      ...first,
      get troubles() {
        return [...first.troubles, ...second.troubles];
      },
      start: () => startBoth([first, second]),
    };
    const close = async (): Promise<void> => {
      for (const { end } of workers) await end();
      await drop();
    };
    return { bench, deliver, close };
  });

  test("when the one that watches stops, the other goes on where it was", async () => {
    const { workers, deliver, drop } = await openWorkers(2, {});
    const [first, second] = workers;
    if (first === undefined || second === undefined) throw new Error("There are two");
    await startBoth([first.bench, second.bench]);
    await deliver("sales", rawLetter({ id: "<1@x.example>" }));
    const told: unknown[] = [];
    const ids = async () => {
      told.push(...(await second.bench.told()).map((letter) => letter["messageId"]));
      return told;
    };
    await expect.poll(ids, { timeout: 60_000 }).toEqual(["<1@x.example>"]);
    await first.end();
    await deliver("sales", rawLetter({ id: "<2@x.example>" }));
    await expect.poll(ids, { timeout: 60_000 }).toEqual(["<1@x.example>", "<2@x.example>"]);
    await second.end();
    await drop();
  });
});

async function leases({ database }: MailBench): Promise<number> {
  return (await withTables<MailboxTables>(database).db.selectFrom("mailbox_lease").selectAll().execute()).length;
}

/** The two mailboxes of one test. */
function mailboxesOf(server: typeof dovecot) {
  if (server.skip !== undefined) throw new Error(server.skip);
  opened += 1;
  const { host, port, password } = server;
  const place = opened;
  const userOf = (mailbox: string): string => `${mailbox}-${place}`;
  const mailboxes = Object.fromEntries(["info", "sales"].map((name) => [name, { user: userOf(name), password }]));
  return {
    mail: { imap: { mailboxes, defaults: { host, port, tls: "none", poll: "PT10S" } } },
    deliver: async (mailbox: string, raw: Uint8Array): Promise<void> => void server.deliver(userOf(mailbox), raw),
  };
}
