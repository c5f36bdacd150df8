import { bytesToHex } from "@noble/hashes/utils.js";
import type { Instant } from "../base/instant.ts";
import type { Head, RegistryRow, Seal } from "../ports/registries.ts";
import { chainOf, commitmentOf, fieldsOf, rowDigest, SALT_BYTES } from "./commitment.ts";

/** A row with what its seal needs to be stored: `Registries.seal` takes these. */
export interface Sealing {
  readonly row: RegistryRow;
  readonly seal: Seal;
  /** Field → salt, hex. */
  readonly salts: Readonly<Record<string, string>>;
}

/** What sealing must be given, because the core has neither a key nor chance nor a clock. */
export interface SealingMeans {
  /** Secret of the chain; lies outside the database. At least 32 bytes. */
  readonly key: Uint8Array;
  readonly randomBytes: (count: number) => Uint8Array;
  readonly at: Instant;
}

/**
 * Seals rows in the order given, behind the head (null: the registry has no sealed row yet): numbers them densely and
 * chains them. Returns the seals and the head they lead to; the head is null only where there was none and no row.
 */
export function sealRows(
  previous: Head | null,
  rows: readonly RegistryRow[],
  means: SealingMeans,
): { readonly sealings: readonly Sealing[]; readonly head: Head | null } {
  let head = previous;
  const sealings: Sealing[] = [];
  for (const row of rows) {
    const sealing = sealed(row, head, means);
    sealings.push(sealing);
    head = { registry: row.registry, count: sealing.seal.number, chain: sealing.seal.chain, at: means.at };
  }
  return { sealings, head };
}

function sealed(row: RegistryRow, head: Head | null, { key, randomBytes, at }: SealingMeans): Sealing {
  const fields = [...fieldsOf(row)];
  const random = randomBytes(SALT_BYTES * fields.length);
  const saltOf = (place: number): Uint8Array => random.slice(place * SALT_BYTES, (place + 1) * SALT_BYTES);
  const commitments = Object.fromEntries(
    fields.map(([field, value], place) => [field, commitmentOf(field, value, saltOf(place))]),
  );
  const salts = Object.fromEntries(fields.map(([field], place) => [field, bytesToHex(saltOf(place))]));
  const number = (head?.count ?? 0) + 1;
  const digest = rowDigest(row, { number, commitments });
  const chain = chainOf(key, head?.chain ?? null, digest);
  return { row, seal: { number, digest, chain, commitments, sealedAt: at }, salts };
}
