import { kindOfPath } from "../process-source/folder/kind-of-path.ts";

/** What is meant where no path is given: `processes/` of the working folder if it is there, else the working folder. */
export function defaultPaths(): readonly string[] {
  return [kindOfPath("processes") === "folder" ? "processes" : "."];
}
