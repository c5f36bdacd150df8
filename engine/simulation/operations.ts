import { isList, isMap, isMoney, refOf, type Value, type ValueMap } from "../base/value.ts";
import type { CallOutcome } from "../instance/call-outcome.ts";
import { isDecimal, sumOf } from "../runtime/same-value.ts";
import type { LetterBox } from "./letter-box.ts";
import { type RecordBook, type RecordChange, RecordRefusal } from "./record-book.ts";
import { matchesFilter, sortRows } from "./record-filter.ts";

/** What the operations of a simulation work on. */
export interface Desk {
  readonly book: RecordBook;
  readonly letters: LetterBox;
  /** Rows of the registries, by name, in the order they were written. */
  readonly registry: ReadonlyMap<string, readonly ValueMap[]>;
  /** Language of what a refusal says. @default "en" */
  readonly locale?: "ru" | "en";
  /** Did the deletion of a record start the process that asks? @default false */
  readonly ofDeleted?: boolean;
  /** A write of the CRM changed something: its event follows. */
  changed(change: RecordChange): void;
}

type Operate = (input: ValueMap, desk: Desk) => Value;

/** More refs than this are no holding but a mistake in the links. */
const REACH_MAX = 100_000;

/** Does one operation (language §4): done with its result, or refused with a code. */
export function operate(name: string, input: ValueMap, desk: Desk): CallOutcome {
  const operation = OPERATIONS[name];
  if (!operation) return { kind: "refused", code: "OPERATION_UNKNOWN", message: `There is no operation ${name}` };
  try {
    return { kind: "done", output: operation(input, desk) };
  } catch (error) {
    if (error instanceof RecordRefusal)
      return { kind: "refused", code: error.code, message: error.says[desk.locale ?? "en"] };
    throw error;
  }
}

const OPERATIONS: Readonly<Record<string, Operate>> = {
  "records.load": ({ inputs }, desk) => {
    const wanted = isMap(inputs) ? Object.entries(inputs) : [];
    return Object.fromEntries(wanted.map(([name, one]) => [name, loaded(one, desk)]));
  },
  "crm.look": ({ record }, { book }) => book.snapshot(reference(record)),
  "crm.get": ({ record }, { book }) => existing(reference(record), book),
  "crm.find": (input, { book }) => {
    const rows = rowsOf(input, book);
    const names = isList(input["select"]) ? input["select"] : null;
    const sorted = sortRows(rows, input["order"]);
    const limited = typeof input["limit"] === "number" ? sorted.slice(0, input["limit"]) : sorted;
    return { items: limited.map((row) => (names ? selected(row, names) : row)), count: rows.length };
  },
  "crm.sum": (input, { book }) => {
    const rows = rowsOf(input, book);
    return { totals: totalsOf(rows.map((row) => row[String(input["field"])] ?? null)), count: rows.length };
  },
  "crm.create": ({ of, set }, desk) => {
    const change = desk.book.create(String(of), isMap(set) ? set : {});
    desk.changed(change);
    return change.record;
  },
  "crm.update": ({ record, set }, desk) => {
    const ref = reference(record);
    const change = desk.book.update(ref, isMap(set) ? set : {});
    if (change) desk.changed(change);
    return existing(ref, desk.book);
  },
  "crm.note": ({ record, text, files }, { book }) => {
    const ref = reference(record);
    book.addNote(ref, { text: String(text ?? ""), files: isList(files) ? files : [] });
    return { record: ref, text: text ?? null };
  },
  "crm.reach": ({ from, by, without }, { book }) => ({
    refs: reach({ from: refsIn(from), by: String(by), without: refsIn(without) }, book),
  }),
  "registry.find": ({ registry, filter, order, limit }, desk) => {
    const rows = (desk.registry.get(String(registry)) ?? []).filter((row) =>
      matchesFilter(row, isMap(filter) ? filter : {}),
    );
    const sorted = sortRows(rows, order);
    return { items: typeof limit === "number" ? sorted.slice(0, limit) : sorted, count: rows.length };
  },
  "mail.move": ({ letter, folder }, { letters }) => {
    if (!letters.move(letter ?? null, String(folder)))
      throw new RecordRefusal("LETTER_NOT_FOUND", { ru: "Такого письма нет", en: "There is no such letter" });
    return { folder: folder ?? null };
  },
  "mail.link": ({ letter, record }, { letters, book }) => {
    const ref = reference(record);
    existing(ref, book);
    if (!letters.link(letter ?? null, ref, book))
      throw new RecordRefusal("LETTER_NOT_FOUND", { ru: "Такого письма нет", en: "There is no such letter" });
    return { record: ref };
  },
  // No network in a simulation: every host answers, and says nothing.
  "http.request": () => ({ status: 200, body: {} }),
};

