import { basename } from "node:path";
import type { FileKind } from "../../engine/definition/file-kind.ts";
import { entryOf, type Node } from "../../engine/definition/node.ts";

const BY_NAME: Readonly<Record<string, FileKind>> = {
  "process.yaml": "process",
  "catalog.yaml": "catalog",
  "directory.yaml": "directory",
  "records.yaml": "records",
  "ordo.yaml": "config",
};

const BY_FOLDER: readonly (readonly [RegExp, FileKind])[] = [
  [/(^|\/)scenarios\/[^/]+$/, "scenario"],
  [/(^|\/)calendars\/[^/]+$/, "calendar"],
  [/(^|\/)decisions\/[^/]+$/, "table"],
];

/** What a file is for, by its name or its folder; null where only its content can tell. */
export function kindByPath(path: string): FileKind | null {
  return BY_NAME[basename(path)] ?? BY_FOLDER.find(([pattern]) => pattern.test(path))?.[1] ?? null;
}

/** Keys that only one kind of file has, the telling ones first. */
const BY_KEY: readonly (readonly [key: string, FileKind])[] = [
  ["scenario", "scenario"],
  ["process", "process"],
  ["users", "directory"],
  ["zone", "calendar"],
  ["hitPolicy", "table"],
  ["registries", "catalog"],
  ["mailboxes", "catalog"],
  ["records", "records"],
];

/** What a file is for, by the keys at its top; null for none that is known. */
export function kindByKeys(root: Node): FileKind | null {
  return BY_KEY.find(([key]) => entryOf(root, key) !== undefined)?.[1] ?? null;
}
