import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { createGunzip } from "node:zlib";
import type { Head } from "../../engine/ports/registries.ts";
import { StoreError } from "./store-error.ts";

/*
 * A backup is JSON lines, compressed: the head, then for each table a line with its columns and a line for each row, and
 * the end with counts and a digest of every line before. The same for both databases, so that either restores what the
 * other kept.
 */

/** Rises when a reader of before could not read it. */
export const BACKUP_FORMAT = 1;

/** First line of a backup. */
export interface BackupHead {
  readonly ordo: "backup";
  readonly format: number;
  /** Names of the migrations the database had. */
  readonly schema: readonly string[];
  /** ISO 8601, UTC. */
  readonly at: string;
}

/** Last line of a backup. */
export interface BackupEnd {
  /** Rows by table. */
  readonly counts: Readonly<Record<string, number>>;
  /** Heads of the registries: kept outside the database with every backup. */
  readonly heads: readonly Head[];
  /** SHA-256 over all lines before, hex. */
  readonly digest: string;
}

/** What stands beside a backup for people and programs; the backup itself says the same. */
export type BackupManifest = Pick<BackupHead, "at" | "schema"> &
  BackupEnd & { readonly file: string; readonly bytes: number };

/** A line of a backup between head and end. */
export type BackupLine =
  | { readonly kind: "table"; readonly name: string; readonly columns: readonly string[] }
  | { readonly kind: "row"; readonly cells: readonly unknown[] };

/** What a reader of a backup is told. */
export interface BackupReader {
  head(head: BackupHead): Promise<void>;
  line(line: BackupLine): Promise<void>;
}

/**
 * Reads a backup to its end and checks that it is whole.
 *
 * @throws {StoreError} `BACKUP_DAMAGED`; whatever was told before is then not to be kept
 */
export async function readBackup(file: string, reader: BackupReader): Promise<BackupEnd> {
  const digest = createHash("sha256");
  const counts: Record<string, number> = {};
  let table = "";
  let isFirst = true;
  try {
    for await (const text of linesOf(file)) {
      const line: unknown = JSON.parse(text);
      if (isEnd(line)) return checkedEnd(line, { digest: digest.digest("hex"), counts });
      digest.update(`${text}\n`);
      if (isFirst) await reader.head(checkedHead(line));
      else if (Array.isArray(line)) {
        counts[table] = (counts[table] ?? 0) + 1;
        await reader.line({ kind: "row", cells: line });
      } else {
        const { table: name, columns } = line as { readonly table: string; readonly columns: readonly string[] };
        table = name;
        counts[table] = 0;
        await reader.line({ kind: "table", name, columns });
      }
      isFirst = false;
    }
  } catch (error) {
    if (isOfFile(error)) throw damaged(error.message, error);
    throw error;
  }
  throw damaged("the end is missing");
}

/** `node:readline` keeps errors of its source to itself. */
async function* linesOf(file: string): AsyncGenerator<string> {
  const plain = createGunzip();
  const source = createReadStream(file);
  source.on("error", (error) => plain.destroy(error));
  const decoder = new TextDecoder();
  let rest = "";
  try {
    for await (const bytes of source.pipe(plain)) {
      const lines = (rest + decoder.decode(bytes as Uint8Array, { stream: true })).split("\n");
      rest = lines.pop() ?? "";
      yield* lines;
    }
  } finally {
    source.destroy();
    plain.destroy();
  }
}

function isEnd(line: unknown): line is { readonly end: BackupEnd } {
  return typeof line === "object" && line !== null && "end" in line;
}

function checkedHead(line: unknown): BackupHead {
  const head = line as Partial<BackupHead> | null;
  if (head?.ordo === "backup" && head.format === BACKUP_FORMAT) return head as BackupHead;
  throw damaged(head?.ordo === "backup" ? `its format is ${head.format}, not ${BACKUP_FORMAT}` : "it is no backup");
}

function checkedEnd(
  { end }: { readonly end: BackupEnd },
  read: { readonly digest: string; readonly counts: Readonly<Record<string, number>> },
): BackupEnd {
  if (end.digest !== read.digest) throw damaged("its digest is another");
  if (JSON.stringify(end.counts) !== JSON.stringify(read.counts)) throw damaged("its counts are others");
  return end;
}

/** Of zlib and of `JSON.parse`: the bytes are not what was written. */
function isOfFile(error: unknown): error is Error {
  if (error instanceof SyntaxError) return true;
  return error instanceof Error && "code" in error && typeof error.code === "string" && error.code.startsWith("Z_");
}

function damaged(why: string, cause?: Error): StoreError {
  return new StoreError(
    "BACKUP_DAMAGED",
    {
      says: { ru: `Резервная копия повреждена: ${why}.`, en: `The backup is damaged: ${why}.` },
      remedy: {
        ru: "Возьмите другую копию; проверяйте копии сразу, как сделали (`ordo backup --verify`).",
        en: "Take another one; verify backups as soon as they are made (`ordo backup --verify`).",
      },
    },
    cause === undefined ? undefined : { cause },
  );
}
