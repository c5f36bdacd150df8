import { problem } from "./make-problem.ts";
import type { Mask } from "./mask.ts";
import type { SourceText } from "./position.ts";
import type { Problem, Text } from "./problem.ts";

/**
 * Characters that a reader of the file cannot see or the parser cannot take: control characters, bidirectional
 * controls (they reorder what is shown), zero-width characters, halves of surrogate pairs.
 * Each is a problem; the masks let reading go on without them.
 */
export function checkCharacters(source: SourceText): { readonly problems: Problem[]; readonly masks: Mask[] } {
  const problems: Problem[] = [];
  const masks: Mask[] = [];
  for (const match of source.text.matchAll(SUSPECT)) {
    const start = match.index;
    if (start === 0 && match[0] === "\uFEFF") continue;
    if (isEmojiJoiner(source.text, start)) continue;
    const at = { start, end: start + match[0].length };
    masks.push({ ...at, how: isInsideWord(source.text, at) && !isControl(match[0]) ? "drop" : "blank" });
    problems.push(describe(source, at, match[0]));
    if (problems.length >= CHARACTER_PROBLEMS_MAX) break;
  }
  const spaces = noBreakSpaces(source);
  if (spaces) {
    problems.push(spaces.problem);
    masks.push(...spaces.masks);
  }
  return { problems, masks };
}

/** Spaces pasted from a word processor, where YAML takes none but the plain one: in indentation and behind a colon. */
const NO_BREAK = /(?<=^[ \xA0\u2000-\u200A\u202F\u205F\u3000]*|: *|- *)[\xA0\u2000-\u200A\u202F\u205F\u3000]/gm;

/** One problem for all of them, at the first; a file pasted whole has one in every line. */
function noBreakSpaces(source: SourceText): { readonly problem: Problem; readonly masks: readonly Mask[] } | null {
  if (!ANY_NO_BREAK.test(source.text)) return null;
  const places = [...source.text.matchAll(NO_BREAK)]
    .filter(({ index }) => isOutsideText(source.text, index))
    .map(({ index }) => ({ start: index, end: index + 1 }));
  const [first] = places;
  if (!first) return null;
  const name = nameOf(source.text[first.start] ?? "");
  return {
    masks: places.map((at) => ({ ...at, how: "blank" })),
    problem: problem(source, {
      code: "no-break-space",
      at: first,
      message: {
        ru: `Неразрывный пробел ${name}: YAML принимает только обычный`,
        en: `A no-break space ${name}: YAML takes the plain one only`,
      },
      remedy: {
        ru: `Замените обычным пробелом${places.length > 1 ? `; таких мест: ${places.length}` : ""}`,
        en: `Replace it with a plain space${places.length > 1 ? `; there are ${places.length} such places` : ""}`,
      },
      fix: places.map((at) => ({ ...at, text: " " })),
    }),
  };
}

const ANY_NO_BREAK = /[\xA0\u2000-\u200A\u202F\u205F\u3000]/;

/** In indentation, or behind the colon that ends the line's key: within a text it is typography. */
function isOutsideText(text: string, at: number): boolean {
  const line = text.slice(text.lastIndexOf("\n", at - 1) + 1, at);
  return /^[\s-]*(?:[\p{L}\w-]+:\s*)?$/u.test(line);
}

function nameOf(character: string): string {
  return `U+${character.charCodeAt(0).toString(16).toUpperCase().padStart(4, "0")}`;
}

/** Only between two characters can it be left out without changing what stands at the edge of a word or a line. */
function isInsideWord(text: string, { start, end }: { readonly start: number; readonly end: number }): boolean {
  return /\S/.test(text[start - 1] ?? " ") && /\S/.test(text[end] ?? " ");
}

function isControl(character: string): boolean {
  return !BIDI.test(character) && !INVISIBLE.test(character);
}

/** A binary file would give one for every other byte. */
const CHARACTER_PROBLEMS_MAX = 20;

const SUSPECT =
  /[\x00-\x08\x0B\x0C\x0E-\x1F\x7F-\x9F\xAD\u061C\u200B-\u200F\u2028-\u202E\u2060\u2066-\u2069\uE000-\uE07F\uFEFF\uFFFE\uFFFF]|\r(?!\n)|[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/g;
const BIDI = /[\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069]/;
const INVISIBLE = /[\xAD\u200B-\u200D\u2060\uFEFF]/;

function describe(
  source: SourceText,
  at: { readonly start: number; readonly end: number },
  character: string,
): Problem {
  const name = nameOf(character);
  if (BIDI.test(character)) {
    return problem(source, {
      code: "bidi-control",
      at,
      message: {
        ru: `Невидимый знак ${name} меняет порядок показа текста`,
        en: `Invisible character ${name} reorders the text shown`,
      },
      remedy: {
        ru: "Удалите его: строка должна читаться так, как записана",
        en: "Delete it: a line must read the way it is written",
      },
      fix: [{ ...at, text: "" }],
    });
  }
  if (INVISIBLE.test(character)) {
    return problem(source, {
      code: "invisible-character",
      at,
      message: { ru: `Невидимый знак ${name}`, en: `Invisible character ${name}` },
      remedy: {
        ru: "Удалите его: слова с ним и без него выглядят одинаково, но различаются",
        en: "Delete it: words with and without it look the same but differ",
      },
      fix: [{ ...at, text: "" }],
    });
  }
  return problem(source, { code: "control-character", at, message: controlMessage(name), remedy: CONTROL_REMEDY });
}

function controlMessage(name: string): Text {
  return {
    ru: `Служебный знак ${name}: в тексте процесса ему не место`,
    en: `Control character ${name} does not belong in a text file`,
  };
}

const CONTROL_REMEDY: Text = {
  ru: "Удалите его; если таких много, файл двоичный или в другой кодировке: сохраните его в UTF-8",
  en: "Delete it; if there are many, the file is binary or in another encoding: save it as UTF-8",
};

/** A zero-width joiner inside an emoji (👩‍💼) is part of a picture, not a trick. */
function isEmojiJoiner(text: string, at: number): boolean {
  if (text[at] !== "\u200D") return false;
  return /(?:\p{Extended_Pictographic}|\p{Emoji_Modifier}|\uFE0F)$/u.test(text.slice(Math.max(0, at - 2), at));
}
