import { isList, isMap, isRecord, isTagged, type Value, type ValueMap } from "../../../engine/base/value.ts";

/** Longer texts are not looked up by equality. Their index entries would be longer than databases allow. */
const INDEXED_CHARACTERS_MAX = 200;
/** More values than this of one list are looked through in memory. */
const CHOICES_MAX = 500;

/** The texts under which a field's value can be found: its own, or those of the elements of a list. */
export function indexedTexts(value: Value | undefined): readonly string[] {
  const all = isList(value) ? value : [value ?? null];
  return [...new Set(all.flatMap((one) => indexedText(one) ?? []))];
}

/** One field that must hold one of these texts. */
export interface Narrowing {
  readonly field: string;
  readonly texts: readonly string[];
}

/**
 * What of a filter the index can answer: equality with a text or a record, and `in` of several. The records found so
 * are a superset of those that the filter meets; the filter itself has the last word.
 */
export function narrowingsOf(filter: ValueMap): readonly Narrowing[] {
  return Object.entries(filter).flatMap(([field, condition]) => {
    const wanted = isMap(condition) && Object.keys(condition).includes("in") ? condition["in"] : condition;
    const choices = isList(wanted) ? (wanted === condition ? null : wanted) : [wanted ?? null];
    const texts = choices?.map(indexedText) ?? null;
    if (texts === null || texts.length > CHOICES_MAX || texts.includes(null)) return [];
    return [{ field, texts: texts.filter((text) => text !== null) }];
  });
}

/** Null: not found by equality of texts (numbers, amounts, maps, instants that can be written in several ways). */
function indexedText(value: Value): string | null {
  const text = isRecord(value) ? value.ref : isTagged(value) ? value.value : value;
  if (typeof text !== "string" || text.length > INDEXED_CHARACTERS_MAX || INSTANT.test(text)) return null;
  return text;
}

const INSTANT = /^\d{4}-\d\d-\d\dT/;
