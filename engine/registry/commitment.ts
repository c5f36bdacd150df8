import { hmac } from "@noble/hashes/hmac.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex, concatBytes, hexToBytes, utf8ToBytes } from "@noble/hashes/utils.js";
import { assert } from "../base/assert.ts";
import type { Value } from "../base/value.ts";
import type { RegistryRow, Seal } from "../ports/registries.ts";
import { canonicalJson } from "./canonical-json.ts";

/** Length of a salt in bytes: nobody finds out a value, not even one of two, by trying. */
export const SALT_BYTES = 16;

/** The chain before the first row. */
const GENESIS = new Uint8Array(32);

/**
 * The fields of a row that are committed to one by one: the columns that say who and where (`$process`, `$step`,
 * `$actor`; an author's field never begins with `$`), then the entry's own. A person is erased by erasing fields.
 */
export function fieldsOf(row: Pick<RegistryRow, "process" | "step" | "actor" | "entry">): ReadonlyMap<string, Value> {
  const { process, step, actor, entry } = row;
  return new Map<string, Value>([["$process", process], ["$step", step], ["$actor", actor], ...Object.entries(entry)]);
}

/**
 * Salted commitment of one field, hex: it binds the value and, once the salt is gone, says nothing of it. The name is
 * part of it, so that two fields of a row cannot change places.
 *
 * @param salt {@link SALT_BYTES} random bytes, new for every field of every row
 */
export function commitmentOf(field: string, value: Value, salt: Uint8Array): string {
  assert(salt.length === SALT_BYTES, `A salt has ${SALT_BYTES} bytes, not ${salt.length}`);
  const text = utf8ToBytes(`ordo-field-1\n${canonicalJson([field, value])}`);
  return bytesToHex(sha256(concatBytes(salt, text)));
}

/** Digest of a row, hex: its place and the commitments of its fields. Personal data is in it only as commitments. */
export function rowDigest(
  row: Pick<RegistryRow, "registry" | "instance" | "sequence" | "at">,
  { number, commitments }: Pick<Seal, "number" | "commitments">,
): string {
  const place = [row.registry, number, row.instance, row.sequence, row.at];
  return bytesToHex(sha256(utf8ToBytes(`ordo-row-1\n${canonicalJson([...place, commitments])}`)));
}

/**
 * The next link, hex: `HMAC-SHA256(key, previous ‖ digest)`. Without the key, which is not in the database, nobody can
 * make one.
 *
 * @param previous chain of the row before, hex; null: this is the first
 */
export function chainOf(key: Uint8Array, previous: string | null, digest: string): string {
  const before = previous === null ? GENESIS : hexToBytes(previous);
  return bytesToHex(hmac.create(sha256, key).update(before).update(hexToBytes(digest)).digest());
}
