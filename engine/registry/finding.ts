import type { InstanceId } from "../base/ids.ts";
import type { Instant } from "../base/instant.ts";
import { pluralEn, pluralRu } from "../base/plural.ts";

/** One thing that verifying a registry found. */
export interface Finding {
  readonly kind: Found["kind"];
  /** False: allowed, and listed (a row that waits for its seal, an erasure that was recorded). */
  readonly isBreach: boolean;
  readonly registry: string;
  /** Number of the row; null: it has none, or it is not about one row. */
  readonly number: number | null;
  readonly instance: InstanceId | null;
  /** Sequence of the event. */
  readonly sequence: number | null;
  readonly says: { readonly ru: string; readonly en: string };
  readonly remedy: { readonly ru: string; readonly en: string };
}

/** What can be found, with what the text needs. */
export type Found =
  /** Its fields differ from what was sealed. `$place`: instance, event, time or number. */
  | { readonly kind: "changed"; readonly fields: readonly string[] }
  | { readonly kind: "removed"; readonly from: number; readonly to: number }
  | { readonly kind: "reordered"; readonly belongs: number | null }
  /** Fewer rows than a kept head counted. */
  | { readonly kind: "cutOff"; readonly count: number; readonly kept: number; readonly at: Instant }
  /** A link, or a head, that was not made with the key. `head`: as of when, where a kept head shows it. */
  | { readonly kind: "forged"; readonly head: Instant | null }
  | { readonly kind: "historyDiffers"; readonly fields: readonly string[] }
  /** The history has the event, the registry no row. */
  | { readonly kind: "rowMissing" }
  /** The registry has the row, the history no event. */
  | { readonly kind: "eventMissing" }
  | { readonly kind: "erased"; readonly fields: readonly string[]; readonly recorded: boolean }
  | { readonly kind: "unsealed"; readonly count: number; readonly oldest: Instant };

/** Where it was found. */
export type Place = Pick<Finding, "registry" | "number" | "instance" | "sequence">;

/** Puts a finding into words. */
export function findingOf(found: Found, place: Place): Finding {
  const { registry, number, instance, sequence } = place;
  const isBreach = found.kind === "erased" ? !found.recorded : found.kind !== "unsealed";
  const says = wordsOf(found, place);
  return { kind: found.kind, isBreach, registry, number, instance, sequence, says, remedy: remedyOf(found) };
}

function wordsOf(found: Found, { number, instance, sequence }: Place): Finding["says"] {
  const row = number === null ? { ru: "Строка без номера", en: "A row without a number" } : rowWords(number);
  const event = `${instance ?? "?"}, ${sequence ?? "?"}`;
  switch (found.kind) {
    case "changed":
      return {
        ru: `${row.ru} изменена после опечатывания: ${fieldWords(found.fields, "ru")}`,
        en: `${row.en} was changed after it was sealed: ${fieldWords(found.fields, "en")}`,
      };
    case "removed":
      return found.from === found.to
        ? { ru: `Строка ${found.from} удалена`, en: `Row ${found.from} was removed` }
        : { ru: `Строки ${found.from}–${found.to} удалены`, en: `Rows ${found.from} to ${found.to} were removed` };
    case "reordered":
      return found.belongs === null
        ? { ru: `${row.ru} стоит не на своём месте`, en: `${row.en} does not stand in its place` }
        : {
            ru: `${row.ru} стоит не на своём месте: её номер — ${found.belongs}`,
            en: `${row.en} does not stand in its place: its number is ${found.belongs}`,
          };
    case "cutOff":
      return {
        ru: `Конец реестра отрезан: опечатанных строк ${found.count}, а на ${iso(found.at)} их было ${found.kept}`,
        en: `The end of the registry was cut off: ${found.count} sealed rows, and there were ${found.kept} at ${iso(found.at)}`,
      };
    case "forged":
      return forgedWords(found.head, row);
    case "historyDiffers":
      return {
        ru: `${row.ru} отличается от истории процесса (${event}): ${fieldWords(found.fields, "ru")}`,
        en: `${row.en} differs from the history of its instance (${event}): ${fieldWords(found.fields, "en")}`,
      };
    case "rowMissing":
      return {
        ru: `В истории есть запись в реестр (${event}), а строки в реестре нет`,
        en: `The history has an entry for the registry (${event}), the registry has no such row`,
      };
    case "eventMissing":
      return {
        ru: `${row.ru}: в истории процесса такой записи нет (${event})`,
        en: `${row.en}: the history of its instance has no such entry (${event})`,
      };
    case "erased":
      return {
        ru: `${row.ru}: данные стёрты (${found.fields.join(", ")})${found.recorded ? "" : ", но это нигде не записано"}`,
        en: `${row.en}: data was erased (${found.fields.join(", ")})${found.recorded ? "" : ", but nothing records it"}`,
      };
    case "unsealed":
      return {
        ru: `Ещё не опечатано: ${found.count} ${pluralRu(found.count, { one: "строка", few: "строки", many: "строк" })}, старшая — ${iso(found.oldest)}`,
        en: `Not sealed yet: ${found.count} ${pluralEn(found.count, "row", "rows")}, the oldest of ${iso(found.oldest)}`,
      };
  }
}

function rowWords(number: number): Finding["says"] {
  return { ru: `Строка ${number}`, en: `Row ${number}` };
}

function forgedWords(head: Instant | null, row: Finding["says"]): Finding["says"] {
  if (head === null)
    return {
      ru: `${row.ru}: звено цепочки сделано не нашим ключом — подменена она или строка перед ней`,
      en: `${row.en}: its link of the chain was not made with our key: it or the row before it was replaced`,
    };
  return {
    ru: `Цепочка переписана: вершина, сохранённая ${iso(head)}, в ней больше не стоит`,
    en: `The chain was rewritten: the head kept at ${iso(head)} does not stand in it any more`,
  };
}

function fieldWords(fields: readonly string[], locale: "ru" | "en"): string {
  const place = locale === "ru" ? "место, время или событие" : "its place, time or event";
  return fields.map((field) => (field === "$place" ? place : field)).join(", ");
}

function remedyOf({ kind }: Found): Finding["remedy"] {
  switch (kind) {
    case "unsealed":
      return {
        ru: "Печати отстают не больше чем на 5 секунд; если строк становится больше, посмотрите, запущен ли `ordo worker`.",
        en: "Seals are at most 5 seconds behind; if there are more and more, see whether an `ordo worker` runs.",
      };
    case "erased":
      return {
        ru: "Стирание записывается в реестр `erasures`; стёртое без записи сверьте с резервной копией.",
        en: "An erasure is recorded in the registry `erasures`; compare what was erased without a record with a backup.",
      };
    default:
      return {
        ru: "Сверьте строку с историей процесса (`ordo show`) и с резервной копией; узнайте, кто писал в базу мимо Ordo.",
        en: "Compare the row with its instance (`ordo show`) and with a backup; find out who wrote to the database past Ordo.",
      };
  }
}

/** UTC to the second: a finding is read far from any company's zone. */
function iso(at: Instant): string {
  return `${new Date(at).toISOString().slice(0, 19)}Z`;
}
