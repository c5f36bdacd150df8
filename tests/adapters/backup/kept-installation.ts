import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Installation } from "../../../adapters/backup/make-backup.ts";
import { openFolderFiles } from "../../../adapters/files/folder/open-folder-files.ts";
import type { LetterTables } from "../../../adapters/mail-source/letter-tables.ts";
import { withTables } from "../../../adapters/sql-database.ts";
import type { Context } from "../../../adapters/store/database.ts";
import { openDatabase, openStore, type StoreConfig, storeOf } from "../../../adapters/store/open-store.ts";
import type { Files } from "../../../engine/ports/files.ts";
import type { Store } from "../../../engine/ports/store.ts";
import { archivedLife, Life, START, wholeLife } from "../../contracts/store-life.ts";
import { sealAll } from "../../contracts/store-registries.ts";
import { sharedPostgres } from "../../support/servers/postgres.ts";
import { VirtualClock } from "../../support/virtual-clock.ts";

/** An installation of a test: a store, its files and the folder it all lies in. */
export interface KeptInstallation {
  readonly store: Store;
  readonly context: Context;
  readonly files: Files;
  readonly folder: string;
  readonly clock: VirtualClock;
  /** What a backup is made of. */
  readonly installation: Installation;
}

/** Makes installations for tests and removes them all again. */
export class Installations {
  readonly #cleanups: (() => Promise<void>)[] = [];

  /** Removes what was made, in the opposite order. */
  async removeAll(): Promise<void> {
    for (const cleanup of this.#cleanups.splice(0).reverse()) await cleanup();
  }

  /** An empty folder. */
  async folder(): Promise<string> {
    const made = await mkdtemp(join(tmpdir(), "ordo-backup-"));
    this.#cleanups.push(() => rm(made, { recursive: true, force: true }));
    return made;
  }

  /** On a SQLite file. */
  async sqlite(): Promise<KeptInstallation> {
    const folder = await this.folder();
    return await this.#open({ kind: "sqlite", file: join(folder, "ordo.db") }, folder);
  }

  /** On a database of its own of the PostgreSQL for tests. */
  async postgres(): Promise<KeptInstallation> {
    if (POSTGRES.skip !== undefined) throw new Error(POSTGRES.skip);
    const database = await POSTGRES.freshDatabase();
    this.#cleanups.push(() => database.drop());
    return await this.#open({ kind: "postgres", url: database.url, poolSize: 3 }, await this.folder());
  }

  async #open(config: StoreConfig, folder: string): Promise<KeptInstallation> {
    const clock = new VirtualClock(START);
    await (await openStore(config, { clock })).close();
    const context = await openDatabase(config, { clock });
    this.#cleanups.push(() => context.database.close());
    const [files, seals] = [join(folder, "files"), join(folder, "seals")];
    const { database } = context;
    const installation = { database, clock, files, seals };
    return { store: storeOf(context), context, files: openFolderFiles(files), folder, clock, installation };
  }
}

/** The server for tests, or why there is none. */
export const POSTGRES = await sharedPostgres();

/** A little of everything: instances at work, ended and archived, sealed rows, letters, files. */
export async function filled(kept: KeptInstallation): Promise<KeptInstallation> {
  const { store, files, context, installation } = kept;
  await archivedLife(store, "i-0", 1);
  await new Life(store, "i-1", 2).start({ company: 'Ёлка «Ю»\n\t "', size: 3 }, "key-1");
  await wholeLife(store, "i-2", 3);
  await sealAll(store);
  await files.put("letter/imap-1/1", { name: "Счёт.pdf", type: "application/pdf", bytes: bytesOf("%PDF-1 счёт") });
  await files.put("letter/imap-2/1", { name: "again.pdf", type: "application/pdf", bytes: bytesOf("%PDF-1 счёт") });
  await files.put("i-2/sheet", { name: "sheet.pdf", type: "application/pdf", bytes: new Uint8Array(300_000).fill(7) });
  await putLetter(context, "imap-1");
  await mkdir(join(kept.folder, "seals"), { recursive: true });
  await writeFile(join(installation.seals ?? "", "heads-2026-11-22.jsonl"), '{"registry":"discounts"}\n');
  return kept;
}

/** A letter as the intake keeps it. */
async function putLetter({ database }: Context, id: string): Promise<void> {
  const { db } = withTables<LetterTables>(database);
  const body = JSON.stringify({ text: "Здравствуйте" });
  const row = { id, body, folder: null, at: START, print: null, record: null, emptied: 0 };
  await db.insertInto("letter").values(row).execute();
}

/** A text's bytes. */
export function bytesOf(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

/** Sets a clock of tests, whatever waits on it. */
export function setClock(clock: VirtualClock, to: number): void {
  clock.jump(to - clock.now());
}
