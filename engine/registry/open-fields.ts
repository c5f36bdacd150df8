import { hexToBytes } from "@noble/hashes/utils.js";
import type { Seal, SealedRow } from "../ports/registries.ts";
import { commitmentOf, fieldsOf, SALT_BYTES } from "./commitment.ts";

/** A salt as it is stored: hex. */
const SALT = new RegExp(`^[0-9a-f]{${SALT_BYTES * 2}}$`, "u");

/**
 * Opens the commitments of a row with its values and salts. Returns the names of fields that do not fit: changed, added,
 * taken away, or said to be erased while a value stands there (behind which anything could be put).
 */
export function openFields(row: SealedRow, { commitments }: Seal): readonly string[] {
  const fields = fieldsOf(row);
  const erased = new Set(row.erased);
  const names = new Set([...fields.keys(), ...Object.keys(commitments), ...erased]);
  return [...names].filter((name) => {
    const commitment = Object.hasOwn(commitments, name) ? commitments[name] : undefined;
    const value = fields.get(name);
    if (commitment === undefined) return true;
    if (erased.has(name)) return value !== undefined && value !== null;
    const salt = Object.hasOwn(row.salts, name) ? row.salts[name] : undefined;
    if (value === undefined || salt === undefined || !SALT.test(salt)) return true;
    return commitmentOf(name, value, hexToBytes(salt)) !== commitment;
  });
}
