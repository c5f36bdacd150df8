import { enableCompileCache } from "node:module";
import { cacheFolder } from "../cache-folder.ts";

/**
 * From source: what is loaded from here on is stripped of its types and compiled once, and kept for the next run in the
 * user's cache folder. The built command keeps more (scripts/built-entry.cjs) and leaves this out.
 */
export function rememberCompiledCode(): void {
  const folder = cacheFolder();
  if (folder !== null) enableCompileCache(folder);
}
