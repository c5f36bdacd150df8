/** A file's reference as it stands in addresses: references hold `/`, `#` and letters of any script. */
export function fileAddress(reference: string): string {
  return Buffer.from(reference, "utf8").toString("base64url");
}

/** The reference that an address names; null: it names none. */
export function fileAt(address: string): string | null {
  const reference = Buffer.from(address, "base64url").toString("utf8");
  return reference.startsWith("file:") ? reference : null;
}
