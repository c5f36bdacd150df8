import type { UserId } from "../base/ids.ts";
import type { Value } from "../base/value.ts";

/** A filter of a registry that somebody keeps under a name. */
export interface SavedView {
  readonly owner: UserId;
  readonly registry: string;
  /** Unique for its owner and registry. */
  readonly name: string;
  /** What the console filters by, as it wrote it. */
  readonly filter: Value;
  /** Others may use it, too; only its owner changes it. */
  readonly shared: boolean;
}

/** Saved views of registries. */
export interface Views {
  /** His own, then those that others share, by name. */
  list(registry: string, user: UserId): Promise<readonly SavedView[]>;
  /** Writes one, or anew. */
  save(view: SavedView): Promise<void>;
  /** False: he has none of that name. */
  remove(view: Pick<SavedView, "owner" | "registry" | "name">): Promise<boolean>;
}
