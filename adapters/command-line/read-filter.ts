import type { Field } from "../../engine/base/field.ts";
import { suggest } from "../../engine/base/suggest.ts";
import { isMap, type Value, type ValueMap } from "../../engine/base/value.ts";
import type { Catalog } from "../../engine/definition/catalog.ts";
import type { DirectorySnapshot } from "../../engine/people/directory.ts";
import { wrongUse } from "../complaint.ts";
import { choiceOf, recordOf } from "../record-files/cell-value.ts";
import { parseExact } from "./exact-json.ts";
import { readAnswer } from "./read-answer.ts";

/** What the words of a condition are read with. */
export interface FilterWords {
  readonly catalog: Catalog | null;
  readonly people: DirectorySnapshot;
  /** Reference lists as they are kept now. @default the catalogue's */
  readonly lists?: Readonly<Record<string, readonly ValueMap[]>>;
}

/** Signs of a condition, longer ones first, and the word of the language for each. */
const SIGNS = {
  "!=": "not",
  ">=": "atLeast",
  "<=": "atMost",
  "~": "contains",
  "=": "equals",
  ">": "above",
  "<": "below",
} as const;
const CONDITION = /^([A-Za-z_][\w-]*)\s*(!=|>=|<=|~|=|>|<)\s*([\s\S]*)$/;
/** Where the next condition begins. */
const NEXT = /\s+(?=[A-Za-z_][\w-]*\s*(?:!=|>=|<=|~|=|>|<))/;
/** Fields that every record has beside those of its type. */
const OWN = ["id", "ref", "stageKind", "stage", "pipeline", "createdAt", "updatedAt"];

/**
 * A filter of the language (§4) from what is typed: `stage=NEW`, `amount>=100000`, `title~кофе`, `stage!=WON`, `phone=`
 * (empty), `stage=NEW,OFFER` (one of them); several stand one after another and all must hold. `{…}` is taken as JSON.
 *
 * @throws {Complaint} for what is no condition, and for a field that the type does not have
 */
export function readFilter(type: string, texts: readonly string[], words: FilterWords): ValueMap {
  const filter: Record<string, Value> = {};
  for (const text of texts.map((one) => one.trim()).filter((one) => one !== "")) {
    const pairs = text.startsWith("{")
      ? Object.entries(jsonOf(text))
      : conditionsIn(text).map((one) => read(type, one, words));
    for (const [field, condition] of pairs) filter[field] = joined(filter[field], condition);
  }
  return filter;
}

/** `company`, `deal stageKind=open`: a type of records and which of them. @throws {Complaint} as {@link readFilter} */
export function readRecords(text: string, words: FilterWords): { readonly type: string; readonly filter: ValueMap } {
  const [type = ""] = text.trim().split(/\s+/, 1);
  const types = Object.keys(words.catalog?.records ?? {});
  if (words.catalog !== null && !types.includes(type)) throw unknownType(type, types);
  return { type, filter: readFilter(type, [text.trim().slice(type.length)], words) };
}

function conditionsIn(text: string): readonly string[] {
  // What stands in quotes is no condition of its own.
  const quoted: string[] = [];
  const bare = text.replace(/"[^"]*"|'[^']*'/g, (one) => `\u0000${quoted.push(one) - 1}\u0000`);
  return bare.split(NEXT).map((one) => one.replace(/\u0000(\d+)\u0000/g, (_, at: string) => quoted[Number(at)] ?? ""));
}

function read(type: string, text: string, words: FilterWords): readonly [string, Value] {
  const found = CONDITION.exec(text.trim());
  if (!found) throw notACondition(text);
  const [, field = "", sign = "=", written = ""] = found;
  const fields = words.catalog?.records[type]?.fields;
  const known = [...Object.keys(fields ?? {}), ...OWN];
  if (fields && !known.includes(field)) throw unknownField(type, field, known);
  const operator = SIGNS[sign as keyof typeof SIGNS];
  if (written.trim() === "") return [field, { empty: operator !== "not" }];
  const declared = fields && Object.hasOwn(fields, field) ? fields[field] : undefined;
  const kind = declared?.type;
  const quoted = /^(?:"([^"]*)"|'([^']*)')$/.exec(written.trim());
  const one = (part: string): Value => {
    const read = declared ? asImported(part, declared, words) : part;
    if (declared && (sign === "=" || sign === "!=")) refuseNoChoice(type, read, declared);
    return valueOf(field, read, kind, words);
  };
  if (quoted) return [field, conditionOf(operator, one(quoted[1] ?? quoted[2] ?? ""))];
  const parts = NUMBERS.has(kind ?? "") ? [written] : written.split(",");
  const values = parts.map((part) => one(part.trim()));
  const [only = null] = values;
  if (values.length === 1) return [field, conditionOf(operator, only)];
  return [field, operator === "not" ? { not: values } : { in: values }];
}

