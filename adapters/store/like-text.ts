import { type RawBuilder, sql } from "kysely";
import { foldText } from "../../engine/base/fold-text.ts";

/** Characters of a search that count. */
const TEXT_MAX = 200;

/** Characters that `like` reads as more than themselves. */
const PATTERN = /[\\%_]/gu;

/** Does a folded column hold the text, in any case and any script? */
export function holdsText(column: string, text: string): RawBuilder<boolean> {
  const sought = foldText(text.slice(0, TEXT_MAX)).replace(PATTERN, (character) => `\\${character}`);
  return sql<boolean>`${sql.ref(column)} like ${`%${sought}%`} escape '\\'`;
}
