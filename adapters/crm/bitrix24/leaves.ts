import { isMap, isMoney, isRecord, isTagged, type Value, type ValueMap } from "../../../engine/base/value.ts";

/**
 * Fields taken apart into what is written by itself: a map of ours is one leaf a key (`discounts/Bravante`), everything
 * else one leaf. Two people (or a person and a step) who write different keys of one map change different leaves.
 */
export type Leaves = Readonly<Record<string, Value>>;

/** Every leaf of these fields; empty maps have none. */
export function leavesOf(fields: ValueMap): Leaves {
  const leaves: Record<string, Value> = {};
  for (const [name, value] of Object.entries(fields)) {
    if (isBranch(value)) for (const [key, inner] of Object.entries(value)) leaves[`${name}/${key}`] = inner;
    else leaves[name] = value;
  }
  return leaves;
}

/** The fields with these leaves put in. A leaf of null in a map takes its key away. */
export function withLeaves(fields: ValueMap, leaves: Leaves): ValueMap {
  const next: Record<string, Value> = { ...fields };
  for (const [leaf, value] of Object.entries(leaves)) {
    const at = leaf.indexOf("/");
    if (at < 0) {
      next[leaf] = value;
      continue;
    }
    const [name, key] = [leaf.slice(0, at), leaf.slice(at + 1)];
    const branch = next[name] ?? null;
    const inner = Object.entries({ ...(isBranch(branch) ? branch : {}), [key]: value }).filter(
      ([, one]) => one !== null,
    );
    next[name] = inner.length === 0 ? null : Object.fromEntries(inner);
  }
  return next;
}

/** The leaf's value in these fields; null where it has none. */
export function leafIn(fields: ValueMap, leaf: string): Value {
  const at = leaf.indexOf("/");
  if (at < 0) return fields[leaf] ?? null;
  const branch = fields[leaf.slice(0, at)] ?? null;
  return isBranch(branch) ? (branch[leaf.slice(at + 1)] ?? null) : null;
}

/** Those of the leaves. */
export function onlyLeaves(leaves: Leaves, names: readonly string[]): Leaves {
  return Object.fromEntries(names.map((leaf) => [leaf, leaves[leaf] ?? null]));
}

/** What must be written to come from one state to the other, leaf by leaf; what is to go is null. */
export function writtenLeaves(
  before: ValueMap,
  after: ValueMap,
  same: (left: Value | undefined, right: Value | undefined) => boolean,
): Leaves {
  const names = new Set([...Object.keys(leavesOf(before)), ...Object.keys(leavesOf(after))]);
  const leaves = [...names].filter(
    (leaf) => !isWhole(leaf, before, after) && !same(leafIn(before, leaf), leafIn(after, leaf)),
  );
  return Object.fromEntries(leaves.map((leaf) => [leaf, leafIn(after, leaf)]));
}

/** Is that a map of ours of which the other state has single keys? */
function isWhole(leaf: string, before: ValueMap, after: ValueMap): boolean {
  return !leaf.includes("/") && (isBranch(before[leaf] ?? null) || isBranch(after[leaf] ?? null));
}

/** The field that a leaf belongs to. */
export function fieldOfLeaf(leaf: string): string {
  const at = leaf.indexOf("/");
  return at < 0 ? leaf : leaf.slice(0, at);
}

function isBranch(value: Value): value is ValueMap {
  return isMap(value) && !isTagged(value) && !isMoney(value) && !isRecord(value) && !("id" in value);
}
