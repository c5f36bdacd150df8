import { type SourceText, spanOf } from "./position.ts";
import type { Edit, Problem, Text } from "./problem.ts";

/** What a problem is about: a node, an entry's key, or two offsets worked out by hand. */
export interface Range {
  readonly start: number;
  readonly end: number;
}

export interface ProblemParts {
  /** Kebab-case, with an explanation of the same code. */
  readonly code: string;
  /** @default "error" */
  readonly severity?: "error" | "warning";
  readonly at: Range;
  /** What is wrong, in at most about 100 characters, without a final full stop in either language being required. */
  readonly message: Text;
  /** What to do. */
  readonly remedy: Text;
  readonly related?: readonly { readonly at: Range; readonly message: Text }[];
  readonly fix?: readonly Edit[];
}

/**
 * Makes a problem of a document, working out its span.
 * @example problem(document, { code: "unknown-step", at: node, message: { ru: "…", en: "…" }, remedy: { ru: "…", en: "…" } })
 */
export function problem(source: SourceText, parts: ProblemParts): Problem {
  return {
    code: parts.code,
    severity: parts.severity ?? "error",
    place: spanOf(source, parts.at.start, parts.at.end),
    message: parts.message,
    remedy: sentence(parts.remedy),
    ...(parts.related === undefined
      ? {}
      : { related: parts.related.map(({ at, message }) => ({ place: spanOf(source, at.start, at.end), message })) }),
    ...(parts.fix === undefined ? {} : { fix: parts.fix }),
  };
}

/** A remedy begins with a capital letter, unless it begins with something to be written in the file. */
export function sentence({ ru, en }: Text): Text {
  return /^[а-яё]/u.test(ru) ? { ru: capital(ru), en: /^[a-z]+[ ,:]/u.test(en) ? capital(en) : en } : { ru, en };
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
