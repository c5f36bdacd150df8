import type { ExpressionProblem } from "./problem.ts";
import { faultProblem } from "./syntax/diagnose.ts";
import { findExpressionEnd as findEnd } from "./syntax/scan.ts";

/** A piece of a text with expressions in it; offsets within that text. */
export type TemplatePart =
  /** Text as it is meant: `$${` has become `${`. */
  | { readonly kind: "text"; readonly text: string; readonly from: number; readonly to: number }
  /** The FEEL between `${` and `}`; the offsets are those of the FEEL, without the signs around it. */
  | { readonly kind: "expression"; readonly text: string; readonly from: number; readonly to: number };

export type SplitTemplate =
  | { readonly parts: readonly TemplatePart[]; readonly problem: null }
  | { readonly parts: null; readonly problem: ExpressionProblem };

/**
 * Splits a text at its `${ … }`. The FEEL grammar, not the next brace, finds the end; `$${` is a literal `${`.
 *
 * @example splitTemplate("№ ${ lead.id }") // [{ kind: "text", text: "№ ", … }, { kind: "expression", text: " lead.id ", … }]
 */
export function splitTemplate(text: string): SplitTemplate {
  const parts: TemplatePart[] = [];
  let literal = "";
  let literalFrom = 0;
  let at = 0;
  const flush = (): void => {
    if (literal !== "") parts.push({ kind: "text", text: literal, from: literalFrom, to: at });
    literal = "";
  };
  while (at < text.length) {
    const open = text.indexOf("${", at);
    const until = open < 0 ? text.length : open;
    literal += text.slice(at, until);
    if (open < 0) {
      at = until;
      break;
    }
    if (text[open - 1] === "$" && open > at) {
      literal = `${literal.slice(0, -1)}\${`;
      at = open + 2;
      continue;
    }
    at = open;
    flush();
    const found = findEnd(text, open + 2);
    if ("fault" in found) return { parts: null, problem: unclosed(text, open, found.fault) };
    parts.push({ kind: "expression", text: text.slice(open + 2, found.end), from: open + 2, to: found.end });
    at = found.end + 1;
    literalFrom = at;
  }
  flush();
  return { parts, problem: null };
}

/**
 * Where the FEEL text that starts at `start` (after `${`) ends: the offset of the `}` that closes it, or what is wrong.
 */
export function findExpressionEnd(
  text: string,
  start: number,
): { readonly end: number } | { readonly problem: ExpressionProblem } {
  const found = findEnd(text, start);
  return "fault" in found ? { problem: unclosed(text, start - 2, found.fault) } : found;
}

/** Without a `}` of its own, what is unclosed is the `${` itself. */
function unclosed(text: string, open: number, fault: Parameters<typeof faultProblem>[0]): ExpressionProblem {
  if (fault.kind !== "unclosed" || fault.open !== "{" || (fault.at > open + 1 && text[fault.at] === "{"))
    return faultProblem(fault);
  return {
    code: "expression-syntax",
    severity: "error",
    from: Math.max(0, open),
    to: open + 2,
    message: { ru: "Не закрыто ${", en: "This ${ is not closed" },
    remedy: {
      ru: "закройте его знаком }; буквальное ${ пишут $${",
      en: "close it with }; a literal ${ is written $${",
    },
  };
}
