import { isMap, type ValueMap } from "../base/value.ts";
import { isoText } from "../calendar/iso-text.ts";
import type { CallOutcome } from "../instance/call-outcome.ts";
import type { Registries, SealedRow } from "../ports/registries.ts";
import { matchesFilter, sortRows } from "../record/record-filter.ts";

/** Rows a process may look through at once: the newest of so many. */
const ROWS_MAX = 10_000;

/** `registry.find` (language §4): rows of a registry that meet a filter, with their count. */
export async function findRows(
  registries: Registries,
  { registry, filter, order, limit }: ValueMap,
  zone: string,
): Promise<CallOutcome> {
  const all = await registries.find(String(registry), { limit: ROWS_MAX });
  const rows = all.toReversed().map((row) => asSeen(row, zone));
  const found = rows.filter((row) => matchesFilter(row, isMap(filter) ? filter : {}));
  const sorted = sortRows(found, order);
  const items = typeof limit === "number" ? sorted.slice(0, limit) : sorted;
  return { kind: "done", output: { items, count: found.length } };
}

/** A row as processes see it: its fields beside what every row has. */
function asSeen({ entry, process, instance, step, actor, at }: SealedRow, zone: string): ValueMap {
  const time = { $type: "date and time", value: isoText(at, zone) } as const;
  return { ...entry, at: time, process, instance, step, actor };
}
