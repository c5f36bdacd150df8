import type { UserId } from "../base/ids.ts";

/** What somebody may do in an installation, beyond what a process asks him to do. */
export type ViewerRole = "administrator" | "analyst" | "operator" | "person";

/** Who reads: lists hold only what he may see. */
export interface Viewer {
  /** Of the directory; null: a program with no person behind it. */
  readonly user: UserId | null;
  readonly roles: readonly ViewerRole[];
}

/** Does he see everybody's tasks and instances? */
export function seesAll({ roles }: Viewer): boolean {
  return roles.some((role) => role !== "person");
}

/** Does he see every open task in the inbox? An analyst sees instances, and works on nobody's tasks. */
export function seesAllTasks({ roles }: Viewer): boolean {
  return roles.includes("administrator") || roles.includes("operator");
}
