import { isAbsolute, relative } from "node:path";
import { unifiedPatch } from "./unified-patch.ts";
import type { OfProcess } from "./work-order.ts";
import { enterPlace } from "./work-place.ts";
import { workFiles } from "./work-survey.ts";
import type { Workspace } from "./workspace.ts";

/**
 * Unsaved changes of a process as a patch, its paths counted from the folder of `ordo.yaml` (`root` of the workspace);
 * null: there is no such process.
 */
export function workPatch(workspace: Workspace, { process, changes }: OfProcess, locale: "ru" | "en"): string | null {
  const after = enterPlace(workspace, { process, changes, locale });
  if (after === null) return null;
  const before = enterPlace(workspace, { process, changes: {}, locale });
  const saved = new Map((before === null ? [] : workFiles(before)).map(({ path, text }) => [path, text]));
  const from = isAbsolute(after.folder) ? relative(workspace.root, after.folder) : after.folder;
  return unifiedPatch(
    Object.entries(changes).map(([path, text]) => ({
      path: `${from.replaceAll("\\", "/")}/${path}`,
      before: saved.get(path) ?? null,
      after: text,
    })),
  );
}
