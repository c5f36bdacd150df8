import { isList, type Value, type ValueMap } from "../../../engine/base/value.ts";
import type { Cause } from "../../../engine/runtime/occurrence.ts";
import { fieldOfLeaf, type Leaves, leafIn, leavesOf, withLeaves } from "./leaves.ts";

/** A write of ours that has not been told yet. */
export interface OwnWrite {
  readonly key: string;
  readonly kind: "create" | "update";
  /** Did the portal confirm it? Else it is believed where what it wrote is seen. */
  readonly confirmed: boolean;
  readonly wrote: Leaves;
  /** As its leaves stood before, as far as nobody has seen them as written. */
  readonly stood: Leaves;
  readonly cause: Cause;
}

/** One difference, as it is to be told. */
export interface ObservedChange {
  readonly kind: "created" | "updated";
  readonly before: ValueMap;
  readonly after: ValueMap;
  readonly changed: readonly string[];
  /** Null: not a step of ours. */
  readonly cause: Cause | null;
  /** Key of the write that it tells of. */
  readonly key: string | null;
}

/** Are these the same to the CRM? */
export type Same = (left: Value | undefined, right: Value | undefined) => boolean;

/**
 * What happened between the state told last and the state read now. What steps of ours wrote is told apart, one change a
 * write, in the order they were written; whatever else differs is one change without a cause, so that a person's edit in
 * the same burst is never taken for ours. A write that somebody has written over meanwhile is still told where the portal
 * confirmed it: first ours, then theirs.
 *
 * @param last null: it was not there
 * @param writes not told yet, oldest first
 */
export function observedChanges(
  last: ValueMap | null,
  now: ValueMap,
  writes: readonly OwnWrite[],
  same: Same,
): readonly ObservedChange[] {
  const changes: ObservedChange[] = [];
  let state = last ?? {};
  if (last === null) {
    const made = writes.find(({ kind }) => kind === "create");
    // What the portal filled in by itself belongs to the creation; what was written otherwise came after it.
    const after = made === undefined ? now : withLeaves(now, differing(made.wrote, now, same));
    changes.push({
      kind: "created",
      before: {},
      after,
      changed: filled(after),
      cause: made?.cause ?? null,
      key: made?.key ?? null,
    });
    state = after;
  }
  for (const write of writes) {
    if (write.kind === "create") continue;
    const happened =
      write.confirmed || Object.entries(write.wrote).some(([leaf, value]) => same(leafIn(now, leaf), value));
    if (!happened) continue;
    // What is not confirmed is ours only where it is seen.
    const ours = write.confirmed ? write.wrote : seen(write.wrote, now, same);
    const leaves = differing(ours, state, same);
    if (Object.keys(leaves).length === 0) continue;
    const after = withLeaves(state, leaves);
    const changed = [...new Set(Object.keys(leaves).map(fieldOfLeaf))];
    changes.push({ kind: "updated", before: state, after, changed, cause: write.cause, key: write.key });
    state = after;
  }
  const rest = restOf(state, now, same);
  if (rest.length > 0)
    changes.push({ kind: "updated", before: state, after: now, changed: rest, cause: null, key: null });
  return changes;
}

/** The leaves whose value is another in these fields. */
function differing(leaves: Leaves, fields: ValueMap, same: Same): Leaves {
  return Object.fromEntries(Object.entries(leaves).filter(([leaf, value]) => !same(leafIn(fields, leaf), value)));
}

/** Those of the leaves that stand in these fields as written. */
export function seen(leaves: Leaves, fields: ValueMap, same: Same): Leaves {
  return Object.fromEntries(Object.entries(leaves).filter(([leaf, value]) => same(leafIn(fields, leaf), value)));
}

/** Names of fields that differ. */
function restOf(state: ValueMap, now: ValueMap, same: Same): readonly string[] {
  const leaves = new Set([...Object.keys(leavesOf(state)), ...Object.keys(leavesOf(now))]);
  const differ = [...leaves].filter((leaf) => !same(leafIn(state, leaf), leafIn(now, leaf)));
  return [...new Set(differ.map(fieldOfLeaf))];
}

function filled(fields: ValueMap): readonly string[] {
  return Object.keys(fields).filter((name) => {
    const value = fields[name] ?? null;
    return !(value === null || value === "" || (isList(value) && value.length === 0) || isEmptyMap(value));
  });
}

function isEmptyMap(value: Value): boolean {
  return typeof value === "object" && value !== null && !Array.isArray(value) && Object.keys(value).length === 0;
}
