import { createHash, type Hash } from "node:crypto";
import { createWriteStream } from "node:fs";
import { mkdir, open, rename, stat, writeFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createGzip } from "node:zlib";
import { type Instant, instant } from "../../engine/base/instant.ts";
import type { Head } from "../../engine/ports/registries.ts";
import { BACKUP_FORMAT, type BackupHead, type BackupManifest } from "./backup-file.ts";
import { pageText, type TableShape, tablesOf } from "./backup-tables.ts";
import type { Database, Session } from "./database.ts";

/** Rows read at once: a move's events may be large. */
const PAGE_ROWS = 200;

/** What to keep where. */
export interface BackupOrder {
  /** Made if it is not there. */
  readonly folder: string;
  /** Names the file, unless {@link BackupOrder.name} does. */
  readonly at: Instant;
  /** Of the file. @default ordo-2026-11-23T21-00-00Z.jsonl.gz */
  readonly name?: string;
  /** Called with the number of rows written so far. */
  readonly onProgress?: (rows: number) => void;
}

/**
 * Writes the whole store into one file, `ordo-2026-11-23T21-00-00Z.jsonl.gz`, as it stands at one moment, while others
 * go on writing; a manifest lies beside it. A file under that name is whole and on the disk: until then it is called
 * `.partial`.
 *
 * @throws {StoreUnavailable}
 */
export async function backup(database: Database, order: BackupOrder): Promise<BackupManifest> {
  const { folder, at, name, onProgress } = order;
  await mkdir(folder, { recursive: true });
  const file = join(folder, name ?? `${backupName(at)}.jsonl.gz`);
  const made = await database.snapshot(async (tx) => {
    const dump = new Dump(tx, database.kind, onProgress);
    await writeSynced(`${file}.partial`, dump.lines(at));
    return dump.made();
  });
  await rename(`${file}.partial`, file);
  const { size } = await stat(file);
  const manifest = { file: basename(file), bytes: size, ...made };
  await writeFile(`${file}.manifest.json`, `${JSON.stringify(manifest, null, 2)}\n`, { flush: true });
  await syncFolder(folder);
  return manifest;
}

/** What a backup of that moment is called: `ordo-2026-11-23T21-00-00Z`. */
export function backupName(at: Instant): string {
  return `ordo-${new Date(at).toISOString().slice(0, 19).replaceAll(":", "-")}Z`;
}

/** The lines of a backup, and what was counted while they were made. */
class Dump {
  readonly #tx: Session;
  readonly #kind: Database["kind"];
  readonly #onProgress: ((rows: number) => void) | undefined;
  readonly #digest: Hash = createHash("sha256");
  readonly #counts: Record<string, number> = {};
  #rows = 0;
  #made: Omit<BackupManifest, "file" | "bytes"> | null = null;

  constructor(tx: Session, kind: Database["kind"], onProgress: ((rows: number) => void) | undefined) {
    this.#tx = tx;
    this.#kind = kind;
    this.#onProgress = onProgress;
  }

  made(): Omit<BackupManifest, "file" | "bytes"> {
    if (this.#made === null) throw new Error("The lines were not read to their end.");
    return this.#made;
  }

  async *lines(at: Instant): AsyncGenerator<string> {
    const migrations = await this.#tx.query<{ readonly name: string }>(
      "select name from migration order by number",
      [],
    );
    const schema = migrations.rows.map(({ name }) => name);
    const head: BackupHead = { ordo: "backup", format: BACKUP_FORMAT, schema, at: new Date(at).toISOString() };
    yield this.#hashed(`${JSON.stringify(head)}\n`);
    for (const table of await tablesOf(this.#tx, this.#kind)) yield* this.#table(table);
    const end = { counts: this.#counts, heads: await headsOf(this.#tx), digest: this.#digest.digest("hex") };
    this.#made = { at: head.at, schema, ...end };
    yield `${JSON.stringify({ end })}\n`;
  }

  async *#table(table: TableShape): AsyncGenerator<string> {
    const columns = table.columns.map((column) => column.name);
    yield this.#hashed(`${JSON.stringify({ table: table.name, columns })}\n`);
    this.#counts[table.name] = 0;
    let after: readonly unknown[] | null = null;
    for (;;) {
      const text = pageText(table, this.#kind, after === null);
      const page = await this.#tx.query<Readonly<Record<string, unknown>>>(text, [...(after ?? []), PAGE_ROWS]);
      const rows: readonly Readonly<Record<string, unknown>>[] = page.rows;
      const last = rows.at(-1);
      if (last === undefined) return;
      this.#counts[table.name] = (this.#counts[table.name] ?? 0) + rows.length;
      this.#rows += rows.length;
      this.#onProgress?.(this.#rows);
      yield this.#hashed(rows.map((row) => `${JSON.stringify(columns.map((column) => row[column]))}\n`).join(""));
      if (rows.length < PAGE_ROWS) return;
      after = table.key.map((column) => last[column]);
    }
  }

  #hashed(text: string): string {
    this.#digest.update(text);
    return text;
  }
}

async function headsOf(tx: Session): Promise<readonly Head[]> {
  const { rows } = await tx.query<Head>("select registry, count, chain, at from registry_head order by registry", []);
  return rows.map(({ registry, count, chain, at }) => ({ registry, count, chain, at: instant(at) }));
}

/** Written, and on the disk when this resolves. */
async function writeSynced(file: string, lines: AsyncIterable<string>): Promise<void> {
  await pipeline(Readable.from(lines), createGzip(), createWriteStream(file, { mode: 0o600, flush: true }));
}

/** A rename is on the disk when its folder is. Windows cannot sync folders. */
export async function syncFolder(folder: string): Promise<void> {
  if (process.platform === "win32") return;
  const handle = await open(folder, "r");
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
