import { wordPattern } from "../base/word-pattern.ts";
/**
 * What a condition says about single paths, as far as its text tells: enough to know which outcomes are tested and
 * what is certainly not null behind a test. Everything else is `other`. The expression compiler judges the text
 * itself; this reads only the plain shapes that people write.
 */
export type Condition =
  | { readonly kind: "and" | "or"; readonly of: readonly Condition[] }
  | { readonly kind: "not"; readonly of: Condition }
  /** `path = null`, `is defined(path)` */
  | { readonly kind: "null"; readonly path: string; readonly is: boolean }
  /** `path = "a"`, `path in ("a", "b")` */
  | { readonly kind: "equals"; readonly path: string; readonly values: readonly string[]; readonly is: boolean }
  | { readonly kind: "other"; readonly text: string };

/** Reads a condition. Never fails: what it does not understand is `other`. */
export function readCondition(text: string): Condition {
  const tokens = tokensOf(text);
  const reader: Reader = { text, tokens, at: 0 };
  const condition = either(reader, 0);
  return reader.at >= tokens.length ? condition : other(text, tokens);
}

/** A path compared with a text, and where the text stands in the expression. */
export interface Comparison {
  readonly path: string;
  readonly value: string;
  readonly from: number;
  readonly to: number;
}

/**
 * Comparisons of a path with texts anywhere in an expression, those inside calls, lists and `if … then` included:
 * `path = "a"`, `"a" != path`, `path in ("a", "b")`.
 */
export function comparisonsIn(text: string): readonly Comparison[] {
  const tokens = tokensOf(text);
  return tokens.flatMap((token, at) => {
    if (token.kind !== "path" || token.text === "in") return [];
    return comparedWith(tokens, at).map((value) => ({
      path: token.text,
      value: value.text,
      from: value.start,
      to: value.end,
    }));
  });
}

/** How often an expression reads a path, compared or not. */
export function readsOf(text: string, path: string): number {
  return tokensOf(text).filter((token) => token.kind === "path" && token.text === path).length;
}

