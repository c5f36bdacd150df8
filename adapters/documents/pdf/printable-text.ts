/** Stands for a character that the font does not have. Roboto has this one. */
export const REPLACEMENT = "\uFFFD";

/** Stands for a text that was nothing but pictures: it was not empty. */
const ONLY_PICTURES = "[…]";
const PICTURE = /\p{Extended_Pictographic}|\p{Regional_Indicator}/u;

/** Text that the font can show, for text that people wrote. */
export type Printable = (text: string) => string;

/** Whatever has no shape and changes how others are read: controls, direction marks, joiners, soft hyphens. */
const SHAPELESS = /[\p{Cc}\p{Cf}\p{Co}\p{Cs}\p{Zl}\p{Zp}]|\u034f|[\ufe00-\ufe0f]/gu;
/** Letters written as a base and a mark (`й` from some systems) are one letter; an emoji of several characters is one. */
const CLUSTERS = new Intl.Segmenter("en", { granularity: "grapheme" });

/**
 * Makes text printable: one {@link REPLACEMENT} for whatever people see as one letter and the font has not; a letter with
 * a mark that it has not stands without the mark; pictures (emoji) and what has no shape are dropped. Tabs are spaces, line breaks stay.
 * The text stays selectable as what it is.
 */
export function printableBy(glyphs: ReadonlySet<number>): Printable {
  const has = (text: string): boolean => [...text].every((one) => glyphs.has(one.codePointAt(0) ?? 0));
  const shown = (cluster: string): string => {
    const bare = cluster.replace(SHAPELESS, "");
    if (bare === "" || has(bare)) return bare;
    const base = bare.replace(/\p{M}/gu, "");
    if (base !== "" && has(base)) return base;
    return PICTURE.test(cluster) ? "" : REPLACEMENT;
  };
  const printed = (line: string): string => {
    const spaced = line.normalize("NFC").replace(/[\t\u2000-\u200a\u202f\u205f\u3000]/g, " ");
    if (has(spaced) && spaced.search(SHAPELESS) < 0) return spaced;
    const clusters = [...CLUSTERS.segment(spaced)].map(({ segment }) => segment);
    const left = clusters.map(shown).join("");
    if (!clusters.some((one) => PICTURE.test(one) && shown(one) === "")) return left;
    // A dropped picture leaves no hole between words.
    const tidy = left.replace(/ {2,}/g, " ").trim();
    return tidy === "" ? ONLY_PICTURES : tidy;
  };
  return (text) =>
    text
      .split(/\r\n|[\n\r\u2028\u2029]/)
      .map(printed)
      .join("\n");
}
