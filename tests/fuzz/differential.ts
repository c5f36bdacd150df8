import { evaluate as feelin } from "feelin";
import type { Value, ValueMap } from "../../engine/base/value.ts";
import { isList, isMap, isTagged } from "../../engine/base/value.ts";
import { compileExpression } from "../../engine/expression/index.ts";
import { contextOf } from "../support/evaluation.ts";
import { DIFFERENCES } from "./known-differences.ts";
import { Random } from "./random.ts";
import { type Piece, randomPiece, textOfPiece, VARIABLES } from "./random-expression.ts";

/** The smallest piece on which the two engines differ. */
export interface Difference {
  readonly kind: string;
  readonly text: string;
  /** What the parts come to here. */
  readonly parts: readonly Value[];
  readonly ours: Value;
  readonly theirs: unknown;
}

export interface DifferentialReport {
  readonly runs: number;
  readonly agreed: number;
  /** Name of a rule → how many expressions differ by it. */
  readonly explained: Readonly<Record<string, number>>;
  readonly unexplained: readonly (Difference & { readonly whole: string })[];
}

/** Stops after so many: the first ones are what to look at. */
const UNEXPLAINED_MAX = 20;

/**
 * Computes random expressions of the common subset here (DMN mode) and with `feelin`. Each difference is traced to the
 * smallest piece that differs, and that piece must fall under a named rule. Expression `run` of a seed is always the same.
 */
export function compareWithFeelin(
  seed: number,
  runs: number,
  progress: (done: number) => void = () => {},
): DifferentialReport {
  const explained: Record<string, number> = {};
  const unexplained: (Difference & { readonly whole: string })[] = [];
  let agreed = 0;
  let run = 0;
  for (; run < runs && unexplained.length < UNEXPLAINED_MAX; run++) {
    const piece = randomPiece(new Random(seed + run * 7919));
    const found = differencesIn(piece, VARIABLES as unknown as ValueMap);
    if (found.length === 0) agreed++;
    for (const difference of found) {
      const rule = DIFFERENCES.find(({ fits }) => fits(difference));
      if (rule) explained[rule.name] = (explained[rule.name] ?? 0) + 1;
      else unexplained.push({ ...difference, whole: textOfPiece(piece) });
    }
    if (run % 1000 === 999) progress(run + 1);
  }
  return { runs: run, agreed, explained, unexplained };
}

/**
 * The smallest pieces that differ. A part that differs is replaced by what it comes to here, so that it cannot hide
 * another difference around it; the body of a loop is looked at once for each element.
 */
function differencesIn(piece: Piece, variables: ValueMap): readonly Difference[] {
  const whole = compared(textOfPiece(piece), variables);
  if (whole.agree) return [];
  const found: Difference[] = [];
  const texts = piece.parts.map((part, at) => {
    const inner = boundOf(piece, at, variables).flatMap((bound) => differencesIn(part, bound));
    found.push(...inner);
    const isOpen = piece.bound?.parts.includes(at) ?? false;
    return inner.length > 0 && !isOpen ? literalOf(ours(textOfPiece(part), variables)) : textOfPiece(part);
  });
  const isOpen = found.length > 0 && piece.bound !== null;
  const text = piece.textOf(texts);
  const mended = found.length > 0 ? compared(text, variables) : whole;
  if (mended.agree || isOpen) return found;
  const parts = piece.parts.map((part, at) =>
    piece.bound?.parts.includes(at) ? null : ours(textOfPiece(part), variables),
  );
  return [...found, { kind: piece.kind, text, parts, ours: mended.ours, theirs: mended.theirs }];
}

/** The variables that a part sees: once as they are, or once for each element. */
function boundOf(piece: Piece, at: number, variables: ValueMap): readonly ValueMap[] {
  const { bound } = piece;
  if (!bound?.parts.includes(at)) return [variables];
  const from = piece.parts[bound.from];
  const list = from ? ours(textOfPiece(from), variables) : null;
  const elements = isList(list) ? list : [list];
  return elements.map((element) => ({ ...variables, [bound.name]: element }));
}

function compared(
  text: string,
  variables: ValueMap,
): { readonly ours: Value; readonly theirs: unknown; readonly agree: boolean } {
  const [mine, other] = [ours(text, variables), theirs(text, variables)];
  return { ours: mine, theirs: other, agree: JSON.stringify(plain(mine)) === JSON.stringify(other) };
}

function ours(text: string, variables: ValueMap): Value {
  const { expression } = compileExpression(text, { mode: "dmn" });
  return expression === null ? null : expression.evaluate(contextOf(variables));
}

function theirs(text: string, variables: ValueMap): unknown {
  try {
    return feelin(text, doubles(variables) as Record<string, unknown>).value ?? null;
  } catch (error) {
    return `threw ${error instanceof Error ? error.message : String(error)}`;
  }
}

/** Long decimals as the doubles that `feelin` knows. */
function doubles(value: Value): unknown {
  if (isTagged(value)) return value.$type === "number" ? Number(value.value) : value;
  if (isList(value)) return value.map(doubles);
  return isMap(value)
    ? Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, doubles(inner)]))
    : value;
}

function plain(value: Value): unknown {
  return doubles(value);
}

function literalOf(value: Value): string {
  if (isTagged(value)) return value.$type === "number" ? value.value : `@"${value.value}"`;
  return isList(value) ? `[${value.map(literalOf).join(", ")}]` : JSON.stringify(value);
}
