import pg from "pg";
import { StoreUnavailable } from "../../../engine/base/unavailable.ts";

/** Classes of SQLSTATE that speak of the server's state, not of the statement. */
const UNAVAILABLE_CLASSES: readonly string[] = [
  "08", // connection
  "53", // resources: disk full, too many connections
  "57P", // shut down, crashed, starting up
  "58", // its system: input and output
];

/** A server that may only be read: a standby that was not told of its promotion yet. */
const READ_ONLY = "25006";

/** The server gave up on a transaction in which we were silent for too long. */
const FROZEN = "25P03";

/** Undone for the sake of another transaction: serialization failure, deadlock. */
const UNDONE: ReadonlySet<string> = new Set(["40001", "40P01"]);

/**
 * The error to throw for one that a query of `pg` threw. What has no SQLSTATE never came from the server: the connection
 * broke, could not be made, or nothing came back in time.
 */
export function unavailable(error: unknown): unknown {
  if (error instanceof StoreUnavailable || !(error instanceof Error)) return error;
  const code = codeOf(error);
  const isUnavailable =
    code === null ||
    code === READ_ONLY ||
    code === FROZEN ||
    UNAVAILABLE_CLASSES.some((prefix) => code.startsWith(prefix));
  return isUnavailable ? new StoreUnavailable(`PostgreSQL: ${error.message}`, { cause: error }) : error;
}

/** Is it worth doing the same transaction again at once? */
export function wasUndone(error: unknown): boolean {
  const code = error instanceof Error ? codeOf(error) : null;
  return code !== null && UNDONE.has(code);
}

function codeOf(error: Error): string | null {
  return error instanceof pg.DatabaseError ? (error.code ?? null) : null;
}
