import { type Locale, type Text, useLocale } from "./locale.ts";

type Word = Text | ((...args: never[]) => Text);
type Words = Readonly<Record<string, Word>>;

/** The words of a screen in one language: texts, and functions that give texts. */
export type InOneLanguage<Of extends Words> = {
  readonly [Name in keyof Of]: Of[Name] extends (...args: infer Args) => Text ? (...args: Args) => string : string;
};

/**
 * The words of a screen in the page's language.
 *
 * @example
 * const WORDS = { title: { ru: "Задания", en: "Tasks" }, left: (count: number) => ({ ru: …, en: … }) };
 * const words = useWords(WORDS);
 * <h1>{words.title}</h1> <p>{words.left(3)}</p>
 */
export function useWords<Of extends Words>(words: Of): InOneLanguage<Of> {
  return inLocale(words, useLocale());
}

/** The same outside of components. */
export function inLocale<Of extends Words>(words: Of, locale: Locale): InOneLanguage<Of> {
  const chosen = Object.entries(words).map(([name, word]) => [
    name,
    typeof word === "function" ? (...args: never[]) => word(...args)[locale] : word[locale],
  ]);
  return Object.fromEntries(chosen);
}
