import { createHash } from "node:crypto";
import fc from "fast-check";
import { type InstanceId, id, type ProcessId, type UserId } from "../../../engine/base/ids.ts";
import { instant } from "../../../engine/base/instant.ts";
import type { Value } from "../../../engine/base/value.ts";
import type { Head, RegistryRow, SealedRow } from "../../../engine/ports/registries.ts";
import { sealRows } from "../../../engine/registry/seal-rows.ts";
import type { VerifyOrder } from "../../../engine/registry/verify-registry.ts";

export const KEY = new Uint8Array(32).fill(7);
export const DAY = 86_400_000;
export const NOON = instant(Date.UTC(2026, 10, 23, 12));

/** Bytes that look random and are the same in every run. */
export function chance(seed = "salt"): (count: number) => Uint8Array {
  let drawn = 0;
  return (count) => {
    const blocks = Array.from({ length: Math.ceil(count / 32) }, () =>
      createHash("sha256").update(`${seed}:${drawn++}`).digest(),
    );
    return new Uint8Array(Buffer.concat(blocks).subarray(0, count));
  };
}

/** One row of a registry, numbered by its event. */
export function rowAt(sequence: number, entry: Readonly<Record<string, Value>> = { discount: sequence }): RegistryRow {
  return {
    registry: "discounts",
    instance: id<InstanceId>(`i-${Math.ceil(sequence / 2)}`),
    sequence,
    process: id<ProcessId>("discount-approval"),
    step: "write",
    actor: sequence % 3 === 0 ? null : id<UserId>("head-1"),
    at: instant(NOON + sequence * 1000),
    entry,
  };
}

/** Rows with their seals, as the store would give them, and the head they lead to. */
export function sealedRows(rows: readonly RegistryRow[], previous: Head | null = null) {
  const means = { key: KEY, randomBytes: chance(), at: instant(NOON + DAY) };
  const { sealings, head } = sealRows(previous, rows, means);
  return {
    rows: sealings.map(({ row, seal, salts }): SealedRow => ({ ...row, seal, salts, erased: [] })),
    head: head as Head,
  };
}

/** What rows are verified against, where nothing was erased. */
export function orderOf(kept: readonly Head[], erasures: ReadonlySet<string> = new Set()): VerifyOrder {
  return { registry: "discounts", key: KEY, kept, erasures };
}

const leaf: fc.Arbitrary<Value> = fc.oneof(
  fc.string(),
  fc.integer(),
  fc.boolean(),
  fc.constant(null),
  fc.constant({ amount: "100.00", currency: "RUB" }),
  fc.array(fc.string(), { maxLength: 3 }),
);

/** Entries of one to four fields, between one and twelve rows. */
export const someRows: fc.Arbitrary<readonly RegistryRow[]> = fc
  .array(fc.dictionary(fc.stringMatching(/^[a-zа-я]{1,6}$/u), leaf, { minKeys: 1, maxKeys: 4 }), {
    minLength: 1,
    maxLength: 12,
  })
  .map((entries) => entries.map((entry, place) => rowAt(place + 1, entry)));