interface Token {
  readonly kind: "path" | "text" | "number" | "sign";
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

interface Reader {
  readonly text: string;
  readonly tokens: readonly Token[];
  at: number;
}

/** Deeper parentheses than this are no condition that a person wrote. */
const NESTING_MAX = 50;

const TOKEN = wordPattern(
  String.raw`\s+|\/\/[^\n]*|\/\*[\s\S]*?\*\/|(?<text>"(?:[^"\\]|\\.)*")|(?<path>[\p{L}_][\p{L}\p{N}_]*(?:\s*\.\s*[\p{L}_][\p{L}\p{N}_]*)*)|(?<number>\d+(?:\.\d+)?)|(?<sign>!=|<=|>=|\*\*|\.\.|.)`,
  "gs",
);

function tokensOf(text: string): readonly Token[] {
  const tokens: Token[] = [];
  for (const found of text.matchAll(TOKEN(text))) {
    const groups = found.groups ?? {};
    const kind = (["text", "path", "number", "sign"] as const).find((name) => groups[name] !== undefined);
    if (!kind) continue;
    const raw = found[0];
    const shown = kind === "text" ? unquoted(raw) : kind === "path" ? raw.replace(/\s+/g, "") : raw;
    tokens.push({ kind, text: shown, start: found.index, end: found.index + raw.length });
  }
  return tokens;
}

function unquoted(raw: string): string {
  return raw.slice(1, -1).replace(/\\(.)/g, (_, letter: string) => ({ n: "\n", t: "\t", r: "\r" })[letter] ?? letter);
}

function either(reader: Reader, depth: number): Condition {
  const parts = [both(reader, depth)];
  while (isWord(reader, "or")) {
    reader.at++;
    parts.push(both(reader, depth));
  }
  return parts.length === 1 ? (parts[0] as Condition) : { kind: "or", of: parts };
}

function both(reader: Reader, depth: number): Condition {
  const parts = [unit(reader, depth)];
  while (isWord(reader, "and")) {
    reader.at++;
    parts.push(unit(reader, depth));
  }
  return parts.length === 1 ? (parts[0] as Condition) : { kind: "and", of: parts };
}

function unit(reader: Reader, depth: number): Condition {
  const start = reader.at;
  if (depth < NESTING_MAX && isWord(reader, "not") && isSign(reader, "(", 1)) {
    const inner = grouped(reader, start + 1, depth);
    if (inner) return { kind: "not", of: inner };
  }
  if (depth < NESTING_MAX && isSign(reader, "(")) {
    const inner = grouped(reader, start, depth);
    if (inner) return inner;
  }
  reader.at = start;
  return simple(reader);
}

/** What stands in the parentheses at `open`, if they hold a whole part of the condition. */
function grouped(reader: Reader, open: number, depth: number): Condition | null {
  reader.at = open + 1;
  const inner = either(reader, depth + 1);
  if (!isSign(reader, ")")) return null;
  reader.at++;
  const next = reader.tokens[reader.at];
  return !next || next.text === "and" || next.text === "or" || next.text === ")" ? inner : null;
}

/** A part without `and` and `or` outside brackets. */
function simple(reader: Reader): Condition {
  const start = reader.at;
  let depth = 0;
  let between = 0;
  for (; reader.at < reader.tokens.length; reader.at++) {
    const { kind, text } = reader.tokens[reader.at] as Token;
    if (kind === "sign" && "([{".includes(text)) depth++;
    if (kind === "sign" && ")]}".includes(text) && --depth < 0) break;
    if (kind !== "path" || depth > 0) continue;
    if (GREEDY.has(text)) {
      reader.at = reader.tokens.length;
      break;
    }
    if (text === "between") between++;
    if (text === "or" || (text === "and" && between-- <= 0)) break;
  }
  return classified(reader.text, reader.tokens.slice(start, reader.at));
}

/** These reach as far to the right as they can, over any `and` and `or`. */
const GREEDY: ReadonlySet<string> = new Set(["if", "for", "some", "every", "function"]);

function classified(text: string, tokens: readonly Token[]): Condition {
  const [one, two, three, four, five] = tokens;
  if (tokens.length === 3 && one && two && three && (two.text === "=" || two.text === "!=")) {
    const [path, value] = one.kind === "path" && one.text !== "null" ? [one, three] : [three, one];
    const is = two.text === "=";
    if (path.kind === "path" && isNull(value)) return { kind: "null", path: path.text, is };
    if (path.kind === "path" && value.kind === "text")
      return { kind: "equals", path: path.text, values: [value.text], is };
  }
  if (
    one?.text === "is" &&
    two?.text === "defined" &&
    three?.text === "(" &&
    four?.kind === "path" &&
    five?.text === ")" &&
    tokens.length === 5
  ) {
    return { kind: "null", path: four.text, is: false };
  }
  if (one?.kind === "path" && two?.text === "in") {
    const values = listed(tokens.slice(2));
    if (values) return { kind: "equals", path: one.text, values, is: true };
  }
  return other(text, tokens);
}

function isNull(token: Token): boolean {
  return token.kind === "path" && token.text === "null";
}

/** The texts of `("a", "b")`, `["a", "b"]` or `"a"` alone; null for anything else. */
function listed(tokens: readonly Token[]): readonly string[] | null {
  if (tokens.length === 1 && tokens[0]?.kind === "text") return [tokens[0].text];
  const open = tokens[0]?.text;
  const close = tokens.at(-1)?.text;
  if (!((open === "(" && close === ")") || (open === "[" && close === "]"))) return null;
  const inner = tokens.slice(1, -1);
  const isPlain = inner.every((token, at) => (at % 2 === 0 ? token.kind === "text" : token.text === ","));
  return isPlain && inner.length % 2 === 1
    ? inner.filter((token) => token.kind === "text").map((token) => token.text)
    : null;
}

/** The texts that the path at `at` is compared with. */
function comparedWith(tokens: readonly Token[], at: number): readonly Token[] {
  const next = tokens[at + 1];
  const after = tokens[at + 2];
  if ((next?.text === "=" || next?.text === "!=") && after?.kind === "text") return [after];
  if (next?.text === "in" && after) {
    if (after.kind === "text") return [after];
    const end = tokens.findIndex((token, n) => n > at + 2 && (token.text === ")" || token.text === "]"));
    const inside = end < 0 ? [] : tokens.slice(at + 2, end + 1);
    return listed(inside) ? inside.filter((token) => token.kind === "text") : [];
  }
  const before = tokens[at - 1];
  const first = tokens[at - 2];
  return (before?.text === "=" || before?.text === "!=") && first?.kind === "text" ? [first] : [];
}

function isWord(reader: Reader, word: string): boolean {
  const token = reader.tokens[reader.at];
  return token?.kind === "path" && token.text === word;
}

function isSign(reader: Reader, sign: string, ahead = 0): boolean {
  const token = reader.tokens[reader.at + ahead];
  return token?.kind === "sign" && token.text === sign;
}

function other(text: string, tokens: readonly Token[]): Condition {
  const first = tokens[0];
  const last = tokens.at(-1);
  return { kind: "other", text: first && last ? text.slice(first.start, last.end).trim() : text.trim() };
}
