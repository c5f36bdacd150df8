/** Texts in which the letters are Latin or Cyrillic and the digits 0-9: nearly all there are. */
const FAMILIAR = /^[\x00-\x7F\u00A0\u0400-\u0481\u048A-\u052F«»—–…№“”„’₽]*$/;
/** What `\p{L}` and `\p{N}` match in such a text. */
const LETTERS = "A-Za-z\\u0400-\\u0481\\u048A-\\u052F";
const DIGITS = "0-9";

/**
 * A pattern over letters (`\p{L}`) and digits (`\p{N}`) of every script, to be used inside brackets. Compiling one takes
 * a millisecond, because the classes are huge, and a command starts cold with a dozen of them; so a familiar text gets
 * a small pattern that matches the same in it.
 *
 * @example const NAME = wordPattern("^[\\p{L}_][\\p{L}\\p{N}_]*$"); NAME(text).test(text)
 */
export function wordPattern(source: string, flags = ""): (text: string) => RegExp {
  let small: RegExp | null = null;
  let exact: RegExp | null = null;
  return (text) => {
    if (FAMILIAR.test(text)) {
      small ??= new RegExp(source.replaceAll("\\p{L}", LETTERS).replaceAll("\\p{N}", DIGITS), flags);
      return small;
    }
    exact ??= new RegExp(source, `${flags}u`);
    return exact;
  };
}
