import { InvariantError } from "../base/assert.ts";
import { wordPattern } from "../base/word-pattern.ts";
import { compileExpression } from "../expression/compile-expression.ts";
import type { Expression } from "../expression/expression.ts";
import type { ExpressionProblem } from "../expression/problem.ts";
import { splitTemplate } from "../expression/template.ts";
import { ANY } from "../expression/type.ts";
import { type Compiler, mention, note, type Spot } from "./compiler.ts";
import { envAt } from "./env.ts";
import { listRows } from "./list-rows.ts";
import { type Range, sentence } from "./make-problem.ts";
import type { Node, ScalarNode } from "./node.ts";
import { camelCase } from "./outline.ts";
import { positionOf, type SourceText, spanOf } from "./position.ts";
import type { MentionKind, UseRole } from "./survey.ts";

/** A FEEL text and where each unit of it stands in its file. */
export interface Feel extends Range {
  readonly text: string;
  readonly source: SourceText;
  /** Offset in the file of the i-th unit of `text`. */
  at(index: number): number;
}

/** A text with positions: a scalar of YAML, or a part of a template's file. */
export interface PlacedText extends Range {
  readonly text: string;
  readonly source: SourceText;
  at(index: number): number;
}

/**
 * Compiles a FEEL text with what its place sees. What is wrong is noted with its position in the file; then a stand-in
 * of unknown type comes back, so that the rest is checked without further complaints.
 */
export function compileFeel(compiler: Compiler, feel: Feel, spot: Spot, role: UseRole): Expression {
  const env = envAt(compiler, spot);
  const { line, column } = positionOf(feel.source.text, feel.start);
  const place = { file: feel.source.path, offset: feel.start, line, column };
  const { expression, problems } = compileExpression(feel.text, {
    place,
    types: env.types,
    lists: listRows(compiler.catalog),
    condition: role === "condition",
  });
  for (const found of problems) if (!isOurs(compiler, feel, found)) report(compiler, feel, found);
  if (!expression) return BROKEN;
  mentionsIn(compiler, feel, spot);
  compiler.survey.uses.push({
    text: feel.text,
    expression,
    role,
    key: spot.key,
    at: { start: feel.start, end: feel.end },
    offsetOf: feel.at,
    source: feel.source,
    step: spot.step,
    list: spot.list,
    absent: expression.names.filter((name) => env.absent.has(name)),
    types: env.types,
  });
  return expression;
}

/** The FEEL of a key that always holds it. `${ … }` around it is noted, and what is inside is taken. */
export function feelOfNode(compiler: Compiler, node: Node, spot: Spot): Feel {
  if (node.kind !== "scalar")
    return { text: "null", source: compiler.document, start: node.start, end: node.end, at: () => node.start };
  const whole = placed(compiler, node);
  const wrapped = /^\s*\$\{([\s\S]*)\}\s*$/u.exec(whole.text);
  const inner = wrapped?.[1];
  if (inner === undefined) return whole;
  note(compiler, "braces-in-bare-key", node, { key: spot.key, inner: inner.trim() });
  const from = whole.text.indexOf("${") + 2;
  return slice(whole, from, from + inner.length);
}

/** The parts of a scalar's text: plain pieces and the FEEL between `${` and `}`; null where a `${` has no end. */
export function feelParts(compiler: Compiler, node: ScalarNode): readonly (string | Feel)[] | null {
  return partsOf(compiler, placed(compiler, node));
}

/** The parts of any text with positions; null where a `${` has no end, which is reported. */
export function partsOf(compiler: Compiler, text: PlacedText): readonly (string | Feel)[] | null {
  if (!text.text.includes("${")) return text.text === "" ? [] : [text.text];
  const split = splitTemplate(text.text);
  if (!split.parts) {
    report(compiler, text, split.problem);
    return null;
  }
  return split.parts.map((part) => (part.kind === "text" ? part.text : slice(text, part.from, part.to)));
}

/** Stands for an expression that could not be compiled. No definition is made where one is needed. */
export const BROKEN: Expression = {
  text: "",
  place: null,
  names: [],
  type: ANY,
  evaluate: () => {
    throw new InvariantError("An expression with problems was evaluated");
  },
};

