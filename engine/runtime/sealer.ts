import { instant } from "../base/instant.ts";
import type { Clock } from "../ports/clock.ts";
import type { Fence, Store } from "../ports/store.ts";
import { sealRows } from "../registry/seal-rows.ts";

/** How long the duty is held, in milliseconds: another worker takes over when this one died while sealing. */
const HOLD_MS = 15_000;

/** Rows sealed in one commit: an embedded engine does nothing else meanwhile. */
const BATCH_ROWS = 100;

/** Batches of one registry in one round: a large backlog does not starve the other registries. */
const BATCHES_MAX = 100;

/** What sealing needs. */
export interface SealerPorts {
  readonly store: Pick<Store, "registries" | "workers">;
  readonly fence: Fence;
  readonly clock: Clock;
  readonly randomBytes: (count: number) => Uint8Array;
  /** Secret of the chains, from outside the database. */
  readonly key: Uint8Array;
}

/** What one round came to. */
export type Sealed =
  /** `rest`: rows are left, call again at once. */
  | { readonly kind: "sealed"; readonly rows: number; readonly rest: boolean }
  /** Another worker is the sealer. */
  | { readonly kind: "notOurs" };

/**
 * Seals what has no seal yet, in all registries, if this worker is the sealer. Called at most every two seconds, so that
 * seals are at most five behind.
 *
 * Two sealers at once (a paused one that wakes up) do no harm: a batch is written only behind the head it was made for.
 */
export async function sealOnce(ports: SealerPorts): Promise<Sealed> {
  const { store, fence, clock } = ports;
  const at = clock.now();
  if (!(await store.workers.hold("sealer", fence, at, instant(at + HOLD_MS)))) return { kind: "notOurs" };
  let rows = 0;
  let rest = false;
  for (const registry of await store.registries.names()) {
    const done = await sealRegistry(registry, ports);
    rows += done.rows;
    rest ||= done.rest;
  }
  return { kind: "sealed", rows, rest };
}

async function sealRegistry(
  registry: string,
  { store: { registries }, clock, key, randomBytes }: SealerPorts,
): Promise<{ readonly rows: number; readonly rest: boolean }> {
  let sealed = 0;
  for (let batch = 0; batch < BATCHES_MAX; batch++) {
    const rows = await registries.unsealed(registry, BATCH_ROWS);
    if (rows.length === 0) return { rows: sealed, rest: false };
    const previous = await registries.head(registry);
    const { sealings, head } = sealRows(previous, rows, { key, randomBytes, at: clock.now() });
    if (head === null || !(await registries.seal(registry, previous, sealings, head)))
      return { rows: sealed, rest: true };
    sealed += sealings.length;
    if (rows.length < BATCH_ROWS) return { rows: sealed, rest: false };
    await clock.sleep(0);
  }
  return { rows: sealed, rest: true };
}
