import { readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { hostname, uptime } from "node:os";

/** Who holds a database: for messages and for finding his socket. The lock itself is the operating system's. */
export interface Holder {
  readonly pid: number;
  readonly host: string;
  /** Identity of this start of the machine: a process id of another one means nothing. */
  readonly bootId: string;
  /** When the process started, and since when it holds the database: milliseconds since 1970. */
  readonly startedAt: number;
  readonly since: number;
  /** Version of the product. */
  readonly version: string;
  /** `ordo serve` and its like. */
  readonly command: string;
  /** Where it listens; null: it does not. */
  readonly socket: string | null;
}

/** This process as a holder. */
export function thisHolder(about: {
  readonly version: string;
  readonly command: string;
  readonly now: number;
}): Holder {
  return {
    pid: process.pid,
    host: hostname(),
    bootId: bootId(),
    startedAt: Math.round(performance.timeOrigin),
    since: about.now,
    version: about.version,
    command: about.command,
    socket: null,
  };
}

/** Writes who holds; the file is there whole or not at all. */
export function writeHolder(path: string, holder: Holder): void {
  const fresh = `${path}.${process.pid}`;
  writeFileSync(fresh, `${JSON.stringify(holder)}\n`, { mode: 0o600 });
  renameSync(fresh, path);
}

/** Who wrote himself down last; null for nobody, or for what makes no sense. */
export function readHolder(path: string): Holder | null {
  try {
    const read: unknown = JSON.parse(readFileSync(path, "utf8"));
    return isHolder(read) ? read : null;
  } catch {
    return null;
  }
}

/** Takes this process's name off. */
export function removeHolder(path: string): void {
  rmSync(path, { force: true });
}

/** Does the process that wrote itself down still run, as far as can be told from here? Null: it ran elsewhere. */
export function isAlive(holder: Holder): boolean | null {
  if (holder.host !== hostname()) return null;
  if (holder.bootId !== bootId()) return false;
  try {
    process.kill(holder.pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

function bootId(): string {
  try {
    return readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim();
  } catch {
    // Elsewhere the minute of the start: the clock may have been corrected since, but hardly by a minute.
    return `boot-${Math.round((performance.timeOrigin + performance.now() - uptime() * 1_000) / 60_000)}`;
  }
}

function isHolder(value: unknown): value is Holder {
  if (typeof value !== "object" || value === null) return false;
  const one = value as Partial<Record<keyof Holder, unknown>>;
  return (
    Number.isInteger(one.pid) &&
    typeof one.host === "string" &&
    typeof one.bootId === "string" &&
    typeof one.since === "number" &&
    typeof one.version === "string" &&
    typeof one.command === "string" &&
    (one.socket === null || typeof one.socket === "string")
  );
}
