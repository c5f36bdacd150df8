import { UnknownCursor } from "../../engine/base/unknown-cursor.ts";
import type { Page } from "../../engine/ports/queries.ts";

/** Most rows of a page, whoever asks. */
const LIMIT_MAX = 1000;

/** How many rows to ask for: one more than the page holds, to see whether there is a next. */
export function askedFor(limit: number): number {
  return Math.min(Math.max(limit, 1), LIMIT_MAX) + 1;
}

/**
 * A page out of rows that were asked for with {@link askedFor}. The next page begins behind the last row's place: the
 * values that the list is ordered by.
 */
export function pageOf<Row>(
  rows: readonly Row[],
  limit: number,
  placeOf: (row: Row) => readonly (string | number | null)[],
): Page<Row> {
  const size = askedFor(limit) - 1;
  const last = rows[size - 1];
  const next =
    rows.length > size && last !== undefined ? Buffer.from(JSON.stringify(placeOf(last))).toString("base64url") : null;
  return { rows: rows.slice(0, size), next };
}

/** What stands at one position of a cursor. */
type Cell = "number" | "string" | "number?";

/**
 * The place a page begins behind; null for the first page.
 *
 * @param cells what the place is made of
 * @throws {UnknownCursor} of what is no cursor of this list: from the beginning again, whoever pages would never end
 */
export function placeAfter(
  cursor: string | null | undefined,
  cells: readonly Cell[],
): readonly (string | number | null)[] | null {
  if (cursor === null || cursor === undefined) return null;
  const place = parsed(Buffer.from(cursor, "base64url").toString());
  if (!Array.isArray(place) || place.length !== cells.length) throw new UnknownCursor();
  if (!cells.every((cell, at) => fits(place[at], cell))) throw new UnknownCursor();
  return place as readonly (string | number | null)[];
}

function fits(value: unknown, cell: Cell): boolean {
  if (cell === "string") return typeof value === "string" && !value.includes("\0");
  return Number.isSafeInteger(value) || (cell === "number?" && value === null);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
