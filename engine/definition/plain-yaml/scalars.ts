import type { ScalarNode } from "../node.ts";
import { scalarNode } from "../scalar-node.ts";
import { type Cursor, HASH, NEWLINE, SPACE } from "./cursor.ts";

const COLON = 58;
const MINUS = 45;

/**
 * A plain scalar at the cursor, to where it ends on this line: before `: `, before ` #`, in brackets also before
 * `,[]{}`. Null where the first character cannot begin one, or could mean something else.
 */
export function plainScalar(cursor: Cursor, inFlow: boolean): ScalarNode | null {
  const { text, at: start } = cursor;
  if (!canBegin(text, start)) return null;
  let end = start;
  let at = start;
  for (; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === NEWLINE) break;
    if (code === COLON && endsKey(text, at + 1, inFlow)) break;
    if (code === HASH && text.charCodeAt(at - 1) === SPACE) break;
    if (inFlow && isFlowSign(code)) break;
    if (code !== SPACE) end = at + 1;
  }
  cursor.at = end;
  const source = text.slice(start, end);
  const value = resolvePlain(source);
  return value === undefined ? null : scalarNode(text, { start, end, style: "plain", value });
}

/** A quoted scalar that begins and ends on this line; null for others and for escapes that are rare. */
export function quotedScalar(cursor: Cursor): ScalarNode | null {
  return cursor.text[cursor.at] === '"' ? doubleQuoted(cursor) : singleQuoted(cursor);
}

/** Stands the colon before a space, the line's end or (in brackets) a sign, so that it ends a key? */
function endsKey(text: string, after: number, inFlow: boolean): boolean {
  const code = text.charCodeAt(after);
  return Number.isNaN(code) || code === SPACE || code === NEWLINE || (inFlow && isFlowSign(code));
}

function isFlowSign(code: number): boolean {
  return code === 44 || code === 91 || code === 93 || code === 123 || code === 125;
}

/** Characters that begin something else than a plain scalar. `-`, `?` and `:` may begin one before a letter. */
const INDICATORS = new Set([..."-?:,[]{}#&*!|>'\"%@`"].map((sign) => sign.charCodeAt(0)));

function canBegin(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  if (Number.isNaN(code)) return false;
  if (!INDICATORS.has(code)) return true;
  const next = text.charCodeAt(at + 1);
  // `-5`: the only one of these that people write.
  return code === MINUS && next >= 48 && next <= 57;
}

const KEYWORDS: Readonly<Record<string, null | boolean>> = {
  ...{ "~": null, null: null, Null: null, NULL: null },
  ...{ true: true, True: true, TRUE: true, false: false, False: false, FALSE: false },
};
const INTEGER = /^[-+]?[0-9]+$/;
const DECIMAL = /^[-+]?(?:\.[0-9]+|[0-9]+\.[0-9]*)$/;
/** Other notations of numbers: left to the library. */
const RARE_NUMBER =
  /^[-+]?(?:0[xo][0-9a-fA-F]+|\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN)|(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)[eE][-+]?[0-9]+)$/;

/** YAML 1.2 core schema; undefined: a notation this reader leaves to the library. */
function resolvePlain(source: string): null | boolean | number | string | undefined {
  const first = source.charCodeAt(0);
  const mayBeNumber = (first >= 48 && first <= 57) || first === 43 || first === 45 || first === 46;
  if (!mayBeNumber)
    return source.length <= 5 && Object.hasOwn(KEYWORDS, source) ? (KEYWORDS[source] as null | boolean) : source;
  if (INTEGER.test(source)) return Number.parseInt(source, 10);
  if (DECIMAL.test(source)) return Number.parseFloat(source);
  return RARE_NUMBER.test(source) ? undefined : source;
}

function singleQuoted(cursor: Cursor): ScalarNode | null {
  const { text, at: start } = cursor;
  let at = start + 1;
  for (;;) {
    at = text.indexOf("'", at);
    if (at === -1) return null;
    if (text.charCodeAt(at + 1) !== 39) break;
    at += 2;
  }
  const source = text.slice(start + 1, at);
  if (source.includes("\n")) return null;
  cursor.at = at + 1;
  return scalarNode(text, { start, end: at + 1, style: "single", value: source.replaceAll("''", "'") });
}

const ESCAPES: Readonly<Record<string, string>> = { n: "\n", t: "\t", '"': '"', "\\": "\\", "/": "/" };

function doubleQuoted(cursor: Cursor): ScalarNode | null {
  const { text, at: start } = cursor;
  let value = "";
  let from = start + 1;
  for (let at = from; at < text.length; at += 1) {
    const sign = text[at];
    if (sign === "\n") return null;
    if (sign === "\\") {
      const meant = ESCAPES[text[at + 1] ?? ""];
      if (meant === undefined) return null;
      value += text.slice(from, at) + meant;
      at += 1;
      from = at + 1;
    } else if (sign === '"') {
      cursor.at = at + 1;
      return scalarNode(text, { start, end: at + 1, style: "double", value: value + text.slice(from, at) });
    }
  }
  return null;
}
