import { existsSync, readFileSync } from "node:fs";
import { BatchError } from "../../adapters/command-line/batch.ts";
import { valueOfCase } from "../../adapters/command-line/eval-batch.ts";
import { isList, isMap, isTagged, type Value, type ValueMap } from "../../engine/base/value.ts";
import { DecisionError } from "../../engine/decision/decision-error.ts";
import { compileDmnTable, type DmnTable, namesIn } from "../../engine/decision/dmn-table.ts";
import { ExpressionError, equalValues } from "../../engine/expression/index.ts";
import { contextOf } from "./evaluation.ts";

/*
 * The cases of the OMG's DMN Technology Compatibility Kit, converted to JSON. They lie beside the project and not in it:
 * everything here works without them, and says so.
 */
const FOLDER = new URL("../../../shared/data/tck/", import.meta.url);

/** Why nothing can be measured here; null where the cases are present. */
export const TCK_MISSING: string | null = existsSync(new URL("feel.json", FOLDER))
  ? null
  : "the cases of the DMN TCK are not beside this repository";

/** One FEEL case: what `ordo eval --batch` reads, and what should come out. */
interface FeelCase extends ValueMap {
  readonly id: string;
  readonly level: number;
  readonly folder: string;
  readonly expression: string;
  readonly expected: Value;
}

interface TableOfKit extends DmnTable {
  readonly id: string;
  readonly level: number;
  readonly folder: string;
  readonly cases: readonly { readonly id: string; readonly context: ValueMap; readonly expected: Value }[];
}

/** How one case came out. */
export interface CaseResult {
  readonly id: string;
  /** `expression`, `coercion` (the result is brought to a declared type) or `table`. */
  readonly kind: "expression" | "coercion" | "table";
  readonly level: number;
  readonly folder: string;
  /** What was computed, for the list of failures. */
  readonly text: string;
  readonly expected: Value;
  readonly actual: Value;
  readonly passes: boolean;
}

/** Every case of the kit, computed in DMN mode; none where the kit is not present. */
export function tckResults(): readonly CaseResult[] {
  if (TCK_MISSING !== null) return [];
  return [
    ...casesOf("feel.json").map((one) => feelResult(one as unknown as FeelCase)),
    ...casesOf("tables.json").flatMap((one) => tableResults(one as unknown as TableOfKit)),
  ];
}

function casesOf(name: string): readonly unknown[] {
  return JSON.parse(readFileSync(new URL(name, FOLDER), "utf8"));
}

function feelResult(one: FeelCase): CaseResult {
  const { id, level, folder, expression, expected } = one;
  const actual = orNull(() => valueOfCase({ ...one, mode: "dmn" }, contextOf));
  return {
    id,
    kind: one["coercion"] === true ? "coercion" : "expression",
    level,
    folder,
    text: expression,
    expected,
    actual,
    passes: alike(wanted(expected), actual),
  };
}

function tableResults(table: TableOfKit): readonly CaseResult[] {
  return table.cases.map(({ id, context, expected }) => {
    const { evaluate } = compileDmnTable(table, namesIn(context));
    const actual = orNull(() => evaluate?.(contextOf(context)) ?? null);
    return {
      id: `${table.id}/${id}`,
      kind: "table",
      level: table.level,
      folder: table.folder,
      text: JSON.stringify(context),
      expected,
      actual,
      passes: evaluate !== null && alike(wanted(expected), actual),
    };
  });
}

/** In DMN mode what is no FEEL is null, as every error is. */
function orNull(work: () => Value): Value {
  try {
    return work();
  } catch (error) {
    if (error instanceof BatchError || error instanceof ExpressionError || error instanceof DecisionError) return null;
    throw error;
  }
}

/** `{ error: true }` stands for null with an error. */
function wanted(expected: Value): Value {
  return isMap(expected) && expected["error"] === true ? null : expected;
}

/** Numbers within a relative 1e-8; temporals by value, so that `P0D` is `PT0S`. */
function alike(a: Value, b: Value): boolean {
  const [left, right] = [numberIn(a), numberIn(b)];
  if (left !== null && right !== null)
    return Math.abs(left - right) <= 1e-8 * Math.max(Math.abs(left), Math.abs(right));
  if (isList(a)) return isList(b) && a.length === b.length && a.every((one, index) => alike(one, b[index] ?? null));
  if (isMap(a)) {
    const keys = Object.keys(a);
    return (
      isMap(b) && keys.length === Object.keys(b).length && keys.every((key) => alike(a[key] ?? null, b[key] ?? null))
    );
  }
  return isTagged(a) && isTagged(b) ? a.$type === b.$type && equalValues(a, b) : a === b;
}

function numberIn(value: Value): number | null {
  if (typeof value === "number") return value;
  return isTagged(value) && value.$type === "number" ? Number(value.value) : null;
}
