/** What the scanner found wrong before any grammar was asked; offsets in the scanned text. */
export type ScanFault =
  | { readonly kind: "unclosed"; readonly open: '"' | "(" | "[" | "{" | "/*"; readonly at: number }
  | { readonly kind: "too-deep"; readonly at: number };

/** Deepest nesting of brackets in one expression. */
export const NESTING_MAX = 100;

/** The tokens a walk over FEEL text stops at; texts and comments are passed over as wholes. */
interface Walk {
  readonly text: string;
  at: number;
}

/**
 * Where the FEEL text that starts at `start` ends before a `}` of its surroundings: braces of contexts, texts that
 * hold braces, and comments are passed over. The offset is that of the closing brace.
 */
export function findExpressionEnd(
  text: string,
  start: number,
): { readonly end: number } | { readonly fault: ScanFault } {
  const walk: Walk = { text, at: start };
  const open: number[] = [];
  while (walk.at < text.length) {
    const fault = passOver(walk);
    if (fault) return { fault };
    const sign = text[walk.at];
    if (sign === undefined) break;
    if (sign === "{") {
      if (open.length >= NESTING_MAX) return { fault: { kind: "too-deep", at: walk.at } };
      open.push(walk.at);
    }
    if (sign === "}") {
      if (open.length === 0) return { end: walk.at };
      open.pop();
    }
    walk.at += 1;
  }
  return { fault: { kind: "unclosed", open: "{", at: open.at(-1) ?? start } };
}

/** Are texts, comments and brackets closed, and is the nesting bounded? Null when all is well. */
export function findFault(text: string): ScanFault | null {
  const walk: Walk = { text, at: 0 };
  const open: number[] = [];
  while (walk.at < text.length) {
    const fault = passOver(walk);
    if (fault) return fault;
    const sign = text[walk.at];
    if (sign === "(" || sign === "[" || sign === "{") {
      // Intervals may open with `]` and close with `[`, so square brackets bound the depth but need not pair.
      open.push(walk.at);
      if (open.length > NESTING_MAX) return { kind: "too-deep", at: walk.at };
    } else if (sign === ")" || sign === "]" || sign === "}") open.pop();
    walk.at += 1;
  }
  return null;
}

/** Passes over texts and comments that start here, one after another. */
function passOver(walk: Walk): ScanFault | null {
  for (;;) {
    const { text, at } = walk;
    if (text[at] === '"') {
      const end = endOfText(text, at);
      if (end < 0) return { kind: "unclosed", open: '"', at };
      walk.at = end;
    } else if (text.startsWith("//", at)) {
      const end = text.indexOf("\n", at);
      walk.at = end < 0 ? text.length : end;
    } else if (text.startsWith("/*", at)) {
      const end = text.indexOf("*/", at + 2);
      if (end < 0) return { kind: "unclosed", open: "/*", at };
      walk.at = end + 2;
    } else return null;
  }
}

/** Offset after the closing quote, or -1. */
function endOfText(text: string, start: number): number {
  for (let at = start + 1; at < text.length; at++) {
    if (text[at] === "\\") at += 1;
    else if (text[at] === '"') return at + 1;
  }
  return -1;
}

/** The text with the insides of texts and comments blanked, lengths kept: what is left is FEEL's own signs. */
export function blankTexts(text: string): string {
  return text.replace(/"(?:\\[\s\S]|[^"\\])*"|\/\/[^\n]*|\/\*[\s\S]*?\*\//g, (found) =>
    found.startsWith('"') ? `"${" ".repeat(found.length - 2)}"` : " ".repeat(found.length),
  );
}
