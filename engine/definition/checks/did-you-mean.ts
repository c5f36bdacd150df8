import { isCertain, suggest } from "../../base/suggest.ts";
import type { Range } from "../make-problem.ts";
import { lookAlikeOf } from "../mixed-script.ts";
import type { Edit, Text } from "../problem.ts";

/** What to do about a word that is none of the known ones, and the edit where the meaning is beyond doubt. */
export interface Meant {
  readonly remedy: Text;
  readonly fix?: readonly Edit[];
}

/** How many names a remedy lists before it says «…». */
const NAMES_MAX = 8;

/**
 * «Возможно, вы имели в виду …?», else the names there are, else what the check says for an empty list.
 *
 * @param text of the file, to offer an edit only where the word stands as it is
 */
export function didYouMean(
  word: string,
  known: readonly string[],
  place: { readonly at: Range; readonly text: string; readonly none: Text },
): Meant {
  const meant = suggest(word, known);
  if (meant !== null) {
    const letters = lookAlikeOf(word);
    const remedy = {
      ru: `Возможно, вы имели в виду «${meant}»?${letters ? ` ${letters.ru}` : ""}`,
      en: `Did you mean "${meant}"?${letters ? ` ${letters.en}` : ""}`,
    };
    const { start, end } = place.at;
    const isPlain = place.text.slice(start, end) === word;
    return isPlain && isCertain(word, meant, known) ? { remedy, fix: [{ start, end, text: meant }] } : { remedy };
  }
  if (known.length === 0) return { remedy: place.none };
  const names = known.slice(0, NAMES_MAX).join(", ") + (known.length > NAMES_MAX ? ", …" : "");
  return { remedy: { ru: `Есть: ${names}`, en: `There are: ${names}` } };
}

/** «Возможно, вы имели в виду …?» of a word that is surely meant. */
export function surely(meant: string): Meant {
  return { remedy: { ru: `Возможно, вы имели в виду «${meant}»?`, en: `Did you mean "${meant}"?` } };
}

/** The key of the thing whose title this is: people write «сделка» for `deal`. */
export function keyOfTitle(
  things: Readonly<Record<string, { readonly title: string }>>,
  title: string,
): string | undefined {
  const wanted = title.trim().toLowerCase();
  return Object.entries(things).find(([, thing]) => thing.title.toLowerCase() === wanted)?.[0];
}
