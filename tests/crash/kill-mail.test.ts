import { cpSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, describe, expect, test } from "vitest";
import { assemble } from "../../adapters/engine/assemble.ts";
import { Chance } from "../simulation/chance.ts";
import { COMMAND } from "../support/command-line.ts";
import { rawLetter } from "../support/raw-letter.ts";
import { type OwnDovecot, ownDovecot } from "../support/servers/dovecot.ts";
import { ROOT } from "../support/source-files.ts";
import { configurationOf, deployAll, QUIET } from "./company-engine.ts";
import { WorkerProcesses } from "./worker-processes.ts";

const server = await ownDovecot();
afterAll(() => (server.skip === undefined ? server.end() : undefined));

const MAILBOXES = ["info", "sales", "zip", "service", "repair", "tender", "spb", "msk", "region", "director"];
/** `npm run crash:mail` takes 1,000. */
const LETTERS = Number(process.env["ORDO_CRASH_LETTERS"] ?? 200);
/** Every so many letters one is sent to a second mailbox too: they are one task all the same. */
const COPY_EVERY = 20;
const COPIES = LETTERS / COPY_EVERY;
const KILLS = 5;
/** Sent after the last kill: a fast machine has read all others by then, and whoever comes next has work, too. */
const LAST = LETTERS / 20;
const LOOK_MS = 20;
/** Everything is taken in so long after the last kill. Milliseconds. */
const REST_MS_MAX = 120_000;

const title = `the engine is killed while it takes letters in${server.skip === undefined ? "" : ` (skipped: ${server.skip})`}`;

describe.skipIf(server.skip !== undefined)(title, () => {
  test(`${LETTERS} letters in ten mailboxes, kill -9 again and again: each letter is exactly one task`, async () => {
    if (server.skip !== undefined) throw new Error(server.skip);
    const folder = companyFolder(server);
    const environment = { MAIL_PASSWORD: server.password };
    const configuration = configurationOf(folder, environment);
    const first = await assemble(configuration, QUIET);
    await deployAll(first.engine.useCases, configuration);
    await first.close();
    const workers = new WorkerProcesses({ command: "serve", count: 1, folder, environment, cli: COMMAND });
    deliver(server, 0, LETTERS / 2);
    workers.start();
    const chance = new Chance(1, "mail");
    for (let kill = 0; kill < KILLS; kill++) {
      // A kill that meets nobody is none: whoever died last has been replaced before.
      await untilStarted(workers, kill + 1);
      const share = (kill + chance.below(1_000) / 1_000) / KILLS;
      await untilRead(server, Math.floor(share * LETTERS * 0.9));
      await workers.kill(0);
      if (kill === 1) deliver(server, LETTERS / 2, LETTERS - LAST);
    }
    deliver(server, LETTERS - LAST, LETTERS);
    await untilRead(server, LETTERS + COPIES);
    await workers.stop();
    expect(workers.started).toBeGreaterThan(KILLS);
    expect(await tasksAfterAll(folder, environment)).toEqual(expectedSubjects());
    rmSync(folder, { recursive: true });
  }, 240_000);
});

function deliver({ deliver: put }: OwnDovecot, from: number, to: number): void {
  for (let at = from; at < to; at++) {
    const files = at % 10 === 0 ? [{ name: `план-${at}.txt`, content: `план ${at}` }] : [];
    const raw = rawLetter({
      // Every tenth program forgets to number its letters.
      ...(at % 10 === 1 ? {} : { id: `<letter-${at}@client.example>` }),
      ...{ from: `client-${at}@client.example`, subject: `Вопрос ${at}`, files },
    });
    put(mailboxOf(at), raw);
    if (at % COPY_EVERY === 0) put(mailboxOf(at + 1), raw);
  }
}

function mailboxOf(at: number): string {
  return MAILBOXES[at % MAILBOXES.length] ?? "info";
}

/** So many processes have been started in all. */
async function untilStarted(workers: WorkerProcesses, count: number): Promise<void> {
  for (const until = performance.now() + REST_MS_MAX; performance.now() < until; await sleep(LOOK_MS))
    if (workers.started >= count) return;
  throw new Error(`${count} processes were not started in ${REST_MS_MAX / 1_000} s`);
}

/** Letters that the engine marked as read, once there are so many. */
async function untilRead(on: OwnDovecot, count: number): Promise<void> {
  for (const until = performance.now() + REST_MS_MAX; performance.now() < until; await sleep(LOOK_MS)) {
    const read = MAILBOXES.flatMap((name) => on.letters(name)).filter((name) => /:2,\w*S/.test(name));
    if (read.length >= count) return;
  }
  throw new Error(`${count} letters were not read in ${REST_MS_MAX / 1_000} s`);
}

/** What the dead left is done; the subjects of the open tasks, sorted. */
async function tasksAfterAll(
  folder: string,
  environment: Readonly<Record<string, string>>,
): Promise<readonly unknown[]> {
  const { engine, store, close, clock } = await assemble(configurationOf(folder, environment), QUIET);
  await engine.worker.start();
  try {
    for (const until = performance.now() + REST_MS_MAX; performance.now() < until; await sleep(LOOK_MS)) {
      const { tasks } = await store.queries.counts(clock.now());
      if (tasks >= LETTERS) break;
    }
  } finally {
    await engine.worker.stop();
    await close();
  }
  const database = new DatabaseSync(join(folder, "ordo.db"));
  try {
    expect(database.prepare("select count(*) as n from occurrence_feed").get()).toEqual({ n: 0 });
    return database
      .prepare("select title from task order by title")
      .all()
      .map((row) => row["title"]);
  } finally {
    database.close();
  }
}

function expectedSubjects(): readonly string[] {
  return Array.from({ length: LETTERS }, (_, at) => `Письмо от client-${at}@client.example: Вопрос ${at}`).sort();
}

function companyFolder({ host, port }: OwnDovecot): string {
  const folder = mkdtempSync(join(tmpdir(), "ordo-mail-kill-"));
  for (const path of ["catalog.yaml", "calendars", "processes/mail-intake", "processes/sample"])
    cpSync(join(ROOT, path), join(folder, path), { recursive: true });
  const mailboxes = MAILBOXES.map((name) => `      ${name}: { user: ${name}, password: "\${MAIL_PASSWORD}" }\n`).join(
    "",
  );
  writeFileSync(
    join(folder, "ordo.yaml"),
    `directory: processes/sample/directory.yaml
records: processes/sample/records.yaml
catalog: catalog.yaml
locale: ru
users: { "*": admin-1 }
store: { kind: sqlite, file: ordo.db }
log: warn
service: { port: 0 }
mail:
  imap:
    defaults: { host: ${host}, port: ${port}, tls: none }
    mailboxes:
${mailboxes}`,
  );
  return folder;
}
