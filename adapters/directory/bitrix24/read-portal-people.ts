import type { BatchCall, Portal, PortalAnswer, Row, Urgency } from "../../bitrix24/portal.ts";
import { departmentOfRow, type PortalPeople, personOfRow } from "./portal-people.ts";

/** Rows of a page: the portal's, not to be changed. */
const PAGE = 50;
/** A list that changes while it is read is read again, so often. */
const READINGS_MAX = 3;
/** No company has more; what has is a portal that never ends. */
const ROWS_MAX = 100_000;

const USERS: Kind = { method: "user.get", start: "start" };
const DEPARTMENTS: Kind = { method: "department.get", start: "START" };

interface Kind {
  readonly method: string;
  /** What the first row of a page is called. */
  readonly start: string;
}

/** What a reading came to. */
export type PeopleReading =
  | { readonly kind: "people"; readonly people: PortalPeople }
  | { readonly kind: "failed"; readonly method: string; readonly answer: Exclude<PortalAnswer, { kind: "done" }> }
  /** The list changed while it was read, every time. */
  | { readonly kind: "unsteady" };

/**
 * Everybody the portal shows, who left included, and its departments. Two requests for a company of up to 2,450 people,
 * one more for each 2,500 beyond. Pages are by number and checked against the count, so that somebody between two pages is
 * not lost.
 */
export async function readPortalPeople(
  portal: Portal,
  { urgency, signal }: { readonly urgency: Urgency; readonly signal: AbortSignal },
): Promise<PeopleReading> {
  for (let reading = 0; reading < READINGS_MAX; reading += 1) {
    const read = await readOnce((calls) => portal.batch(calls, { effect: "read", urgency, signal }));
    if ("failed" in read) return read.failed;
    const [users, departments] = [read.rows(USERS), read.rows(DEPARTMENTS)];
    if (users === null || departments === null) continue;
    return {
      kind: "people",
      people: {
        users: users.map(personOfRow).filter((person) => person !== null),
        departments: departments.map(departmentOfRow).filter((department) => department !== null),
      },
    };
  }
  return { kind: "unsteady" };
}

interface Page {
  readonly kind: Kind;
  readonly at: number;
}

type ReadOnce =
  | { readonly failed: PeopleReading & { readonly kind: "failed" } }
  /** Rows by number, each once; null where they are not as many as the portal counts, or it counts anew. */
  | { readonly rows: (kind: Kind) => readonly Row[] | null };

async function readOnce(batch: (calls: readonly BatchCall[]) => Promise<readonly PortalAnswer[]>): Promise<ReadOnce> {
  const found = new Map<Kind, Found>([
    [USERS, { rows: new Map(), totals: new Set() }],
    [DEPARTMENTS, { rows: new Map(), totals: new Set() }],
  ]);
  let pages: readonly Page[] = [
    { kind: USERS, at: 0 },
    { kind: DEPARTMENTS, at: 0 },
  ];
  while (pages.length > 0) {
    const answers = await batch(pages.map(callOf));
    const next: Page[] = [];
    for (const [index, page] of pages.entries()) {
      const answer = answers[index];
      if (answer === undefined) continue;
      const { method } = page.kind;
      if (answer.kind !== "done") return { failed: { kind: "failed", method, answer } };
      const of = found.get(page.kind);
      if (of === undefined) continue;
      keep(of, answer);
      next.push(...after(page, answer));
    }
    pages = next;
  }
  return {
    rows: (kind) => {
      const { rows, totals } = found.get(kind) ?? { rows: new Map<string, Row>(), totals: new Set<number>() };
      return [...totals].every((total) => total === rows.size) ? [...rows.values()] : null;
    },
  };
}

interface Found {
  readonly rows: Map<string, Row>;
  /** What the portal counted, page by page: one number, where nothing changed. */
  readonly totals: Set<number>;
}

function keep(of: Found, { result, total }: PortalAnswer & { readonly kind: "done" }): void {
  if (total !== null) of.totals.add(total);
  const rows: readonly unknown[] = typeof result === "object" && result !== null ? Object.values(result) : [];
  for (const row of rows) {
    if (typeof row === "object" && row !== null && "ID" in row) of.rows.set(String(row.ID), row as Row);
  }
}

/** With a count all pages are known after the first; without one each says whether there is another. */
function after({ kind, at }: Page, { total, next }: PortalAnswer & { readonly kind: "done" }): readonly Page[] {
  if (total === null) return next === null || next <= at || next > ROWS_MAX ? [] : [{ kind, at: next }];
  if (at > 0) return [];
  const more = Math.ceil(Math.min(total, ROWS_MAX) / PAGE) - 1;
  return Array.from({ length: Math.max(0, more) }, (_, index) => ({ kind, at: (index + 1) * PAGE }));
}

function callOf({ kind, at }: Page): BatchCall {
  return { method: kind.method, params: { sort: "ID", order: "ASC", [kind.start]: at } };
}
