import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { openSmtpChannel } from "../../adapters/notifier/smtp/open-smtp-channel.ts";
import type { ValueMap } from "../../engine/base/value.ts";
import { letterOf } from "../adapters/notifier/smtp/smtp-bench.ts";
import { exampleCatalog } from "../support/example-company.ts";
import { openMailBench } from "../support/mail-bench.ts";
import { rawLetter } from "../support/raw-letter.ts";
import { startSmtp } from "../support/servers/smtp.ts";

const WAIT = { timeout: 20_000, interval: 25 };

test("a client writes to a mailbox, our answer leaves from it, his answer belongs to the record, ours starts nothing", async () => {
  const folder = mkdtempSync(join(tmpdir(), "ordo-circle-"));
  const [server, catalog] = [await startSmtp(), exampleCatalog()];
  const mail = { local: { folder, poll: "PT1S" } };
  const bench = await openMailBench({ mail, catalog, records: { "lead/1": { title: "Кофемашина" } } });
  const channel = openSmtpChannel(
    {
      ...{ host: "localhost", port: server.port, tls: "none", ca: null, user: null, password: null, textOnly: true },
      ...{ from: "info", identities: {}, connections: 1 },
    },
    {
      clock: { now: () => Date.now() },
      locale: "ru",
      mailboxes: catalog.mailboxes,
      sent: bench.sent,
      answeredBy: (record) => bench.mail.letters.lastOf(record),
    },
  );
  const told: ValueMap[] = [];
  const came = async (count: number): Promise<ValueMap> => {
    await expect.poll(async () => told.push(...(await bench.told())), WAIT).toBe(count);
    return told[count - 1] ?? {};
  };
  const put = (name: string, raw: Uint8Array): void => {
    mkdirSync(join(folder, "sales"), { recursive: true });
    writeFileSync(join(folder, "sales", `${name}.eml`), raw);
  };
  try {
    await bench.start();
    put("1", rawLetter({ id: "<first@client.example>" }));
    const { mailbox, messageId } = await came(1);
    await bench.perform("mail.link", { letter: String(messageId), record: "lead/1" });
    // As `lead-distribution` does: notify the lead, from the mailbox that `mail-intake` wrote into it.
    const { signal } = new AbortController();
    await channel.deliver(letterOf("i-1/tell@4", { message: { to: "lead/1", from: String(mailbox) } }), signal);
    const [ours] = server.letters;
    expect(ours?.mail).toMatchObject({ from: { address: catalog.mailboxes["sales"]?.address } });
    // His mail program shows our answer in his conversation.
    expect(ours?.mail).toMatchObject({ inReplyTo: "<first@client.example>" });
    const id = ours?.mail.messageId ?? "";
    put("2", rawLetter({ id: "<answer@client.example>", headers: [`In-Reply-To: ${id}`] }));
    expect(await came(2)).toMatchObject({ record: { ref: "lead/1" }, automatic: false });
    // Somebody forwards our mailboxes to each other: our letter comes back.
    put("3", rawLetter({ id, from: "sales@company.example" }));
    expect(await came(3)).toMatchObject({ automatic: true });
  } finally {
    await channel.close();
    await bench.close();
    await server.close();
    rmSync(folder, { recursive: true, force: true });
  }
});
