/**
 * Reading goes on after a mistake: characters that would break the parser are replaced, one for one, by stand-ins from
 * the private use area, so that every offset stays where it is. {@link unmask} puts the author's characters back.
 */
export interface Mask {
  readonly start: number;
  readonly end: number;
  /** `hide`: punctuation becomes stand-ins; `blank`: everything becomes spaces; `drop`: nothing is left of it. */
  readonly how: "hide" | "blank" | "drop";
}

/** The first stand-in; ASCII `c` stands at this plus its code. The author's own use of these is a problem. */
const STAND_IN = 0xe000;
const ASCII_END = 0x80;
/** Stands in for a character that is not there for the reader. */
const DROPPED = "\uE07F";

/** The text with the masked parts replaced; as long as before. Masks may overlap and come in any order. */
export function applyMasks(text: string, masks: readonly Mask[]): string {
  if (masks.length === 0) return text;
  const parts: string[] = [];
  let at = 0;
  for (const mask of [...masks].sort((a, b) => a.start - b.start)) {
    const from = Math.max(mask.start, at);
    if (mask.end <= from) continue;
    parts.push(text.slice(at, from), replaced(text.slice(from, mask.end), mask.how));
    at = mask.end;
  }
  parts.push(text.slice(at));
  return parts.join("");
}

/** Puts back what {@link applyMasks} hid. */
export function unmask(value: string): string {
  return STAND_INS.test(value)
    ? value.replace(STAND_INS_ALL, (character) =>
        character === DROPPED ? "" : String.fromCharCode(character.charCodeAt(0) - STAND_IN),
      )
    : value;
}

const STAND_INS = /[\uE000-\uE07F]/;
const STAND_INS_ALL = /[\uE000-\uE07F]/g;
const BREAKING = /[{}[\],:#"'&*!|>%@`?-]/g;

function replaced(part: string, how: Mask["how"]): string {
  if (how === "drop") return DROPPED.repeat(part.length);
  if (how === "blank") return part.replace(/[^\r\n]/g, " ");
  return part.replace(BREAKING, (character) => {
    const code = character.charCodeAt(0);
    return code < ASCII_END ? String.fromCharCode(STAND_IN + code) : character;
  });
}
