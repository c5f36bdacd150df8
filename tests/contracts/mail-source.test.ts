import { mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe } from "vitest";
import { exampleCatalog } from "../support/example-company.ts";
import { openMailBench } from "../support/mail-bench.ts";
import { ownDovecot } from "../support/servers/dovecot.ts";
import { type MailSource, mailContract } from "./mail-source/mail.contract.ts";

const dovecot = await ownDovecot();
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
    if (dovecot.skip !== undefined) throw new Error(dovecot.skip);
    const { host, port, password, deliver } = dovecot;
    opened += 1;
    const userOf = (mailbox: string): string => `${mailbox}-${opened}`;
    const mailboxes = Object.fromEntries(["info", "sales"].map((name) => [name, { user: userOf(name), password }]));
    const mail = { imap: { mailboxes, defaults: { host, port, tls: "none", poll: "PT10S" } } };
    const bench = await openMailBench({ mail, catalog: exampleCatalog(), records });
    return {
      bench,
      deliver: async (mailbox, raw) => void deliver(userOf(mailbox), raw),
      close: () => bench.close(),
    };
  }),
);