/** A choice by its title and a record by its number, as a file of records has them. */
function asImported(text: string, field: Field, { catalog, lists }: FilterWords): string {
  if (field.type === "record" || field.type === "records") return recordOf(text, field);
  if (field.type !== "choice") return text;
  const declared = Object.entries(catalog?.lists ?? {}).map(([name, { values }]) => [name, values] as const);
  return choiceOf(text, field, { lists: lists ?? Object.fromEntries(declared) });
}

/** Of a reference list that may have got other rows since nothing is said: what it has no more may stand in old records. */
function refuseNoChoice(type: string, text: string, { name, values }: Field): void {
  if (values === null || Object.hasOwn(values, text)) return;
  const all = Object.entries(values).map(([value, title]) => (title === value ? value : `${value} (${title})`));
  const near = suggest(text, [...Object.keys(values), ...Object.values(values)]);
  throw wrongUse(
    { ru: `У ${type} в поле ${name} не бывает «${text}».`, en: `The field ${name} of ${type} is never "${text}".` },
    near === null
      ? { ru: `Есть: ${all.join(", ")}`, en: `There are: ${all.join(", ")}` }
      : {
          ru: `Может быть, ${near}? Есть: ${all.join(", ")}`,
          en: `Did you mean ${near}? There are: ${all.join(", ")}`,
        },
  );
}

/** Types in which a comma is part of the value. */
const NUMBERS: ReadonlySet<string> = new Set(["number", "money", "text"]);

function valueOf(field: string, text: string, kind: string | undefined, { people }: FilterWords): Value {
  if (kind === undefined) return text;
  const type = kind === "money" && !/[A-Za-z₽$€]/.test(text) ? "number" : kind === "records" ? "text" : kind;
  const answered = readAnswer(text, { name: field, type, declared: null }, { people, lists: {} });
  if ("value" in answered) {
    const { value = null } = answered;
    return kind === "users" && Array.isArray(value) && value.length === 1 ? (value[0] as Value) : value;
  }
  throw wrongUse(
    { ru: `${field}: ${answered.wrong.ru}`, en: `${field}: ${answered.wrong.en}` },
    { ru: "Исправьте значение в условии.", en: "Mend the value in the condition." },
  );
}

function conditionOf(operator: (typeof SIGNS)[keyof typeof SIGNS], value: Value): Value {
  return operator === "equals" ? value : { [operator]: value };
}

/** Two conditions on one field (`amount>=1 amount<5`) hold together. */
function joined(one: Value | undefined, other: Value): Value {
  return one !== undefined && isMap(one) && isMap(other) ? { ...one, ...other } : other;
}

function jsonOf(text: string): ValueMap {
  try {
    const value = parseExact(text);
    if (isMap(value)) return value;
  } catch {
    // Told below, as everything that is no condition.
  }
  throw notACondition(text);
}

function notACondition(text: string): Error {
  return wrongUse(
    { ru: `Это не условие: ${text}`, en: `This is no condition: ${text}` },
    {
      ru: "Пишите: stage=NEW, amount>=100000, title~кофе, phone= (пусто), stage=NEW,OFFER (одно из).",
      en: "Write: stage=NEW, amount>=100000, title~coffee, phone= (empty), stage=NEW,OFFER (one of them).",
    },
  );
}

/** The type has no such field. */
export function unknownField(type: string, field: string, known: readonly string[]): Error {
  const near = suggest(field, known);
  return wrongUse(
    { ru: `У ${type} нет поля ${field}.`, en: `${type} has no field ${field}.` },
    near === null
      ? { ru: `Есть: ${known.join(", ")}`, en: `There are: ${known.join(", ")}` }
      : { ru: `Может быть, ${near}?`, en: `Did you mean ${near}?` },
  );
}

/** The catalogue has no such type. */
export function unknownType(type: string, types: readonly string[]): Error {
  const near = suggest(type, types);
  return wrongUse(
    { ru: `В catalog.yaml нет типа записей «${type}».`, en: `catalog.yaml has no record type "${type}".` },
    near === null
      ? { ru: `Есть: ${types.join(", ")}`, en: `There are: ${types.join(", ")}` }
      : { ru: `Может быть, ${near}?`, en: `Did you mean ${near}?` },
  );
}
