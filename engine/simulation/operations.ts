import { isList, isMap, type RecordSnapshot, type Value, type ValueMap } from "../base/value.ts";
import type { CallOutcome } from "../instance/call-outcome.ts";
import type { RecordChange } from "../record/record-change.ts";
import { matchesFilter } from "../record/record-filter.ts";
import { wantedRecords } from "../record/record-links.ts";
import { filterOf, foundRecords, foundRows, summedRecords } from "../record/record-query.ts";
import { RecordReach } from "../record/record-reach.ts";
import { referenceOf } from "../record/record-reference.ts";
import { letterNotFound, RecordRefusal, recordNotFound } from "../record/record-refusal.ts";
import type { LetterBox } from "./letter-box.ts";
import type { RecordBook } from "./record-book.ts";

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
  "crm.look": ({ record }, { book }) => book.snapshot(referenceOf(record)),
  "crm.get": ({ record }, { book }) => existing(referenceOf(record), book),
  "crm.find": (input, { book }) => foundRecords(rowsOf(input, book), input),
  "crm.sum": (input, { book }) => summedRecords(rowsOf(input, book), input),
  "crm.create": ({ of, set }, desk) => {
    const change = desk.book.create(String(of), isMap(set) ? set : {});
    desk.changed(change);
    return change.record;
  },
  "crm.update": ({ record, set }, desk) => {
    const ref = referenceOf(record);
    const change = desk.book.update(ref, isMap(set) ? set : {});
    if (change) desk.changed(change);
    return existing(ref, desk.book);
  },
  "crm.note": ({ record, text, files }, { book }) => {
    const ref = referenceOf(record);
    book.addNote(ref, { text: String(text ?? ""), files: isList(files) ? files : [] });
    return { record: ref, text: text ?? null };
  },
  "crm.reach": (input, { book }) => {
    const reach = new RecordReach(input);
    while (reach.next.length > 0) reach.take(reach.next.flatMap((ref) => book.snapshot(ref) ?? []));
    return { refs: reach.found };
  },
  "registry.find": (input, desk) =>
    foundRows(
      (desk.registry.get(String(input["registry"])) ?? []).filter((row) => matchesFilter(row, filterOf(input))),
      input,
    ),
  "mail.move": ({ letter, folder }, { letters }) => {
    if (!letters.move(letter ?? null, String(folder))) throw letterNotFound();
    return { folder: folder ?? null };
  },
  "mail.link": ({ letter, record }, { letters, book }) => {
    const ref = referenceOf(record);
    existing(ref, book);
    if (!letters.link(letter ?? null, ref, book)) throw letterNotFound();
    return { record: ref };
  },
  // No network in a simulation: every host answers, and says nothing.
  "http.request": () => ({ status: 200, body: {} }),
};

function existing(ref: string, book: RecordBook): RecordSnapshot {
  const snapshot = book.snapshot(ref);
  if (!snapshot) throw recordNotFound(ref);
  return snapshot;
}

/** A process that a deletion started still gets the record: what it was last (language §2, Events). */
function loaded(entry: Value, { book, ofDeleted = false }: Desk): Value {
  const wanted = wantedRecords(entry);
  if (!wanted) return null;
  const { ref, refs, include } = wanted;
  if (refs) return refs.flatMap((one) => book.load(one, include) ?? []);
  return ref === null ? null : book.load(ref, include, ofDeleted);
}

function rowsOf(input: ValueMap, book: RecordBook): readonly RecordSnapshot[] {
  const rows = book.refsOf(String(input["of"])).flatMap((ref) => book.snapshot(ref) ?? []);
  return rows.filter((row) => matchesFilter(row, filterOf(input)));
}
