import { Composer, type CST, Lexer, Parser, type Document as YamlDocument } from "yaml";
import type { FileLimits } from "./file-kind.ts";
import { type Watch, watchLexemes } from "./lexemes.ts";
import type { SourceText } from "./position.ts";

/** One reading of a text by the YAML library: its tree and complaints, and what our own watch saw before it. */
export interface YamlReading {
  readonly watch: Watch;
  /** Null where the watch stopped the reading, and for a text without content. */
  readonly yaml: YamlDocument.Parsed | null;
  /** Complaints of the library in the order of the text: code and offsets; its English is never shown. */
  readonly complaints: readonly Complaint[];
}

export interface Complaint {
  readonly code: string;
  readonly start: number;
  readonly end: number;
  /** The library's own words: only to tell apart cases of one code. */
  readonly words: string;
}

/**
 * Reads a text with the `yaml` library, lexeme by lexeme, so that nesting is bounded *before* the parser recurses into
 * it, and without its key check, which takes quadratic time. Anchors and tags were masked or are reported by the watch.
 */
export function parseYaml(source: SourceText, limits: FileLimits): YamlReading {
  const watch = watchLexemes(source, limits);
  const tokens = parseTokens(source.text, watch);
  if (tokens === null) return { watch, yaml: null, complaints: [] };
  const composer = new Composer({
    version: "1.2",
    schema: "core",
    uniqueKeys: false,
    strict: true,
    prettyErrors: false,
    logLevel: "silent",
    keepSourceTokens: false,
  });
  const complaints: Complaint[] = [];
  const document = compose(composer, { tokens, end: source.text.length, complaints });
  return {
    watch,
    yaml: document?.contents == null ? null : document,
    complaints: complaints.sort((a, b) => a.start - b.start),
  };
}

/** The first is the cause, the rest its echoes: a text of 200,000 commas has as many. */
const COMPLAINTS_MAX = 20;

interface Composition {
  readonly tokens: readonly CST.Token[];
  readonly end: number;
  readonly complaints: Complaint[];
}

/**
 * Composes the document, keeping complaints instead of the library's error objects: each of those costs a stack trace.
 * Null once there are too many.
 */
function compose(composer: Composer, { tokens, end, complaints }: Composition): YamlDocument.Parsed | null {
  const complain = (at: ErrorSource, code: string, words: string): void => {
    const [from, to] = rangeOf(at);
    complaints.push({ code, start: from, end: Math.max(to, from + 1), words });
    if (complaints.length >= COMPLAINTS_MAX) throw new TooManyComplaints();
  };
  // The library's own hook for errors; private in its types only.
  (composer as unknown as { onError: typeof complain }).onError = complain;
  try {
    const [first] = [...composer.compose(tokens, true, end)];
    for (const { pos, code, message } of [...(first?.errors ?? []), ...(first?.warnings ?? [])])
      complaints.push({ code, start: pos[0], end: Math.max(pos[1], pos[0] + 1), words: message });
    return (first as YamlDocument.Parsed | undefined) ?? null;
  } catch (error) {
    if (error instanceof TooManyComplaints) return null;
    throw error;
  }
}

class TooManyComplaints extends Error {}

type ErrorSource =
  | number
  | readonly [number, number]
  | { readonly offset: number; readonly source?: string | undefined };

function rangeOf(at: ErrorSource): readonly [number, number] {
  if (typeof at === "number") return [at, at + 1];
  if ("offset" in at) return [at.offset, at.offset + (typeof at.source === "string" ? at.source.length : 1)];
  return [at[0], at[1]];
}

function parseTokens(text: string, watch: Watch): CST.Token[] | null {
  const parser = new Parser();
  const tokens: CST.Token[] = [];
  for (const lexeme of new Lexer().lex(text)) {
    if (!watch.see(lexeme)) return null;
    for (const token of parser.next(lexeme)) tokens.push(token);
    if (watch.lost || (tokens.at(-1)?.type === "error" && isLost(tokens))) break;
  }
  for (const token of parser.end()) tokens.push(token);
  return tokens;
}

/** Has the parser lost its way: nothing but error tokens for a while? */
function isLost(tokens: readonly CST.Token[]): boolean {
  return tokens.length > COMPLAINTS_MAX && tokens.slice(-COMPLAINTS_MAX).every(({ type }) => type === "error");
}
