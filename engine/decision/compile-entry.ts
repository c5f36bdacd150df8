import type { Field } from "../base/field.ts";
import { isList, isMap, isMoney, isTagged, type Value } from "../base/value.ts";
import type { Expression } from "../expression/expression.ts";
import { numberOfExact } from "./aggregate.ts";
import type { CellFault } from "./cell-test.ts";
import { evaluateTemplate, expressionsIn, literalOfTemplate, templateKey } from "./cell-value.ts";
import { dayNumberOf } from "./day-number.ts";
import { exactOf, textOfExact } from "./exact.ts";
import { readLiteralCell } from "./literal-cell.ts";
import { needsCurrency } from "./needs-currency.ts";
import { isoOf } from "./ordered-cell.ts";
import { computedEntry, type EntryWork, failed, literalEntry, standIn } from "./output-entry.ts";
import { compileGridPrincipals, compileYamlPrincipals } from "./principals-entry.ts";
import type { OutputEntry } from "./table-model.ts";
import { type Cell, type CellValue, type Extent, isTextCell, type ThenCell } from "./table-source.ts";

/** Compiles a cell on the right: literal where its column's words are literal, else FEEL; YAML values as they are. */
export function compileEntry(cell: ThenCell, field: Field, work: EntryWork): OutputEntry {
  if (!isTextCell(cell)) {
    return field.type === "principals" ? compileYamlPrincipals(cell, work) : compileYaml(cell, field, work);
  }
  if (work.isFeelOnly) return compileFeel(cell, cell.text, work);
  if (cell.text === "") return failed(cell, work, missing());
  const whole = wholeExpression(cell.text);
  if (field.type === "principals") {
    return whole === null
      ? compileGridPrincipals(cell, work)
      : compileYamlPrincipals(computedCell(cell, whole, work), work);
  }
  if (whole !== null) return compileFeel(cell, whole, work);
  if (cell.text === "null") return literalEntry(cell, null, cell.text);
  if (LITERAL_TYPES.has(field.type)) return compileWords(cell, field, work);
  return literalOf(cell, field, work) ?? compileFeel(cell, feelNumber(cell.text, field), work);
}

const LITERAL_TYPES: ReadonlySet<Field["type"]> = new Set(["text", "choice", "user", "record"]);

