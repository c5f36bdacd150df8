import { RE2JS } from "re2js";
import { show } from "../value/show.ts";
import { fail, type Site } from "../value/site.ts";

/**
 * Regular expressions in linear time: the patterns of XPath (DMN 1.5 §10.3.4.3) without what would need backtracking
 * (`\1`, lookahead). Flags: `s` dot matches line ends, `m` lines, `i` case, `x` spaces in the pattern mean nothing.
 *
 * @throws {ExpressionError} `EXPRESSION_DOMAIN` for a pattern that is none
 */
export function compilePattern(pattern: string, flags: string, site: Site): RE2JS | null {
  const key = `${flags}/${pattern}`;
  const known = patterns.get(key);
  if (known) return known;
  const compiled = compile(pattern, flags);
  if (!compiled) {
    return fail(site, "EXPRESSION_DOMAIN", {
      ru: `${show(pattern)} с флагами «${flags}» — не регулярное выражение.`,
      en: `${show(pattern)} with flags "${flags}" is not a regular expression.`,
    });
  }
  if (patterns.size >= PATTERNS_MAX) patterns.clear();
  patterns.set(key, compiled);
  return compiled;
}

/** Patterns are nearly always constants of the text; a few are kept compiled. */
const patterns = new Map<string, RE2JS>();
const PATTERNS_MAX = 200;
/** A longer pattern is nobody's, and compiling one takes time. */
const PATTERN_LENGTH_MAX = 2000;

function compile(pattern: string, flags: string): RE2JS | null {
  if (!/^[smix]*$/.test(flags) || pattern.length > PATTERN_LENGTH_MAX) return null;
  let bits = 0;
  if (flags.includes("s")) bits |= RE2JS.DOTALL;
  if (flags.includes("m")) bits |= RE2JS.MULTILINE;
  if (flags.includes("i")) bits |= RE2JS.CASE_INSENSITIVE;
  const plain = translate(flags.includes("x") ? withoutSpaces(pattern) : pattern, flags.includes("s"));
  if (plain === null) return null;
  try {
    return RE2JS.compile(plain, bits);
  } catch {
    // The library says in no other way that a pattern is none.
    return null;
  }
}

/** Spaces outside of character classes mean nothing under `x`. */
function withoutSpaces(pattern: string): string {
  return pattern.replace(/\\p\s*\{[^}]*\}|\[(?:\\.|[^\]\\])*\]|\\?\s+/g, (found) => {
    if (found.startsWith("[")) return found;
    if (found.startsWith("\\p")) return found.replace(/\s+/g, "");
    return found.startsWith("\\") ? "\\" : "";
  });
}

/** What XPath writes in its own way: class subtraction, Unicode blocks, and a dot that also stops at `\r`. */
function translate(pattern: string, dotAll: boolean): string | null {
  let out = "";
  for (let at = 0; at < pattern.length; at++) {
    const sign = pattern[at] ?? "";
    if (sign === "\\") {
      const escape = translateEscape(pattern, at);
      if (escape === null) return null;
      out += escape.text;
      at = escape.end - 1;
    } else if (sign === "[") {
      const end = classEnd(pattern, at);
      const translated = end < 0 ? null : translateClass(pattern.slice(at, end));
      if (translated === null) return null;
      out += translated;
      at = end - 1;
    } else out += sign === "." && !dotAll ? "[^\\n\\r]" : sign;
  }
  return out;
}

function translateEscape(pattern: string, at: number): { readonly text: string; readonly end: number } | null {
  const sign = pattern[at + 1] ?? "";
  // Back references and octal escapes: none in linear time.
  if (sign === "" || /\d/.test(sign)) return null;
  const property = /^\\([pP])\{([^}]+)\}/.exec(pattern.slice(at));
  if (!property) return { text: `\\${sign}`, end: at + 2 };
  const name = property[2] ?? "";
  const end = at + property[0].length;
  if (!name.startsWith("Is")) return { text: property[0], end };
  const block = BLOCKS[name];
  return block ? { text: property[1] === "p" ? `[${block}]` : `[^${block}]`, end } : null;
}

/** The Unicode blocks that patterns name most; a name outside is no pattern. */
const BLOCKS: Readonly<Record<string, string>> = {
  IsBasicLatin: "\\x{0}-\\x{7F}",
  "IsLatin-1Supplement": "\\x{80}-\\x{FF}",
  "IsLatinExtended-A": "\\x{100}-\\x{17F}",
  "IsLatinExtended-B": "\\x{180}-\\x{24F}",
  IsGreek: "\\x{370}-\\x{3FF}",
  IsCyrillic: "\\x{400}-\\x{4FF}",
  IsHebrew: "\\x{590}-\\x{5FF}",
  IsArabic: "\\x{600}-\\x{6FF}",
};

/** Offset after the bracket that closes the class at `start`, or -1. */
function classEnd(pattern: string, start: number): number {
  let depth = 0;
  for (let at = start; at < pattern.length; at++) {
    const sign = pattern[at];
    if (sign === "\\") at += 1;
    else if (sign === "[") depth += 1;
    else if (sign === "]" && at > start + 1) {
      depth -= 1;
      if (depth === 0) return at + 1;
    }
  }
  return -1;
}

/** `[A-Z-[OI]]` has no word in RE2: it is written out, character by character, for classes of the basic plane. */
function translateClass(text: string): string | null {
  if (/(?:^|[^\\])(?:\\\\)*\\\d/.test(text)) return null;
  const subtraction = /^\[(.+)-\[(.+)\]\]$/s.exec(text);
  if (!subtraction) return text;
  try {
    const keep = RE2JS.compile(`[${subtraction[1]}]`);
    const drop = RE2JS.compile(`[${subtraction[2]}]`);
    const kept: string[] = [];
    for (let code = 0; code < SUBTRACTION_CODE_MAX; code++) {
      const character = String.fromCharCode(code);
      if (keep.matches(character) && !drop.matches(character)) kept.push(`\\x{${code.toString(16)}}`);
    }
    return kept.length === 0 ? "[^\\x{0}-\\x{10FFFF}]" : `[${kept.join("")}]`;
  } catch {
    return null;
  }
}

/** Latin, Greek and Cyrillic: what a subtraction is written for. */
const SUBTRACTION_CODE_MAX = 0x530;

/** XPath's `$1` names as many digits as there are groups, `\$` is a dollar; the library takes `$1` and `$$` the same way. */
export function xpathReplacement(replacement: string, groups: number): (...matched: string[]) => string {
  return (...matched) =>
    replacement.replace(/\\([\\$])|\$(\d{1,2})/g, (_, escaped: string | undefined, digits: string | undefined) => {
      if (escaped !== undefined) return escaped;
      const index = Number(digits);
      if (index <= groups) return matched[index] ?? "";
      const first = Number(digits?.[0]);
      return (first <= groups ? (matched[first] ?? "") : "") + (digits?.slice(1) ?? "");
    });
}
