import { PERMISSION_WORDS } from "../../api/permission-words.generated.ts";
import type { Locale } from "../../words/locale.ts";

/** A scope of tokens in words; one that a newer server has by its name. */
export function scopeText(scope: string, locale: Locale): string {
  return PERMISSION_WORDS[scope]?.[locale] ?? scope;
}
