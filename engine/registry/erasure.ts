import type { UserId } from "../base/ids.ts";
import { type InstanceId, id, type ProcessId } from "../base/ids.ts";
import type { Instant } from "../base/instant.ts";
import { isMap } from "../base/value.ts";
import type { RegistryRow } from "../ports/registries.ts";

/** The registry of erasures: written by the store with every erasure, sealed like the others; no process writes to it. */
export const ERASURES = "erasures";

/**
 * The registry of removals: an instance whose time is up is gone with its history, and its rows stay. Each such instance has
 * one row here, under `removals/<instance>`, sealed like the others: a row without an instance and without it is a breach.
 */
export const REMOVALS = "removals";

/** Fields of one row of a registry whose values are to go. */
export interface Erasure {
  readonly registry: string;
  readonly instance: InstanceId;
  readonly sequence: number;
  /** Names as sealed: an entry's own, or `$actor`. */
  readonly fields: readonly string[];
}

/** Who erased, when and why. `id`: of the erasing, unique; never reused. */
export interface ErasureRecord {
  readonly id: string;
  readonly at: Instant;
  readonly by: UserId | null;
  readonly reason: string;
}

/** The rows that record erasures: one for each row erased, naming its fields and none of its values. */
export function erasureRows(erasures: readonly Erasure[], { id: of, at, by, reason }: ErasureRecord): RegistryRow[] {
  return erasures.map(({ registry, instance, sequence, fields }, place) => ({
    registry: ERASURES,
    instance: id<InstanceId>(`${ERASURES}/${of}`),
    sequence: place + 1,
    process: id<ProcessId>(ERASURES),
    step: "erase",
    actor: by,
    at,
    entry: { registry, instance, sequence, fields: [...fields], reason },
  }));
}

/** What the rows of {@link ERASURES} record about one registry: an {@link erasureKey} for every field. */
export function recordedErasures(registry: string, rows: Iterable<Pick<RegistryRow, "entry">>): ReadonlySet<string> {
  const found = new Set<string>();
  for (const { entry } of rows) {
    const { registry: of, instance, sequence, fields } = entry;
    if (of !== registry || typeof instance !== "string" || typeof sequence !== "number") continue;
    if (!Array.isArray(fields) || isMap(fields)) continue;
    for (const field of fields) {
      if (typeof field === "string") found.add(erasureKey({ instance: id(instance), sequence }, field));
    }
  }
  return found;
}

/** One field of one row. */
export function erasureKey({ instance, sequence }: Pick<RegistryRow, "instance" | "sequence">, field: string): string {
  return JSON.stringify([instance, sequence, field]);
}
