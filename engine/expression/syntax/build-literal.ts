import { readNumber } from "../value/number.ts";
import type { Ast, LiteralAst } from "./ast.ts";
import { type Builders, type GrammarNode, span } from "./building.ts";

/** Constants: numbers are read from their digits, texts from their escapes. */
export const LITERALS: Builders = {
  NumericLiteral: (building, node) => literal(node, readNumber(building.slice(node).replace(/\s/g, ""))),
  StringLiteral: (building, node) => literal(node, unescapeText(building.slice(node).slice(1, -1))),
  BooleanLiteral: (building, node) => literal(node, building.slice(node) === "true"),
  null: (_, node) => literal(node, null),
};

/** A constant. */
export function literal(node: GrammarNode, value: LiteralAst["value"]): Ast {
  return { kind: "literal", value, ...span(node) };
}

/** Escapes of FEEL texts: `\n`, `\"`, `\\`, `\u0416`, `\U01F600`. */
export function unescapeText(inner: string): string {
  if (!inner.includes("\\")) return inner;
  return inner.replace(
    /\\(u([0-9a-fA-F]{4})|U([0-9a-fA-F]{6})|[\s\S])/g,
    (whole, sign: string, short?: string, long?: string) => {
      const code = short ?? long;
      if (code !== undefined) {
        const point = Number.parseInt(code, 16);
        return point > 0x10_ffff ? whole : String.fromCodePoint(point);
      }
      return ESCAPES[sign] ?? whole;
    },
  );
}

const ESCAPES: Readonly<Record<string, string>> = { n: "\n", r: "\r", t: "\t", '"': '"', "'": "'", "\\": "\\" };
