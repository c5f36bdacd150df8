import { foldText } from "../base/fold-text.ts";
import { isList, isMap, isTagged, refOf, type Value, type ValueMap } from "../base/value.ts";

/** Characters of one word; longer ones are found by their beginning. */
const WORD_MAX = 40;
/** Words of one record: a long letter in a field must not fill the index. */
const WORDS_MAX = 300;

/** What a search finds a record by: its number, and the words, addresses and phones in its texts. */
export function wordsOfRecord(ref: string, fields: ValueMap): ReadonlySet<string> {
  const words = new Set([clipped(foldText(ref.slice(ref.indexOf("/") + 1)))]);
  for (const text of textsIn(Object.values(fields)))
    for (const word of wordsIn(text)) if (words.size < WORDS_MAX) words.add(word);
  return words;
}

/** What a search asks for: beginnings of words, all of which a record must have. Empty: nothing can be asked for. */
export function wordsOfSearch(text: string): readonly string[] {
  const phone = /^[\s\d()+.–-]+$/.test(text) ? digitsOf(text) : "";
  if (phone.length >= PHONE_DIGITS_MIN) return [phone];
  const addresses = addressesIn(folded(text));
  if (addresses.length > 0) return addresses;
  return [...new Set(plainWords(folded(text)))];
}

/**
 * How a value that finds a record is compared: a phone in a field for phones however it is written (`7`, `8` or without,
 * with spaces or brackets), an address without the case of its letters, everything else letter by letter (null).
 */
export function keyOfText(field: string, text: string): string | null {
  const written = text.trim();
  if (/^[^\s@<>,;:"'()]+@[^\s@<>,;:"'()]+$/.test(written)) return foldText(written);
  if (!/phone|mobile|telefon/i.test(field) || !/^[\s\d()+.–-]+$/.test(written)) return null;
  const digits = digitsOf(written);
  if (digits.length < PHONE_DIGITS_MIN || digits.length > PHONE_DIGITS_MAX) return null;
  return nationalOf(digits);
}

const PHONE_DIGITS_MIN = 7;
const PHONE_DIGITS_MAX = 15;

/** Texts that people wrote: no references, no moments. */
function textsIn(values: readonly (Value | undefined)[]): readonly string[] {
  return values.flatMap((value): readonly string[] => {
    if (typeof value === "string") return refOf(value) === null ? [value] : [];
    if (typeof value === "number") return [String(value)];
    if (isList(value)) return textsIn(value);
    return isMap(value) && !isTagged(value) ? textsIn(Object.values(value)) : [];
  });
}

function wordsIn(text: string): readonly string[] {
  const all = folded(text);
  return [...addressesIn(all), ...phonesIn(all), ...plainWords(all)];
}

/** `№` would become the letters `no`. */
function folded(text: string): string {
  return foldText(text.replaceAll(/[№#]/g, " "));
}

function addressesIn(text: string): readonly string[] {
  return (text.match(/[^\s@<>,;:"'()]+@[^\s@<>,;:"'()]*/g) ?? []).map(clipped);
}

/** A phone is found by its digits from the beginning, with `7`, `8` or without, and by its last seven. */
function phonesIn(text: string): readonly string[] {
  return (text.match(/\+?\d[\d\s().–-]{5,}\d/g) ?? []).flatMap((written) => {
    const digits = digitsOf(written);
    if (digits.length < PHONE_DIGITS_MIN || digits.length > PHONE_DIGITS_MAX) return [];
    const own = nationalOf(digits);
    const longer = own.length === 10 ? [`7${own}`, `8${own}`] : [];
    return [own, ...longer, own.slice(-PHONE_DIGITS_MIN)];
  });
}

/** Russian numbers without the `7` or `8` before them. */
function nationalOf(digits: string): string {
  return digits.length === 11 && /^[78]/.test(digits) ? digits.slice(1) : digits;
}

function plainWords(text: string): readonly string[] {
  return text.split(/[^\p{L}\p{N}]+/u).flatMap((word) => (word === "" ? [] : [clipped(word)]));
}

function digitsOf(text: string): string {
  return text.replaceAll(/\D/g, "");
}

function clipped(word: string): string {
  return [...word].slice(0, WORD_MAX).join("");
}
