import type { Random } from "./random.ts";

/** What analysts mistype and attackers paste. */
const PIECES = [
  "{",
  "}",
  "[",
  "]",
  ": ",
  "- ",
  "\n",
  "\n  ",
  "\t",
  '"',
  "'",
  "&a ",
  "*a ",
  "!t ",
  "|\n",
  "#",
  ",",
  "${ ",
  " }",
  "{{ ",
  " }}",
  "@",
  "%",
  "`",
  "да",
  "нет",
  "no",
  "~",
  "null",
  "1",
  "-1",
  "1e999",
  "12345678901234567890",
  "0.1",
  "1:30",
  "017",
  "---\n",
  "...\n",
  "<<: ",
  "__proto__",
  "constructor",
  "\u200B",
  "\u202E",
  "\u0000",
  "\r",
  "\uFEFF",
  "\u2028",
  "id",
  "then",
  "end",
  "exit",
  "if",
  "do",
  "item",
  "event",
  "requester",
  "assignee",
  "P1D",
  "{ businessDays: 1 }",
  "[]",
  "{}",
  "for i in 1..100000000 return i",
  'matches(x, "^(a+)+$")',
  "(((((((((((",
  "not(",
  "= null",
  "and or",
  '"незакрытая',
];

type Mutation = (text: string, random: Random) => string;

const MUTATIONS: readonly Mutation[] = [
  insertPiece,
  insertPiece,
  (text, random) => text.slice(0, random.below(text.length)) + text.slice(random.below(text.length)),
  (text, random) => cut(text, random.below(text.length), 1 + random.below(8)),
  (text, random) => onLines(text, (lines) => lines.splice(random.below(lines.length), 1)),
  (text, random) => onLines(text, (lines) => lines.splice(random.below(lines.length), 0, random.of(lines))),
  (text, random) => onLines(text, (lines) => swap(lines, random.below(lines.length), random.below(lines.length))),
  (text, random) => onLines(text, (lines) => indent(lines, random.below(lines.length), random.below(5) - 2)),
  swapWords,
  swapWords,
  (text, random) => text.slice(0, random.below(text.length)),
];

/** A text that was changed in one to four places. */
export function mutated(text: string, random: Random): string {
  let result = text;
  for (let left = 1 + random.below(4); left > 0 && result.length > 0; left--)
    result = random.of(MUTATIONS)(result, random);
  return result;
}

function insertPiece(text: string, random: Random): string {
  const at = random.below(text.length);
  return text.slice(0, at) + random.of(PIECES) + text.slice(at);
}

/** Puts one word of the file in the place of another: ids, keys and values meet where they do not belong. */
function swapWords(text: string, random: Random): string {
  const words = [...text.matchAll(/[\p{L}\d_-]+/gu)];
  if (words.length === 0) return text;
  const [target, source] = [random.of(words), random.of(words)];
  return text.slice(0, target.index) + source[0] + text.slice(target.index + target[0].length);
}

function cut(text: string, at: number, length: number): string {
  return text.slice(0, at) + text.slice(at + length);
}

function onLines(text: string, change: (lines: string[]) => void): string {
  const lines = text.split("\n");
  change(lines);
  return lines.join("\n");
}

function swap(lines: string[], one: number, other: number): void {
  const [a, b] = [lines[one], lines[other]];
  if (a === undefined || b === undefined) return;
  lines[one] = b;
  lines[other] = a;
}

function indent(lines: string[], at: number, by: number): void {
  const line = lines[at];
  if (line === undefined) return;
  lines[at] = by >= 0 ? " ".repeat(by) + line : line.replace(new RegExp(`^ {0,${-by}}`), "");
}
