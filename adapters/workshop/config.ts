import type { Section } from "../section.ts";

/** Where the processes of an installation are written: the one source of truth. */
export type ProcessesSource = "folder" | "store";

/** `source:` of `ordo.yaml`. @default "folder" */
export function readProcessesSource(root: Section): ProcessesSource {
  return root.text("source") === "store" ? "store" : "folder";
}
