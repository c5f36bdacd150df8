import { closeSync, existsSync, mkdirSync, openSync } from "node:fs";
import { dirname } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { couldNotRun } from "../complaint.ts";
import { type Holder, readHolder, removeHolder, writeHolder } from "./holder.ts";
import { networkFileSystem } from "./network-file-system.ts";

/** The right to write to a database, held until it is released or the process ends, however it ends. */
export interface FileLock {
  /** Makes known where the holder listens. */
  announce(socket: string): void;
  release(): void;
}

/**
 * Takes the lock beside a database (`<database>.lock`), or says that somebody else has it: null.
 *
 * The lock is the operating system's, taken through SQLite on an empty file of its own, so that it is free the moment its
 * process is gone, killed or crashed, and also between containers whose process ids mean nothing to each other. A process
 * id in a file could not do that: two who both find it stale would both take it. Who holds is written beside it
 * (`<database>.lock.json`), for people.
 *
 * The lock's file must be opened by nothing but SQLite: closing any other handle to it would drop the lock (POSIX).
 *
 * @throws {Complaint} where the folder lies on a network, or may not be written to
 */
export function tryLock(database: string, holder: Holder): FileLock | null {
  refuseNetwork(database);
  const connection = openLock(database);
  if (!take(connection, database)) {
    connection.close();
    return null;
  }
  const path = holderPath(database);
  const write = (who: Holder): void => {
    try {
      writeHolder(path, who);
    } catch (error) {
      throw cannotLock(path, error);
    }
  };
  try {
    write(holder);
  } catch (error) {
    connection.close();
    throw error;
  }
  return {
    announce: (socket) => write({ ...holder, socket }),
    release() {
      removeHolder(path);
      connection.close();
    },
  };
}

/** Who holds the database's lock now: null where it is free. `unknown`: it is held by somebody who left no name. */
export function lockHolder(database: string): Holder | "unknown" | null {
  if (!existsSync(`${database}.lock`)) return null;
  const connection = openLock(database);
  const isFree = take(connection, database);
  connection.close();
  return isFree ? null : (readHolder(holderPath(database)) ?? "unknown");
}

/** The name beside the lock, whether or not it is still true. */
export function holderBeside(database: string): Holder | null {
  return readHolder(holderPath(database));
}

function holderPath(database: string): string {
  return `${database}.lock.json`;
}

function openLock(database: string): DatabaseSync {
  const path = `${database}.lock`;
  try {
    makeFolder(dirname(path));
    makePrivate(path);
    return new DatabaseSync(path, { timeout: 0 });
  } catch (error) {
    throw cannotLock(path, error);
  }
}

/** One folder, not a chain of them: what is missing further up is a slip in `ordo.yaml`. */
function makeFolder(folder: string): void {
  if (!existsSync(folder)) mkdirSync(folder, { mode: 0o700 });
}

/** Makes the file if it is not there. Exclusively: a handle to one that is there must not be opened, let alone closed. */
function makePrivate(path: string): void {
  try {
    closeSync(openSync(path, "wx", 0o600));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
  }
}

const SQLITE_BUSY = 5;

function take(connection: DatabaseSync, database: string): boolean {
  try {
    connection.exec("BEGIN IMMEDIATE");
    return true;
  } catch (error) {
    if (isBusy(error)) return false;
    connection.close();
    throw cannotLock(`${database}.lock`, error);
  }
}

/** Extended codes carry the plain one in their last byte. */
function isBusy(error: unknown): boolean {
  const code = (error as { readonly errcode?: unknown }).errcode;
  return typeof code === "number" && (code & 0xff) === SQLITE_BUSY;
}

function refuseNetwork(database: string): void {
  const kind = networkFileSystem(dirname(database));
  if (kind === null) return;
  throw couldNotRun(
    {
      ru: `База ${database} лежит на сетевом диске (${kind}): замкам на нём нельзя верить, и две машины испортили бы её`,
      en: `The database ${database} lies on a network drive (${kind}): its locks cannot be relied on, and two machines would ruin it`,
    },
    {
      ru: 'Перенесите её на диск этой машины (store: { kind: sqlite, file: … }) или возьмите PostgreSQL: store: { kind: postgres, url: "${DATABASE_URL}" }',
      en: 'Move it to a disk of this machine (store: { kind: sqlite, file: … }), or take PostgreSQL: store: { kind: postgres, url: "${DATABASE_URL}" }',
    },
  );
}

function cannotLock(path: string, error: unknown): Error {
  const what = error instanceof Error ? error.message.replace(/,.*$/, "") : String(error);
  return couldNotRun(
    { ru: `Не удалось занять базу (${path}): ${what}`, en: `Could not take the database (${path}): ${what}` },
    {
      ru: "Проверьте, что папка есть, на неё есть права записи и на диске есть место. Команды запускает тот же пользователь, что и ordo serve.",
      en: "See that the folder is there, that you may write to it and that the disk has room. Commands are run by the same user as `ordo serve`.",
    },
  );
}
