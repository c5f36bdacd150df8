/**
 * Russian letters in Latin ones, as in passports: ICAO Doc 9303, part 3, section 6. A text in Latin letters alone holds
 * 160 characters in one SMS, with a single Russian letter only 70.
 */
const LETTERS: Readonly<Record<string, string>> = {
  ...{ а: "a", б: "b", в: "v", г: "g", д: "d", е: "e", ё: "e", ж: "zh", з: "z", и: "i", й: "i", к: "k", л: "l" },
  ...{ м: "m", н: "n", о: "o", п: "p", р: "r", с: "s", т: "t", у: "u", ф: "f", х: "kh", ц: "ts", ч: "ch", ш: "sh" },
  ...{ щ: "shch", ъ: "ie", ы: "y", ь: "", э: "e", ю: "iu", я: "ia" },
};

/** Marks that no SMS alphabet has, in the nearest that it has. */
const MARKS: Readonly<Record<string, string>> = {
  ...{ "«": '"', "»": '"', "„": '"', "“": '"', "”": '"', "’": "'", "‘": "'", "—": "-", "–": "-", "‑": "-" },
  ...{ "…": "...", "№": "No ", "₽": "RUB", "\u00a0": " ", "\u202f": " ", "\u2009": " " },
};

/** The text in Latin letters. Capital letters stay capital: `Щука` is `Shchuka`, `ЩУКА` is `SHCHUKA`. */
export function transliterate(text: string): string {
  const letters = [...text];
  return letters
    .map((letter, at) => {
      const mark = MARKS[letter];
      if (mark !== undefined) return mark;
      const small = letter.toLowerCase();
      const latin = LETTERS[small];
      if (latin === undefined) return letter;
      if (small === letter) return latin;
      const isWordCapital = isCapital(letters[at + 1]) || isCapital(letters[at - 1]);
      return isWordCapital ? latin.toUpperCase() : `${latin.slice(0, 1).toUpperCase()}${latin.slice(1)}`;
    })
    .join("");
}

function isCapital(letter: string | undefined): boolean {
  return letter !== undefined && letter !== letter.toLowerCase();
}
