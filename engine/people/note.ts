import type { UserId } from "../base/ids.ts";

/** A sentence in both languages. */
export interface Says {
  readonly ru: string;
  readonly en: string;
}

/** Why somebody else than the file names is asked, or nobody: stands on the approval sheet and in the history. */
export interface Note {
  readonly kind: "replaced" | "skipped";
  /** Who would have been asked. */
  readonly user: UserId;
  /** Who is asked instead; null for `skipped`. */
  readonly by: UserId | null;
  readonly says: Says;
}
