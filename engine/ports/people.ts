import type { DirectorySnapshot } from "../people/directory.ts";

/** The directory of people, as an adapter reads it. */
export interface People {
  /** People as they are now: frozen, the same object until something changes; cheap to call. */
  snapshot(): Promise<DirectorySnapshot>;
}
