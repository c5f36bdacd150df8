import { problem } from "./make-problem.ts";
import type { Document, Node, ScalarNode } from "./node.ts";
import type { SourceText } from "./position.ts";
import type { Problem, Text } from "./problem.ts";

/** Names (keys) with a word in which Latin and Cyrillic letters meet: one of the alphabets was typed by mistake. */
export function checkMixedScript(document: Document): Problem[] {
  const problems: Problem[] = [];
  visit(document.root, (key, name) => {
    const word = mixedWordOf(name);
    if (word !== null) problems.push(mixedScript(document, key, word));
  });
  return problems;
}

/** The first word of a name in which Latin and Cyrillic letters meet, or null. */
export function mixedWordOf(name: string): string | null {
  if (ASCII.test(name) || !hasCyrillic(name) || !hasLatin(name)) return null;
  return name.split(/[^\p{L}\p{N}]+/u).find((word) => hasCyrillic(word) && hasLatin(word)) ?? null;
}

/** Nearly all names; the scripts of the others take a while to be told apart. */
const ASCII = /^[\x00-\x7F]*$/;

/** Has it a Cyrillic letter? */
function hasCyrillic(text: string): boolean {
  return /\p{Script=Cyrillic}/u.test(text);
}

/** Has it a Latin letter? */
function hasLatin(text: string): boolean {
  return /\p{Script=Latin}/u.test(text);
}

/** The depth of a document is bounded where it is read. */
function visit(node: Node, see: (key: ScalarNode, name: string) => void): void {
  if (node.kind === "list") for (const item of node.items) visit(item, see);
  if (node.kind !== "map") return;
  for (const entry of node.entries) {
    see(entry.key, entry.name);
    visit(entry.value, see);
  }
}

/**
 * Which letters of a word belong to the other alphabet, and where; null where it does not mix the two.
 * @example lookAlikeOf("nоtBy") // «о» (2-я) — русская
 */
export function lookAlikeOf(name: string): Text | null {
  const word = mixedWordOf(name);
  if (word === null) return null;
  const letters = [...name];
  const cyrillic = letters.flatMap((letter, at) => (hasCyrillic(letter) ? [{ letter, at: at + 1 }] : []));
  const latin = letters.flatMap((letter, at) => (hasLatin(letter) ? [{ letter, at: at + 1 }] : []));
  const isCyrillic = cyrillic.length <= latin.length;
  const few = (isCyrillic ? cyrillic : latin).slice(0, LETTERS_MAX);
  const [ru, en] = isCyrillic ? ["русская", "Cyrillic"] : ["латинская", "Latin"];
  return {
    ru: `${few.map(({ letter, at }) => `«${letter}» (${at}-я буква)`).join(", ")} — ${ru}`,
    en: `${few.map(({ letter, at }) => `"${letter}" (letter ${at})`).join(", ")} is ${en}`,
  };
}

/** One or two slips are named; a word typed half and half needs no list. */
const LETTERS_MAX = 3;

function mixedScript(source: SourceText, key: ScalarNode, word: string): Problem {
  const cyrillic = [...word].filter((letter) => hasCyrillic(letter)).join("");
  const latin = [...word].filter((letter) => hasLatin(letter)).join("");
  const [few, ru, en] =
    cyrillic.length <= latin.length ? [cyrillic, "русские", "Cyrillic"] : [latin, "латинские", "Latin"];
  return problem(source, {
    code: "mixed-script",
    at: key,
    message: {
      ru: `В слове «${word}» смешаны алфавиты: «${few}» — ${ru} буквы`,
      en: `"${word}" mixes alphabets: "${few}" is ${en}`,
    },
    remedy: { ru: "Наберите слово заново в одной раскладке", en: "Type the word again in one alphabet" },
  });
}
