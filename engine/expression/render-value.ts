import type { Value } from "../base/value.ts";
import { isList, isMap, isMoney, isRecord, isTagged } from "../base/value.ts";
import type { DirectorySnapshot } from "../people/directory.ts";
import { type EvaluationContext, type Expression, ExpressionError } from "./expression.ts";
import { renderDuration, renderMoney, renderNumber, renderTemporal } from "./render-plain.ts";
import { renderPrincipal } from "./render-principal.ts";
import { readAnyTemporal, temporalOf } from "./temporal/read-temporal.ts";
import { type Type, withoutNull } from "./type.ts";
import { readNumber } from "./value/number.ts";
import { show } from "./value/show.ts";

/** Who reads a text: his language and zone, and how names are found. */
export interface RenderOptions {
  readonly locale: "ru" | "en";
  /** IANA zone of the reader, else the calendar's. */
  readonly zone: string;
  readonly people: DirectorySnapshot;
  /** The label of a choice's value; `from` names the list (`list:brands`), empty where the values stand in the file. */
  label(from: string, value: string): string;
}

/**
 * A value in a text (language §2): ids and other texts as they are; numbers, money, dates and times in the reader's
 * language and zone; a user by name, a record by title, a choice by its label, a list by commas.
 *
 * Digits are grouped by ordinary spaces (`100 000,00 ₽`), so that what an analyst types in a scenario matches.
 *
 * @throws {ExpressionError} `EXPRESSION_NULL` for null, `EXPRESSION_TYPE` for a map
 * @example renderValue({ amount: "100000.00", currency: "RUB" }, { kind: "money" }, reader) // "100 000,00 ₽"
 */
export function renderValue(value: Value, type: Type, options: RenderOptions): string {
  return render(value, type, { ...options, expression: null });
}

/** Evaluates an expression and renders it; an incident names the expression. */
export function renderExpression(expression: Expression, context: EvaluationContext, options: RenderOptions): string {
  return render(expression.evaluate(context), expression.type, { ...options, expression });
}

interface Rendering extends RenderOptions {
  readonly expression: Expression | null;
}

function render(value: Value, declared: Type, to: Rendering): string {
  if (value === null) throw unrenderable(value, to);
  const type = withoutNull(declared);
  if (typeof value === "string") return renderText(value, type, to);
  if (typeof value === "number") return renderNumber(value, to.locale);
  if (typeof value === "boolean") return WORDS[to.locale][value ? "yes" : "no"];
  if (isList(value)) return value.map((element) => render(element, elementType(type), to)).join(", ");
  if (isTagged(value)) return renderTagged(value, to);
  if (isMoney(value)) return renderMoney(value, to.locale);
  if (isRecord(value)) return titleOf(value);
  return isMap(value) ? renderMap(value, to) : String(value);
}

const WORDS = { ru: { yes: "да", no: "нет" }, en: { yes: "yes", no: "no" } } as const;

/** A text is an id, a choice or a date only where its static type says so. */
function renderText(text: string, type: Type, to: Rendering): string {
  switch (type.kind) {
    case "user":
      return Object.hasOwn(to.people.users, text) ? (to.people.users[text]?.name ?? text) : text;
    case "choice":
      return type.labels && Object.hasOwn(type.labels, text)
        ? (type.labels[text] ?? text)
        : to.label(type.from ?? "", text);
    case "date":
    case "time":
    case "dateTime": {
      const temporal = readAnyTemporal(text);
      return temporal ? renderTemporal(temporal, to) : text;
    }
    case "number": {
      const number = readNumber(text);
      return number === null ? text : renderNumber(number, to.locale);
    }
    case "union": {
      const told = type.of.find((member) => TOLD.has(member.kind));
      return told ? renderText(text, told, to) : text;
    }
    default:
      return text;
  }
}

/** Types that make more of a text than it is. */
const TOLD: ReadonlySet<Type["kind"]> = new Set(["user", "choice", "date", "time", "dateTime"]);

function elementType(type: Type): Type {
  if (type.kind === "list") return type.of;
  if (type.kind !== "union") return { kind: "any" };
  const list = type.of.find((member) => member.kind === "list");
  return list?.kind === "list" ? list.of : { kind: "any" };
}

function renderTagged(value: Value & { readonly $type: string; readonly value: string }, to: Rendering): string {
  if (value.$type === "number") {
    const number = readNumber(value.value);
    return number === null ? value.value : renderNumber(number, to.locale);
  }
  const temporal = temporalOf(value as Parameters<typeof temporalOf>[0]);
  if (!temporal) return value.value;
  return temporal.kind.endsWith("duration") ? renderDuration(temporal, to.locale) : renderTemporal(temporal, to);
}

function titleOf(record: { readonly ref: string; readonly [field: string]: Value }): string {
  const title = record["title"] ?? record["name"];
  return typeof title === "string" && title !== "" ? title : record.ref;
}

/** A file by its name, a letter by its subject, a principal by who is meant; any other map has no text. */
function renderMap(map: { readonly [key: string]: Value }, to: Rendering): string {
  if (typeof map["name"] === "string") return map["name"];
  if (typeof map["subject"] === "string") return map["subject"];
  const principal = renderPrincipal(map, to);
  if (principal !== null) return principal;
  throw unrenderable(map as Value, to);
}

function unrenderable(value: Value, { expression }: Rendering): ExpressionError {
  const text = expression?.text.trim() ?? "";
  const where =
    text === ""
      ? { ru: "В тексте", en: "A text" }
      : { ru: `«\${ ${text} }» в тексте:`, en: `"\${ ${text} }" in a text` };
  const at = {
    expression: expression?.text ?? "",
    from: 0,
    to: expression?.text.length ?? 0,
    place: expression?.place ?? null,
  };
  if (value === null) {
    return new ExpressionError(
      "EXPRESSION_NULL",
      { ru: `${where.ru} null. Проверьте раньше: … != null.`, en: `${where.en} is null. Test before: … != null.` },
      at,
    );
  }
  return new ExpressionError(
    "EXPRESSION_TYPE",
    {
      ru: `${where.ru} ${show(value)}: у такого значения нет записи. Назовите его поле.`,
      en: `${where.en} holds ${show(value)}, which has no text. Name a field of it.`,
    },
    at,
  );
}
