import { assert } from "../base/assert.ts";
import type { Instance } from "../instance/state.ts";

/** Invariant A4: the fold of the history is the instance. Compared as JSON, keys in any order. */
export function sameState(replayed: Instance | null, stored: Instance, id: string): void {
  assert(
    canonical(replayed) === canonical(stored),
    `Replaying the history of ${id} gives another instance than the one that was committed`,
  );
}

function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) =>
    typeof inner === "object" && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}
