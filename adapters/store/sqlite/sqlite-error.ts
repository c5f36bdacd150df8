import { StoreUnavailable } from "../../../engine/base/unavailable.ts";

/** Result codes that say the file cannot be read or written now, rather than that the statement is wrong. */
const UNAVAILABLE: ReadonlySet<number> = new Set([
  5, // BUSY
  6, // LOCKED
  8, // READONLY
  10, // IOERR
  13, // FULL
  14, // CANTOPEN
]);

/** The low byte is the code, the rest its detail. */
const CODE_MASK = 0xff;

/** The error to throw for one of SQLite: `StoreUnavailable` where the disk is full, the file locked and the like. */
export function unavailable(error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  if ("syscall" in error) return new StoreUnavailable(`SQLite: ${error.message}`, { cause: error });
  if (!("errcode" in error) || typeof error.errcode !== "number") return error;
  return UNAVAILABLE.has(error.errcode & CODE_MASK)
    ? new StoreUnavailable(`SQLite: ${error.message}`, { cause: error })
    : error;
}
