import type { Attached } from "./state.ts";

/** Files as an event holds them: nothing where there are none, so that histories without files stay as they were. */
export function attached(files: Attached | undefined): { readonly files?: Attached } {
  return files === undefined || files.length === 0 ? {} : { files };
}
