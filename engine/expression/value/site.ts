import { ExpressionError, type ExpressionErrorCode, type Place } from "../expression.ts";

/** The expression an operation belongs to. */
export interface Source {
  readonly text: string;
  readonly place: Place | null;
  /** DMN mode: what strict mode throws is null. */
  readonly lenient: boolean;
}

/** Where in an expression an operation stands; offsets within its text. */
export interface Site {
  readonly source: Source;
  readonly from: number;
  readonly to: number;
}

/** A text in both languages. */
export interface Says {
  readonly ru: string;
  readonly en: string;
}

/**
 * The end of an operation that has no result: null in DMN mode, else an incident.
 *
 * @throws {ExpressionError} in strict mode
 */
export function fail(site: Site, code: ExpressionErrorCode, says: Says): null {
  if (site.source.lenient) return null;
  throw errorAt(site, code, says);
}

/** The error of a place, for those that hold in both modes (`EXPRESSION_BUDGET`). */
export function errorAt(site: Site, code: ExpressionErrorCode, says: Says): ExpressionError {
  const { text, place } = site.source;
  return new ExpressionError(code, says, { expression: text, from: site.from, to: site.to, place });
}

/** The text of the operation itself, shortened for a message. */
export function excerpt(site: Site): string {
  const text = site.source.text.slice(site.from, site.to).replace(/\s+/g, " ");
  return text.length > EXCERPT_MAX ? `${text.slice(0, EXCERPT_MAX - 1)}…` : text;
}

const EXCERPT_MAX = 60;