/** `${ x }` and nothing around it: the expression inside. */
function wholeExpression(text: string): string | null {
  const inner = /^\$\{(.*)\}$/s.exec(text)?.[1];
  return inner === undefined || /\$\{/.test(inner) ? null : inner;
}

function computedCell(cell: Cell, text: string, work: EntryWork): Exclude<ThenCell, Cell> {
  const shift = cell.text.indexOf(text);
  const { expression, faults } = work.feel.expression(text, cell.offsetOf(shift));
  for (const fault of faults) work.report(cell, shifted(fault, shift));
  const value: CellValue = expression ? { kind: "expression", expression } : { kind: "list", items: [] };
  return { start: cell.start, end: cell.end, value };
}

function compileFeel(cell: Cell, text: string, work: EntryWork): OutputEntry {
  const shift = Math.max(0, cell.text.indexOf(text));
  const { expression, faults } = work.feel.expression(text, cell.offsetOf(shift));
  for (const fault of faults) work.report(cell, shifted(fault, shift));
  return expression ? computedEntry(cell, expression) : literalEntry(cell, null, cell.text);
}

function shifted(fault: CellFault, by: number): CellFault {
  return { ...fault, from: fault.from + by, to: fault.to + by };
}

/** Words as they stand; `${ }` inside a text is filled in. */
function compileWords(cell: Cell, field: Field, work: EntryWork): OutputEntry {
  if (field.type !== "text" || !cell.text.includes("${")) return literalEntry(cell, cell.text, cell.text);
  const { parts, faults } = work.feel.template(cell.text, cell.start);
  for (const fault of faults) work.report(cell, fault);
  return parts ? textEntry(cell, parts, work) : literalEntry(cell, null, cell.text);
}

function textEntry(cell: Extent, parts: readonly (string | Expression)[], work: EntryWork): OutputEntry {
  const shown = parts.map((part) => (typeof part === "string" ? part : `\${ ${part.text} }`)).join("");
  return {
    start: cell.start,
    end: cell.end,
    literal: undefined,
    key: `text:${shown}`,
    text: shown,
    people: null,
    names: parts.flatMap((part) => (typeof part === "string" ? [] : part.names)),
    evaluate: (context) => work.feel.render(parts, context),
  };
}

/** A number, an amount, a date or a truth value written out; null: it is an expression. */
function literalOf(cell: Cell, field: Field, work: EntryWork): OutputEntry | null {
  const { text } = cell;
  if (field.type === "boolean") {
    const { test } = readLiteralCell(text, "boolean");
    const word = test && "values" in test && !test.not && test.values.length === 1 ? test.values[0] : undefined;
    return word === undefined ? null : literalEntry(cell, word === "true", text);
  }
  if (field.type === "date") {
    const iso = isoOf(text);
    return dayNumberOf(iso) === null ? null : literalEntry(cell, { $type: "date", value: iso }, text);
  }
  if (field.type !== "number" && field.type !== "money") return null;
  const comma = /^-?\d[\d \u00A0\u202F]*,\d+$/.exec(text);
  if (comma) return failed(cell, work, commaIn(text));
  const digits = feelNumber(text, field);
  const exact = /^-?\d+(?:\.\d+)?$/.test(digits) ? exactOf(digits) : null;
  if (!exact) return null;
  if (field.type === "number") return literalEntry(cell, numberOfExact(exact), text);
  if (field.currency === null) return failed(cell, work, needsCurrency(text));
  return literalEntry(cell, { amount: textOfExact(exact, 2), currency: field.currency }, text);
}

function feelNumber(text: string, field: Field): string {
  return field.type === "number" || field.type === "money"
    ? text.replace(/(?<=\d)[ \u00A0\u202F](?=\d{3}(?!\d))/g, "")
    : text;
}

/** A YAML value, brought into the column's form where it stands literally. */
function compileYaml(cell: Exclude<ThenCell, Cell>, field: Field, work: EntryWork): OutputEntry {
  const { value } = cell;
  if (value.kind === "expression")
    return computedEntry(cell, value.expression, (found) => conformed(found, field) ?? found);
  if (value.kind === "text") return textEntry(cell, value.parts, work);
  const expressions = expressionsIn(value);
  const literal = literalOfTemplate(value);
  if (literal !== undefined) {
    const fitting = conformed(literal, field);
    if (fitting === undefined) work.report(standIn(cell), wrongType(literal, field));
    return literalEntry(cell, fitting ?? null, JSON.stringify(literal));
  }
  return {
    start: cell.start,
    end: cell.end,
    literal: undefined,
    key: templateKey(value),
    text: templateKey(value),
    people: null,
    names: expressions.flatMap((expression) => expression.names),
    evaluate: (context) => evaluateTemplate(value, context, work.feel),
  };
}

/** A literal value as a column of that type holds it; undefined where it does not fit. */
function conformed(value: Value, field: Field): Value | undefined {
  if (value === null) return value;
  const number = typeof value === "number" || (isTagged(value) && value.$type === "number");
  switch (field.type) {
    case "number":
      return number ? value : undefined;
    case "money":
      if (isMoney(value)) return value;
      return number && field.currency !== null ? moneyOf(value, field.currency) : undefined;
    case "boolean":
      return typeof value === "boolean" ? value : undefined;
    case "date":
      if (isTagged(value)) return value.$type === "date" ? value : undefined;
      return typeof value === "string" && dayNumberOf(value) !== null ? { $type: "date", value } : undefined;
    case "text":
      return typeof value === "string" ? value : undefined;
    case "choice":
    case "user":
      return typeof value === "string" || typeof value === "number" ? String(value) : undefined;
    default:
      return value;
  }
}

function moneyOf(value: Value, currency: string): Value | undefined {
  const exact = exactOf(isTagged(value) ? value.value : String(value));
  return exact ? { amount: textOfExact(exact, 2), currency } : undefined;
}

function missing(): CellFault {
  return {
    code: "table-output-missing",
    from: 0,
    to: 1,
    message: { ru: "У правила нет значения в этом столбце", en: "The rule has no value in this column" },
    remedy: {
      ru: "Впишите значение; если его и не должно быть, напишите null",
      en: "Write the value, or `null` where there is none on purpose",
    },
  };
}

function commaIn(text: string): CellFault {
  return {
    code: "table-comma-in-number",
    from: 0,
    to: text.length,
    message: { ru: `Запятая между цифрами: «${text}»`, en: `A comma between digits: "${text}"` },
    remedy: { ru: `Пишите ${text.replace(",", ".")}`, en: `Write ${text.replace(",", ".")}` },
  };
}

function wrongType(value: Value, field: Field): CellFault {
  const shown = isList(value) ? "[…]" : isMap(value) ? "{…}" : JSON.stringify(value);
  return {
    code: "table-output-type",
    from: 0,
    to: 1,
    message: {
      ru: `${shown} не подходит столбцу типа ${field.type}`,
      en: `${shown} does not fit a column of type ${field.type}`,
    },
    remedy: { ru: "Исправьте значение или type столбца", en: "Mend the value, or the column's `type`" },
  };
}
