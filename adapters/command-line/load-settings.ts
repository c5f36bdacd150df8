import { join } from "node:path";
import { childOf, textOf } from "../../engine/definition/node.ts";
import type { ProcessSource } from "../../engine/ports/process-source.ts";
import type { Reader } from "./reader.ts";

/** What the nearest `ordo.yaml` upwards says; paths made relative to the working folder. */
export interface Settings {
  /** `directory.yaml` of the company. */
  readonly directory: string | null;
  /** `records.yaml` of the company. */
  readonly records: string | null;
  /** Folder of calendars. */
  readonly calendars: string | null;
}

/** The settings that hold in a folder. Without an `ordo.yaml`: none. */
export function loadSettings(reader: Reader, source: ProcessSource, folder = "."): Settings {
  const path = source.nearest("ordo.yaml", folder);
  const root = path === null ? undefined : (reader.document(path, "config").document?.root ?? undefined);
  const file = (name: string): string | null => {
    const value = textOf(childOf(root, name));
    return path === null || value === undefined ? null : join(path, "..", value).replaceAll("\\", "/");
  };
  return { directory: file("directory"), records: file("records"), calendars: file("calendars") };
}
