import { Ajv, type ErrorObject, type ValidateFunction } from "ajv";
import type { TSchema } from "typebox";
import type { Text } from "../../engine/definition/problem.ts";
import { nameless } from "./named-schemas.ts";
import { type FieldTexts, Problem } from "./problem.ts";

/** Parts of a call that have a schema. */
export type Part = "params" | "query" | "body";

/** Texts of an address are made numbers where the schema wants them; a body must be as it says. */
const LOOSE = new Ajv({
  coerceTypes: "array",
  removeAdditional: false,
  useDefaults: true,
  allErrors: true,
  strict: false,
});
const STRICT = new Ajv({ removeAdditional: false, useDefaults: true, allErrors: true, strict: false });

/** Checks made so far, for every server of this process. */
const MADE: Readonly<Record<Part, WeakMap<TSchema, ValidateFunction>>> = {
  params: new WeakMap(),
  query: new WeakMap(),
  body: new WeakMap(),
};

/**
 * A check of one part of a call, made at the first call: a server that makes all of them at once starts a second later.
 * A parameter of the query that is not declared is refused: ignored, it would answer another question than was asked.
 *
 * @throws {Problem} `INPUT_INVALID` with what is wrong at which field
 */
export function validator(part: Part, schema: TSchema): (value: unknown) => void {
  const names = part === "query" ? Object.keys(Reflect.get(schema, "properties") ?? {}) : [];
  return (value) => {
    const check = checkOf(part, schema);
    if (check(value)) return;
    const strange = (check.errors ?? []).some(({ keyword }) => keyword === "additionalProperties");
    if (part === "query" && strange) throw unknownParameter(check.errors ?? [], names);
    throw new Problem("INPUT_INVALID", {
      says: {
        ru: part === "body" ? "В данных есть ошибки." : "Адрес или параметры запроса неверны.",
        en: part === "body" ? "There are mistakes in the data." : "The address or its parameters are wrong.",
      },
      remedy: { ru: "Исправьте названные поля.", en: "Correct the fields that are named." },
      fields: fieldsOf(check.errors ?? []),
    });
  };
}

function unknownParameter(errors: readonly ErrorObject[], names: readonly string[]): Problem {
  const there = names.join(", ");
  return new Problem("INPUT_INVALID", {
    says: { ru: "Таких параметров у этого адреса нет.", en: "This address has no such parameters." },
    remedy:
      names.length === 0
        ? { ru: "Параметров у него нет вовсе.", en: "It has no parameters at all." }
        : { ru: `Есть: ${there}.`, en: `There are: ${there}.` },
    fields: fieldsOf(errors),
  });
}

function checkOf(part: Part, schema: TSchema): ValidateFunction {
  const known = MADE[part].get(schema);
  if (known !== undefined) return known;
  const closed = part === "query" ? { ...schema, additionalProperties: false } : schema;
  const check = (part === "body" ? STRICT : LOOSE).compile(nameless(closed as TSchema));
  MADE[part].set(schema, check);
  return check;
}

function fieldsOf(errors: readonly ErrorObject[]): FieldTexts {
  const fields: Record<string, Text> = {};
  for (const error of errors) {
    const name = nameOf(error);
    fields[name] ??= wordsOf(error);
  }
  return fields;
}

function nameOf({ instancePath, keyword, params }: ErrorObject): string {
  const path = instancePath.slice(1).replaceAll("/", ".");
  const inner =
    keyword === "required"
      ? params["missingProperty"]
      : keyword === "additionalProperties"
        ? params["additionalProperty"]
        : null;
  return [path, inner].filter((part) => typeof part === "string" && part !== "").join(".") || ".";
}

function wordsOf({ keyword, params }: ErrorObject): Text {
  const limit = String(params["limit"] ?? "");
  switch (keyword) {
    case "required":
      return { ru: "Нужно заполнить.", en: "This is needed." };
    case "additionalProperties":
      return { ru: "Такого поля нет.", en: "There is no such field." };
    case "type":
      return {
        ru: `Ожидается ${TYPES.ru[String(params["type"])] ?? "другой вид значения"}.`,
        en: `Expected: ${String(params["type"])}.`,
      };
    case "maxLength":
      return { ru: `Не длиннее ${limit} знаков.`, en: `At most ${limit} characters.` };
    case "minLength":
      return {
        ru: limit === "1" ? "Нужно заполнить." : `Не короче ${limit} знаков.`,
        en: limit === "1" ? "This is needed." : `At least ${limit} characters.`,
      };
    case "minimum":
      return { ru: `Не меньше ${limit}.`, en: `At least ${limit}.` };
    case "maximum":
      return { ru: `Не больше ${limit}.`, en: `At most ${limit}.` };
    case "enum":
    case "const":
    case "anyOf":
      return { ru: "Такого варианта нет.", en: "There is no such choice." };
    default:
      return { ru: "Значение не подходит.", en: "The value does not fit." };
  }
}

const TYPES: { readonly ru: Readonly<Record<string, string>> } = {
  ru: {
    string: "текст",
    number: "число",
    integer: "целое число",
    boolean: "да или нет",
    array: "список",
    object: "набор полей",
    null: "пусто",
  },
};
