import {
  type CallOptions,
  PortalFailure,
  type PortalParams,
  type PortalValue,
  type Row,
  type RowsOf,
} from "./portal.ts";
import type { PortalCaller } from "./portal-caller.ts";
import { isMap, numberOf } from "./read-answer.ts";

/** Rows of a page, which the portal does not let us choose. */
const PAGE_ROWS = 50;

type Options = Omit<CallOptions, "effect">;

/** Everything of a list, page by page. @throws {PortalFailure} */
export function listRows(
  caller: PortalCaller,
  method: string,
  params: PortalParams,
  of: RowsOf,
  options: Options,
): AsyncIterable<readonly Row[]> {
  return of.by === "offset"
    ? byOffset(caller, method, params, of, options)
    : behindLastId(caller, method, params, of, options);
}

async function* behindLastId(
  caller: PortalCaller,
  method: string,
  params: PortalParams,
  { rows, id, names = { filter: "filter", order: "order" } }: RowsOf,
  options: Options,
): AsyncGenerator<readonly Row[]> {
  const behind = `>${id}`;
  const given = params[names.filter];
  const filter = isParams(given) ? given : {};
  let last = numberOf(filter[behind]) ?? 0;
  while (true) {
    const page = {
      ...params,
      [names.filter]: { ...filter, [behind]: last },
      [names.order]: { [id]: "ASC" },
      start: -1,
    };
    const answer = await caller.call(method, page, { ...options, effect: "read" });
    if (answer.kind !== "done") throw new PortalFailure(method, answer);
    const found = rows(answer.result);
    const fresh = new Map<number, Row>();
    for (const row of found) {
      const number = numberOf(row[id]);
      if (number !== null && number > last && !fresh.has(number)) fresh.set(number, row);
    }
    // A full page of nothing new: the method does not page by id, and would be asked for ever.
    if (found.length >= PAGE_ROWS && fresh.size === 0) throw standingStill(method);
    if (fresh.size > 0) yield [...fresh.values()];
    if (found.length < PAGE_ROWS) return;
    last = Math.max(...fresh.keys());
  }
}

async function* byOffset(
  caller: PortalCaller,
  method: string,
  params: PortalParams,
  { rows, id }: RowsOf,
  options: Options,
): AsyncGenerator<readonly Row[]> {
  const seen = new Set<unknown>();
  for (let start = 0; ; ) {
    const answer = await caller.call(method, { ...params, start }, { ...options, effect: "read" });
    if (answer.kind !== "done") throw new PortalFailure(method, answer);
    const fresh = rows(answer.result).filter((row) => !seen.has(String(row[id])));
    for (const row of fresh) seen.add(String(row[id]));
    if (fresh.length > 0) yield fresh;
    if (answer.next === null) return;
    if (answer.next <= start) throw standingStill(method);
    start = answer.next;
  }
}

function standingStill(method: string): PortalFailure {
  return new PortalFailure(method, { kind: "refused", code: "PAGES_STAND_STILL", status: 0, says: "" });
}

function isParams(value: PortalValue | undefined): value is PortalParams {
  return isMap(value);
}
