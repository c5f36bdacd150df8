/**
 * The candidate that was probably meant by a word that is none of them, or null.
 *
 * Knows slips of the finger (a letter too many, too few, wrong or swapped), the Cyrillic letter that looks like the
 * Latin one (`tiтle`), the wrong keyboard layout (`ешеду` for `title`), and another way of joining words
 * (`due_date` for `dueDate`).
 *
 * @example suggest("assigne", ["assignee", "about"]) // "assignee"
 */
export function suggest(word: string, candidates: Iterable<string>): string | null {
  if (word.length === 0 || word.length > WORD_MAX) return null;
  const readings = [
    ...new Set([word, asLatinLookAlike(word), asCyrillicLookAlike(word), asLatinLayout(word), asCyrillicLayout(word)]),
  ];
  let best: { readonly candidate: string; readonly cost: number } | null = null;
  for (const candidate of candidates) {
    if (candidate === word || candidate.length > WORD_MAX) continue;
    const cost = costOf(readings, candidate);
    if (cost !== null && (best === null || cost < best.cost)) best = { candidate, cost };
  }
  return best?.candidate ?? null;
}

/**
 * Is the suggestion beyond doubt: one slip away (or the same word in the wrong alphabet, layout or joining), and the
 * only such candidate? Then `--fix` may write it.
 */
export function isCertain(word: string, suggestion: string, candidates: Iterable<string>): boolean {
  const readings = [word, asLatinLookAlike(word), asLatinLayout(word)];
  if (readings.some((reading) => joined(reading) === joined(suggestion))) return true;
  if (editDistance(word, suggestion, 1) > 1) return false;
  for (const other of candidates) if (other !== suggestion && editDistance(word, other, 1) <= 1) return false;
  return suggestion.length > 3;
}

/** Longer words are no slips of one; the cost grows with the square of the length. */
const WORD_MAX = 64;

/** 0 for the same word otherwise written, else the number of slips; null when too many for its length. */
function costOf(readings: readonly string[], candidate: string): number | null {
  const target = joined(candidate);
  const max = target.length <= 2 ? 0 : target.length <= 3 ? 1 : target.length <= 7 ? 2 : 3;
  let best: number | null = null;
  for (const reading of readings) {
    const own = joined(reading);
    const cost = own === target ? 0 : editDistance(own, target, max);
    // Nothing of a short word may be left of it: `a` is no slip of `do`.
    if (cost <= max && cost < target.length && (best === null || cost < best)) best = cost;
  }
  return best;
}

/** Lower case, without what joins words: `dueDate`, `due-date` and `due_date` are one. */
function joined(word: string): string {
  return word.toLowerCase().replace(/[\s_-]+/g, "");
}

/**
 * Damerau-Levenshtein distance (optimal string alignment): insertions, deletions, substitutions and swaps of
 * neighbors. `max + 1` when it is more than `max`.
 */
export function editDistance(a: string, b: string, max: number): number {
  if (Math.abs(a.length - b.length) > max) return max + 1;
  let before: number[] = [];
  let above = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let row = 1; row <= a.length; row += 1) {
    const current = [row];
    for (let column = 1; column <= b.length; column += 1) {
      const same = a[row - 1] === b[column - 1];
      const swapped = row > 1 && column > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1];
      current[column] = Math.min(
        (above[column] ?? 0) + 1,
        (current[column - 1] ?? 0) + 1,
        (above[column - 1] ?? 0) + (same ? 0 : 1),
        swapped ? (before[column - 2] ?? 0) + 1 : Number.POSITIVE_INFINITY,
      );
    }
    before = above;
    above = current;
  }
  return Math.min(above[b.length] ?? 0, max + 1);
}

const CYRILLIC_LOOKS = "асеіорхуктмнвАВЕКМНОРСТУХ";
const LATIN_LOOKS = "aceiopxyktmhbABEKMHOPCTYX";
const CYRILLIC_KEYS = "йцукенгшщзхъфывапролджэячсмитьбюё";
const LATIN_KEYS = "qwertyuiop[]asdfghjkl;'zxcvbnm,.`";

function translate(word: string, from: string, to: string): string {
  return [...word]
    .map((letter) => {
      const at = from.indexOf(letter);
      if (at !== -1) return to[at] ?? letter;
      const low = from.indexOf(letter.toLowerCase());
      return low === -1 ? letter : (to[low] ?? letter).toUpperCase();
    })
    .join("");
}

function asLatinLookAlike(word: string): string {
  return translate(word, CYRILLIC_LOOKS, LATIN_LOOKS);
}

function asCyrillicLookAlike(word: string): string {
  return translate(word, LATIN_LOOKS, CYRILLIC_LOOKS);
}

function asLatinLayout(word: string): string {
  return translate(word, CYRILLIC_KEYS, LATIN_KEYS);
}

function asCyrillicLayout(word: string): string {
  return translate(word, LATIN_KEYS, CYRILLIC_KEYS);
}
