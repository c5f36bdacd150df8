import type { Field } from "../../engine/base/field.ts";
import { foldText } from "../../engine/base/fold-text.ts";
import { suggest } from "../../engine/base/suggest.ts";
import { isMoney, type Value } from "../../engine/base/value.ts";
import type { RecordType } from "../../engine/definition/catalog.ts";
import type { Text } from "../../engine/definition/problem.ts";

/** What one column of a file holds. */
export type CsvColumn =
  | { readonly kind: "ref" | "id" | "left" }
  | { readonly kind: "field"; readonly name: string; readonly field: Field | undefined }
  /** Currency of the amounts in the column of that field. */
  | { readonly kind: "currency"; readonly name: string };

/** Columns that a record's reference or number stands in. */
const REF = ["ref", "запись"];
const ID = ["id", "№", "номер записи"];
/** Computed: read by people, never written. */
const LEFT = ["type", "stagekind", "тип"];

/** Columns of a type's records, with the words of the header: titles, or the name where a title is not its own. */
export function columnsFor(
  type: RecordType | undefined,
  names: readonly string[],
): readonly { readonly header: string; readonly column: CsvColumn }[] {
  const titles = new Map<string, number>();
  const reserved = [...REF, ...ID, ...LEFT];
  for (const { title } of Object.values(type?.fields ?? {}))
    titles.set(foldText(title), (titles.get(foldText(title)) ?? 0) + 1);
  return [
    { header: "ref", column: { kind: "ref" } },
    ...names.flatMap((name) => {
      const field = type && Object.hasOwn(type.fields, name) ? type.fields[name] : undefined;
      const title = foldText(field?.title ?? "");
      const isOwn = field !== undefined && titles.get(title) === 1 && !reserved.includes(title);
      const header = isOwn && field ? field.title : name;
      const own = { header, column: { kind: "field", name, field } as const };
      if (field?.type !== "money" || field.currency !== null) return [own];
      return [own, { header: `${header} (${CURRENCY_RU})`, column: { kind: "currency", name } as const }];
    }),
  ];
}

const CURRENCY_RU = "валюта";
const CURRENCY = /^(.*?)\s*(?:\((?:валюта|currency)\)|[.,]\s*(?:валюта|currency))$/;

/** What the cell of a currency column holds. */
export function currencyOf(value: Value | undefined): string | null {
  return value !== undefined && isMoney(value) ? value.currency : null;
}

/** What the columns of a header mean, or what is wrong with it. */
export function readHeader(
  header: readonly string[],
  type: RecordType | undefined,
): { readonly columns: readonly CsvColumn[] } | { readonly wrong: Text; readonly remedy: Text } {
  const columns: CsvColumn[] = [];
  const seen = new Map<string, string>();
  for (const written of header) {
    const column = columnOf(written, type);
    if (column === null) return unknown(written, type);
    const own = "name" in column ? `${column.kind} ${column.name}` : column.kind;
    const before = seen.get(own);
    if (before !== undefined && column.kind !== "left") return twice(before, written);
    seen.set(own, written);
    columns.push(column);
  }
  return { columns };
}

function columnOf(written: string, type: RecordType | undefined): CsvColumn | null {
  const text = foldText(written.trim());
  // Excel adds empty columns at the end of a table.
  if (text === "") return { kind: "left" };
  const named = fieldNamed(written.trim(), text, type);
  if (named !== null) return named;
  if (REF.includes(text)) return { kind: "ref" };
  if (ID.includes(text)) return { kind: "id" };
  if (LEFT.includes(text)) return { kind: "left" };
  const currency = CURRENCY.exec(text);
  const money = currency ? fieldNamed(currency[1] ?? "", currency[1] ?? "", type) : null;
  if (money?.kind === "field" && (money.field === undefined || money.field.type === "money"))
    return { kind: "currency", name: money.name };
  return type === undefined ? { kind: "field", name: written.trim(), field: undefined } : null;
}

/** By its name, else by its title. */
function fieldNamed(
  written: string,
  folded: string,
  type: RecordType | undefined,
): Extract<CsvColumn, { readonly kind: "field" }> | null {
  const fields = Object.entries(type?.fields ?? {});
  const found =
    fields.find(([name]) => name === written) ??
    fields.find(([name]) => foldText(name) === folded) ??
    fields.find(([, { title }]) => foldText(title) === folded);
  return found ? { kind: "field", name: found[0], field: found[1] } : null;
}

function unknown(written: string, type: RecordType | undefined): { readonly wrong: Text; readonly remedy: Text } {
  const fields = Object.entries(type?.fields ?? {});
  const words = fields.flatMap(([name, { title }]) => [name, title]);
  const near = suggest(written, words);
  const all = fields.map(([name, { title }]) => `${title} (${name})`).join(", ");
  return {
    wrong: { ru: `Столбец «${written}»: нет такого поля.`, en: `Column "${written}": there is no such field.` },
    remedy:
      near === null
        ? { ru: `Есть: ref, id, ${all}`, en: `There are: ref, id, ${all}` }
        : { ru: `Может быть, «${near}»? Есть: ref, id, ${all}`, en: `Perhaps "${near}"? There are: ref, id, ${all}` },
  };
}

function twice(one: string, other: string): { readonly wrong: Text; readonly remedy: Text } {
  return {
    wrong: {
      ru: `Столбцы «${one}» и «${other}» — одно и то же поле.`,
      en: `The columns "${one}" and "${other}" are one field.`,
    },
    remedy: { ru: "Оставьте один.", en: "Keep one of them." },
  };
}