function reference(value: Value | undefined): string {
  const ref = refOf(value);
  if (ref === null)
    throw new RecordRefusal("RECORD_NOT_FOUND", {
      ru: `Это не запись: ${JSON.stringify(value ?? null)}`,
      en: `This names no record: ${JSON.stringify(value ?? null)}`,
    });
  return ref;
}

function existing(ref: string, book: RecordBook): Value {
  const snapshot = book.snapshot(ref);
  if (!snapshot)
    throw new RecordRefusal("RECORD_NOT_FOUND", { ru: `Нет записи ${ref}`, en: `There is no record ${ref}` });
  return snapshot;
}

/** A process that a deletion started still gets the record: what it was last (language §2, Events). */
function loaded(wanted: Value, { book, ofDeleted = false }: Desk): Value {
  if (!isMap(wanted)) return null;
  const include = (isList(wanted["include"]) ? wanted["include"] : []).map(String);
  const { ref, refs } = wanted;
  if (isList(refs)) return refs.flatMap((one) => book.load(String(refOf(one)), include) ?? []);
  return typeof ref === "string" ? book.load(ref, include, ofDeleted) : null;
}

function rowsOf({ of, filter }: ValueMap, book: RecordBook): readonly ValueMap[] {
  const rows = book.refsOf(String(of)).flatMap((ref) => book.snapshot(ref) ?? []);
  return rows.filter((row) => matchesFilter(row, isMap(filter) ? filter : {}));
}

function selected(row: ValueMap, names: readonly Value[]): ValueMap {
  const kept = new Set(["id", "type", "ref", "stageKind", ...names.map(String)]);
  return Object.fromEntries(Object.entries(row).filter(([name]) => kept.has(name)));
}

/** One amount per currency, currencies in alphabetical order. */
function totalsOf(values: readonly Value[]): readonly Value[] {
  const stranger = values.find((value) => value !== null && !(isMoney(value) && isDecimal(value.amount)));
  if (stranger !== undefined)
    throw new RecordRefusal("NOT_MONEY", {
      ru: `Складывают суммы с валютой, а здесь ${JSON.stringify(stranger)}`,
      en: `Amounts with a currency are summed up, but here is ${JSON.stringify(stranger)}`,
    });
  const amounts = Map.groupBy(values.filter(isMoney), (money) => money.currency);
  return [...amounts]
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([currency, all]) => ({ amount: sumOf(all.map((money) => money.amount)), currency }));
}

function refsIn(value: Value | undefined): readonly string[] {
  const all = isList(value) ? value : value === undefined || value === null ? [] : [value];
  return all.flatMap((one) => refOf(one) ?? []);
}

/** Everything that can be reached from these records by the link field, themselves included, without entering `without`. */
function reach(
  { from, by, without }: { readonly from: readonly string[]; readonly by: string; readonly without: readonly string[] },
  book: RecordBook,
): readonly string[] {
  const barred = new Set(without);
  const found: string[] = [];
  const seen = new Set<string>();
  const open = [...from];
  for (let ref = open.shift(); ref !== undefined && found.length < REACH_MAX; ref = open.shift()) {
    if (seen.has(ref) || barred.has(ref)) continue;
    seen.add(ref);
    const snapshot = book.snapshot(ref);
    if (!snapshot) continue;
    found.push(ref);
    open.push(...refsIn(snapshot[by] ?? null));
  }
  return found;
}