/** The text of a scalar; a number or truth value as it is written. */
function placed(compiler: Compiler, node: ScalarNode): PlacedText {
  const source = compiler.document;
  if (typeof node.value !== "string")
    return { text: node.source, source, start: node.start, end: node.end, at: (index) => node.start + index };
  return { text: node.value, source, start: node.start, end: node.end, at: (index) => node.offsetOf(index) };
}

function slice(text: PlacedText, from: number, to: number): Feel {
  const start = text.at(from);
  return {
    text: text.text.slice(from, to),
    source: text.source,
    start,
    end: to > from ? text.at(to - 1) + 1 : start,
    at: (index) => text.at(from + index),
  };
}

/**
 * A name that is unknown here and known elsewhere in the process has a better explanation than "unknown", and a
 * variable that some ways leave empty is the file's mistake, where an empty field of a record is only possible.
 */
function isOurs(compiler: Compiler, feel: Feel, found: ExpressionProblem): boolean {
  const name = feel.text.slice(found.from, found.to);
  const at = { start: feel.at(found.from), end: feel.at(found.to - 1) + 1 };
  const source = feel.source === compiler.document ? undefined : feel.source;
  if (found.code === "expression-maybe-null" && !found.ofData && isPath(name)) {
    note(compiler, "variable-maybe-null", at, { name }, source);
    return true;
  }
  if (found.code !== "expression-unknown-name") return false;
  const kebab = kebabAround(feel.text, found.from);
  const named = kebab && compiler.outline.byId.get(kebab.text);
  if (kebab && named) {
    note(
      compiler,
      "kebab-name",
      { start: feel.at(kebab.from), end: feel.at(kebab.from + kebab.text.length - 1) + 1 },
      { id: kebab.text, name: named.variable },
      source,
    );
    return true;
  }
  // The result of a step that could not be read: that is said already.
  if ([...compiler.outline.unread].some((id) => camelCase(id) === name)) return true;
  if (compiler.variables.all.some((variable) => variable.name === name)) {
    note(compiler, "out-of-sight", at, { name }, source);
    return true;
  }
  if (!compiler.outline.steps.some((step) => step.variable === name)) return false;
  note(compiler, "no-result", at, { name }, source);
  return true;
}

const NAMED = wordPattern(String.raw`(?<![\p{L}\p{N}_])(user|group|head of|manager of|list)\(\s*"([^"\\]+)"\s*\)`, "g");

/** People, groups and lists that an expression names by literals: `group("director")`, `list("brands")`. */
function mentionsIn(compiler: Compiler, feel: Feel, spot: Spot): void {
  for (const found of feel.text.matchAll(NAMED(feel.text))) {
    const kind = NAMING[found[1] ?? ""];
    const name = found[2] ?? "";
    const from = found.index + found[0].indexOf(`"${name}"`) + 1;
    if (!kind) continue;
    const source = feel.source === compiler.document ? {} : { source: feel.source };
    mention(
      compiler,
      kind,
      name,
      { start: feel.at(from), end: feel.at(from + name.length - 1) + 1 },
      { step: spot.step, ...source },
    );
  }
}

const NAMING: Readonly<Record<string, MentionKind>> = {
  user: "user",
  group: "group",
  "head of": "department",
  "manager of": "user",
  list: "list",
};

/** `fresh-lead` around an offset, which FEEL reads as a subtraction. */
function kebabAround(text: string, offset: number): { readonly text: string; readonly from: number } | null {
  for (const found of text.matchAll(/[a-z][a-z0-9]*(?:-[a-z0-9]+)+/gu)) {
    if (found.index <= offset && offset < found.index + found[0].length) return { text: found[0], from: found.index };
  }
  return null;
}

const PATH = wordPattern("^[\\p{L}_][\\p{L}\\p{N}_]*(?:\\.[\\p{L}_][\\p{L}\\p{N}_]*)*$");

/** A variable or a field of one: something that can be tested under this name. */
function isPath(text: string): boolean {
  return text !== "null" && PATH(text).test(text);
}

function report(compiler: Compiler, text: PlacedText, found: ExpressionProblem): void {
  const start = text.at(found.from);
  const end = found.to > found.from ? text.at(found.to - 1) + 1 : start + 1;
  compiler.survey.problems.push({
    code: found.code,
    severity: found.severity,
    place: spanOf(text.source, start, Math.max(start + 1, end)),
    message: found.message,
    remedy: sentence(found.remedy),
  });
}
