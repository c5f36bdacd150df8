import type { Value } from "../../base/value.ts";

/** Offsets in UTF-16 units within the expression's text. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** A FEEL expression, taken apart once. */
export type Ast =
  | LiteralAst
  | NameAst
  | InputAst
  | PathAst
  | FilterAst
  | CallAst
  | NegateAst
  | ArithmeticAst
  | CompareAst
  | BetweenAst
  | InAst
  | TestAst
  | RangeAst
  | LogicAst
  | IfAst
  | ForAst
  | QuantifiedAst
  | ListAst
  | ContextAst
  | FunctionAst
  | InstanceAst;

export type AstOf<K extends Ast["kind"]> = Extract<Ast, { kind: K }>;

/** A constant: a number read from its digits, a text, a boolean, null, or `@"2026-11-25"`. */
export interface LiteralAst extends Span {
  readonly kind: "literal";
  readonly value: Value;
}
export interface NameAst extends Span {
  readonly kind: "name";
  readonly name: string;
}
/** `?`: the value under test. */
export interface InputAst extends Span {
  readonly kind: "input";
}
export interface PathAst extends Span {
  readonly kind: "path";
  readonly of: Ast;
  readonly name: string;
  readonly nameFrom: number;
}
export interface FilterAst extends Span {
  readonly kind: "filter";
  readonly of: Ast;
  readonly by: Ast;
}
export interface CallAst extends Span {
  readonly kind: "call";
  /** A name is a function of ours or of the author; anything else must yield a function. */
  readonly callee: Ast;
  readonly args: readonly ArgumentAst[];
}
export interface ArgumentAst extends Span {
  /** Null for a positional argument. */
  readonly name: string | null;
  readonly value: Ast;
}
export interface NegateAst extends Span {
  readonly kind: "negate";
  readonly of: Ast;
}
export interface ArithmeticAst extends Span {
  readonly kind: "arithmetic";
  readonly op: "+" | "-" | "*" | "/" | "**";
  readonly left: Ast;
  readonly right: Ast;
}
export type CompareOp = "=" | "!=" | "<" | "<=" | ">" | ">=";
export interface CompareAst extends Span {
  readonly kind: "compare";
  readonly op: CompareOp;
  readonly left: Ast;
  readonly right: Ast;
}
export interface BetweenAst extends Span {
  readonly kind: "between";
  readonly value: Ast;
  readonly low: Ast;
  readonly high: Ast;
}
export interface InAst extends Span {
  readonly kind: "in";
  readonly value: Ast;
  readonly tests: readonly Ast[];
}
/** `> 5` in the place of a test: compares the value under test. As a value it is an unbounded range. */
export interface TestAst extends Span {
  readonly kind: "test";
  readonly op: CompareOp;
  readonly operand: Ast;
}
export interface RangeAst extends Span {
  readonly kind: "range";
  readonly low: Ast;
  readonly high: Ast;
  readonly lowIn: boolean;
  readonly highIn: boolean;
}
export interface LogicAst extends Span {
  readonly kind: "logic";
  readonly op: "and" | "or";
  readonly left: Ast;
  readonly right: Ast;
}
export interface IfAst extends Span {
  readonly kind: "if";
  readonly condition: Ast;
  readonly then: Ast;
  readonly else: Ast;
}
/** `x in list`, or `x in low..high` when `until` is there. */
export interface IteratorAst extends Span {
  readonly name: string;
  readonly in: Ast;
  readonly until: Ast | null;
}
export interface ForAst extends Span {
  readonly kind: "for";
  readonly iterators: readonly IteratorAst[];
  readonly body: Ast;
}
export interface QuantifiedAst extends Span {
  readonly kind: "quantified";
  readonly every: boolean;
  readonly iterators: readonly IteratorAst[];
  readonly condition: Ast;
}
export interface ListAst extends Span {
  readonly kind: "list";
  readonly items: readonly Ast[];
}
export interface EntryAst extends Span {
  readonly key: string;
  readonly value: Ast;
}
export interface ContextAst extends Span {
  readonly kind: "context";
  readonly entries: readonly EntryAst[];
}
export interface FunctionAst extends Span {
  readonly kind: "function";
  readonly parameters: readonly { readonly name: string; readonly type: TypeNameAst | null }[];
  readonly body: Ast;
}
export interface InstanceAst extends Span {
  readonly kind: "instance";
  readonly of: Ast;
  readonly type: TypeNameAst;
}

/** A type as `instance of` names it. */
export type TypeNameAst =
  | { readonly kind: "named"; readonly name: string }
  | { readonly kind: "list"; readonly of: TypeNameAst }
  | { readonly kind: "range"; readonly of: TypeNameAst }
  | { readonly kind: "context"; readonly entries: readonly { readonly name: string; readonly type: TypeNameAst }[] }
  | { readonly kind: "function"; readonly parameters: readonly TypeNameAst[]; readonly result: TypeNameAst };
