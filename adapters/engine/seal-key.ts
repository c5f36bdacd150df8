import { randomBytes } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import type { Configuration } from "../configuration/configuration.ts";
import { registryKey } from "../configuration/registry-key.ts";

/**
 * The secret that registries are sealed with. Where the configuration names none and the database is a file of ours, one
 * is made beside it (mode 0600) at the first start: sealed by default, and outside the database as it must be. Null: rows
 * stay unsealed.
 *
 * @throws {Complaint} where the key named cannot be read or is too short
 */
export function sealKey(configuration: Pick<Configuration, "registry" | "store">): Uint8Array | null {
  const named = registryKey(configuration);
  if (named !== null) return new TextEncoder().encode(named.reveal());
  const { store } = configuration;
  if (store.kind !== "sqlite" || store.file === ":memory:") return null;
  const path = `${store.file}.registry-key`;
  if (!existsSync(path))
    writeFileSync(path, `${randomBytes(32).toString("hex")}\n`, { mode: 0o600, flag: "wx", flush: true });
  return new TextEncoder().encode(readFileSync(path, "utf8").trim());
}
