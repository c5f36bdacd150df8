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

/** The place a page begins behind; null for the first page, and for what is no cursor of ours. */
export function placeAfter(cursor: string | null | undefined): readonly (string | number | null)[] | null {
  if (cursor === null || cursor === undefined) return null;
  try {
    const place: unknown = JSON.parse(Buffer.from(cursor, "base64url").toString());
    return Array.isArray(place) ? (place as readonly (string | number | null)[]) : null;
  } catch {
    return null;
  }
}
