import type { Text } from "../engine/definition/problem.ts";

/** What one check of `ordo doctor` came to. */
export interface Finding {
  /** Which check, in kebab-case: stable, for programs. */
  readonly check: string;
  /** `skipped`: could not be looked at, because of another problem or because it does not apply. */
  readonly status: "ok" | "warning" | "problem" | "skipped";
  readonly says: Text;
  /** What to do; null where nothing is. */
  readonly remedy: Text | null;
}

/** It is as it should be. */
export function fine(check: string, ru: string, en: string): Finding {
  return { check, status: "ok", says: { ru, en }, remedy: null };
}

/** It is not. */
export function wrong(check: string, says: Text, remedy: Text): Finding {
  return { check, status: "problem", says, remedy };
}

/** It works, but not for long, or not as it could. */
export function doubtful(check: string, says: Text, remedy: Text): Finding {
  return { check, status: "warning", says, remedy };
}

/** Nobody looked. */
export function skipped(check: string, ru: string, en: string): Finding {
  return { check, status: "skipped", says: { ru, en }, remedy: null };
}
