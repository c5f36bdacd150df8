import { fieldsOf } from "../../expression/check/field-type.ts";
import { typeWords } from "../../expression/check/type-family.ts";
import { compileExpression } from "../../expression/compile-expression.ts";
import { BUILTINS } from "../../expression/functions/function-table.ts";
import { ANY, type Type, type TypeFields, withoutNull } from "../../expression/type.ts";
import type { Catalog } from "../catalog.ts";
import type { Text } from "../problem.ts";
import { type CompletionItem, type Hover, same } from "./item.ts";

/** What an expression sees. */
export interface ExpressionScope {
  readonly types: TypeFields;
  /** For the values of lists. */
  readonly catalog: Catalog | null;
}

/** An expression in its file. */
export interface PlacedExpression {
  readonly text: string;
  /** Offset of its first character in the file. */
  readonly start: number;
}

const KEYWORDS: readonly string[] = [
  "if",
  "then",
  "else",
  "and",
  "or",
  "not",
  "in",
  "between",
  "for",
  "return",
  "some",
  "every",
  "satisfies",
  "null",
  "true",
  "false",
  "instance of",
  "function",
];

/** What may be written at a position of an expression. */
export function expressionItems(
  expression: PlacedExpression,
  position: number,
  scope: ExpressionScope,
): readonly CompletionItem[] {
  const before = expression.text.slice(0, position - expression.start);
  const inText = (before.match(/(?<!\\)"/gu)?.length ?? 0) % 2 === 1;
  const word = inText ? before.slice(before.lastIndexOf('"')) : (/[\p{L}_][\p{L}\p{N}_]*$/u.exec(before)?.[0] ?? "");
  const range = { from: position - word.length, to: position };
  const head = before.slice(0, before.length - word.length);
  if (inText) return valueItems(head, scope, range);
  if (/\.\s*$/u.test(head)) return fieldItems(head.replace(/\.\s*$/u, ""), scope, range);
  return [
    ...valueItems(head, scope, range),
    ...Object.entries(scope.types).map(
      ([name, type]): CompletionItem => ({
        label: name,
        kind: "variable",
        insert: name,
        detail: typeWords(type),
        documentation: null,
        ...range,
      }),
    ),
    ...functionItems(range),
    ...KEYWORDS.map(
      (name): CompletionItem => ({
        label: name,
        kind: "keyword",
        insert: name,
        detail: null,
        documentation: null,
        ...range,
      }),
    ),
  ].filter((item) => startsLike(item.label, word));
}

/** What the word at a position of an expression is. */
export function expressionHover(expression: PlacedExpression, position: number, scope: ExpressionScope): Hover | null {
  const at = position - expression.start;
  const { text } = expression;
  const called = BUILTINS.find(({ name }) => wordAround(text, at, name)?.isCalled === true);
  if (called) {
    const found = wordAround(text, at, called.name);
    const forms = BUILTINS.filter(({ name }) => name === called.name).map(({ signature }) => signature);
    if (found)
      return {
        title: same(forms.join("\n")),
        documentation: null,
        from: expression.start + found.from,
        to: expression.start + found.to,
      };
  }
  const from = at - (/[\p{L}\p{N}_]*$/u.exec(text.slice(0, at))?.[0].length ?? 0);
  const to = at + (/^[\p{L}\p{N}_]*/u.exec(text.slice(at))?.[0].length ?? 0);
  const name = text.slice(from, to);
  if (name === "" || KEYWORDS.includes(name) || /^\d/u.test(name)) return null;
  const head = text.slice(0, from);
  const isField = /\.\s*$/u.test(head);
  const path = isField ? `${receiverOf(head.replace(/\.\s*$/u, ""))}.${name}` : name;
  if (!isField && !Object.hasOwn(scope.types, name)) return null;
  const words = typeWords(typeOf(path, scope));
  return {
    title: { ru: `${path}: ${words.ru}`, en: `${path}: ${words.en}` },
    documentation: choicesOf(typeOf(path, scope), scope),
    from: expression.start + from,
    to: expression.start + to,
  };
}

function functionItems(range: { readonly from: number; readonly to: number }): readonly CompletionItem[] {
  return BUILTINS.map(({ name, signature, parameters }) => ({
    label: name,
    kind: "function" as const,
    insert: parameters.length === 0 ? `${name}()` : `${name}(`,
    detail: same(signature),
    documentation: null,
    ...range,
  }));
}

function fieldItems(
  head: string,
  scope: ExpressionScope,
  range: { readonly from: number; readonly to: number },
): readonly CompletionItem[] {
  const fields = Object.entries(fieldsOf(typeOf(receiverOf(head), scope)));
  return fields.map(([name, type]) => ({
    label: name,
    kind: "field",
    insert: name,
    detail: typeWords(type),
    documentation: null,
    ...range,
  }));
}

/** The values of the choice that stands on the other side of `=`, `!=` or `in (`. */
function valueItems(
  head: string,
  scope: ExpressionScope,
  range: { readonly from: number; readonly to: number },
): readonly CompletionItem[] {
  const match = /(?:!?=|\bin\s*\((?:[^()]*,)?)\s*$/u.exec(head);
  if (!match) return [];
  const values = choiceValues(typeOf(receiverOf(head.slice(0, match.index).trimEnd()), scope), scope);
  return values.map(({ value, title }) => ({
    label: `"${value}"`,
    kind: "value",
    insert: `"${value}"`,
    detail: title === null ? null : same(title),
    documentation: null,
    ...range,
  }));
}

/** The path, call or element in brackets that a text ends with. */
function receiverOf(text: string): string {
  let at = text.length;
  for (let depth = 0; at > 0; at--) {
    const char = text[at - 1] ?? "";
    if (char === ")" || char === "]") depth += 1;
    else if ((char === "(" || char === "[") && depth > 0) depth -= 1;
    else if (depth === 0 && !/[\p{L}\p{N}_.]/u.test(char)) break;
  }
  return text.slice(at);
}

function typeOf(text: string, scope: ExpressionScope): Type {
  return text === "" ? ANY : (compileExpression(text, { types: scope.types }).expression?.type ?? ANY);
}

function choiceValues(
  type: Type,
  { catalog }: ExpressionScope,
): readonly { readonly value: string; readonly title: string | null }[] {
  const one = withoutNull(type);
  if (one.kind !== "choice") return [];
  if (one.values) return one.values.map((value) => ({ value, title: null }));
  const rows = one.from?.startsWith("list:") ? catalog?.lists[one.from.slice("list:".length)]?.values : undefined;
  const boxes =
    one.from === "mailboxes"
      ? Object.entries(catalog?.mailboxes ?? {}).map(([value, { title }]) => ({ value, title }))
      : [];
  const named = (rows ?? []).flatMap((row) =>
    typeof row["value"] === "string"
      ? [{ value: row["value"], title: typeof row["title"] === "string" ? row["title"] : null }]
      : [],
  );
  return [...named, ...boxes];
}

const VALUES_SHOWN = 12;

function choicesOf(type: Type, scope: ExpressionScope): Text | null {
  const values = choiceValues(type, scope)
    .slice(0, VALUES_SHOWN)
    .map(({ value }) => value);
  return values.length === 0 ? null : { ru: `Значения: ${values.join(", ")}`, en: `Values: ${values.join(", ")}` };
}

/** A name, which may have spaces, that lies around a position; is it directly before a bracket? */
function wordAround(
  text: string,
  at: number,
  name: string,
): { readonly from: number; readonly to: number; readonly isCalled: boolean } | null {
  for (
    let from = text.indexOf(name, Math.max(0, at - name.length));
    from >= 0 && from <= at;
    from = text.indexOf(name, from + 1)
  ) {
    const to = from + name.length;
    const isWhole = !/[\p{L}\p{N}_]/u.test(text[from - 1] ?? " ") && !/[\p{L}\p{N}_]/u.test(text[to] ?? " ");
    if (isWhole && at <= to) return { from, to, isCalled: /^\s*\(/u.test(text.slice(to)) };
  }
  return null;
}

/** Case aside: does the label begin with what is written? */
function startsLike(label: string, word: string): boolean {
  return label.toLowerCase().replace(/^"/u, "").startsWith(word.toLowerCase().replace(/^"/u, ""));
}
