const LETTERS: Readonly<Record<string, string>> = {
  ...{ а: "a", б: "b", в: "v", г: "g", д: "d", е: "e", ё: "yo", ж: "zh", з: "z", и: "i", й: "y", к: "k", л: "l" },
  ...{ м: "m", н: "n", о: "o", п: "p", р: "r", с: "s", т: "t", у: "u", ф: "f", х: "kh", ц: "ts", ч: "ch", ш: "sh" },
  ...{ щ: "sch", ъ: "", ы: "y", ь: "", э: "e", ю: "yu", я: "ya" },
};

/** Words of a title in Latin letters and digits. */
function wordsOf(title: string): readonly string[] {
  const latin = [...title.toLowerCase().normalize("NFC")]
    .map((letter) => LETTERS[letter] ?? letter)
    .join("")
    .normalize("NFD")
    .replaceAll(/[\u0300-\u036F]/g, "");
  return latin.split(/[^a-z0-9]+/).filter((word) => word !== "");
}

/** Longest name proposed; a title may be a sentence. */
const WORDS_MAX = 4;

/** `Скидка по бренду, %` → `skidkaPoBrendu`. `other` where the title gives nothing, or would begin with a digit. */
export function camelName(title: string, other: string): string {
  const words = wordsOf(title).slice(0, WORDS_MAX);
  const name = words.map((word, at) => (at === 0 ? word : `${word.charAt(0).toUpperCase()}${word.slice(1)}`)).join("");
  return /^[a-z]/.test(name) ? name : other;
}

/** `Договор подписан` → `DOGOVOR_PODPISAN`. */
export function upperName(title: string, other: string): string {
  const name = wordsOf(title).slice(0, WORDS_MAX).join("_").toUpperCase();
  return /^[A-Z]/.test(name) ? name : other;
}

/** `Бренды и скидки` → `brendy-i-skidki`. */
export function kebabName(title: string, other: string): string {
  const name = wordsOf(title).slice(0, WORDS_MAX).join("-");
  return /^[a-z]/.test(name) ? name : other;
}

/** The name, or the first free of `name2`, `name3`, …; it is taken from now on. */
export function freeName(name: string, taken: Set<string>, joint = ""): string {
  let free = name;
  for (let count = 2; taken.has(free); count += 1) free = `${name}${joint}${count}`;
  taken.add(free);
  return free;
}
