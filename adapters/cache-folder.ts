import { join } from "node:path";

/** Where this user's caches of ours lie; null where the system names no place. Nobody else's folder is ever used. */
export function cacheFolder(): string | null {
  const { XDG_CACHE_HOME: named, LOCALAPPDATA: windows, HOME: home } = process.env;
  const root = named || windows || (home ? join(home, ".cache") : "");
  return root === "" ? null : join(root, "ordo");
}
