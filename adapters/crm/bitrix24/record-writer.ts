import { isList, isMap, type RecordSnapshot, type Value, type ValueMap } from "../../../engine/base/value.ts";
import type { Clock } from "../../../engine/ports/clock.ts";
import type { Files } from "../../../engine/ports/files.ts";
import type { Call } from "../../../engine/ports/operations.ts";
import { numberIn, referenceOf, typeOf } from "../../../engine/record/record-reference.ts";
import { RecordRefusal, recordNotFound } from "../../../engine/record/record-refusal.ts";
import type { KeptLists, RecordRules } from "../../../engine/record/record-rules.ts";
import { sameKeptValue } from "../../../engine/record/same-kept-value.ts";
import type { Row } from "../../bitrix24/portal.ts";
import type { SqlDatabase } from "../../sql-database.ts";
import type { Bitrix24Tables } from "./bitrix24-tables.ts";
import type { ReadyChange, Ways, WriteAnswer } from "./entity-store.ts";
import type { PortalChange } from "./field-codec.ts";
import { fieldOfLeaf, type Leaves, leafIn, onlyLeaves, withLeaves, writtenLeaves } from "./leaves.ts";
import { originOf } from "./origin.ts";
import { valuesOf } from "./portal-field.ts";
import { fileNumber } from "./portal-file.ts";
import { answerRefused, NotKnown } from "./portal-outcome.ts";
import type { Observed, RecordObserver } from "./record-observer.ts";
import type { ReadRecord, RecordReader } from "./record-reader.ts";
import type { MappedType, SchemaBook } from "./schema-book.ts";
import { readFiles, readUploads } from "./uploads.ts";
import { type JournalEntry, leftOf, type WriteJournal } from "./write-journal.ts";
import { forbidden, notKept, PartlyDone } from "./write-refusals.ts";

/** What writing works with. */
export interface WriterParts {
  readonly database: SqlDatabase<Bitrix24Tables>;
  readonly book: SchemaBook;
  readonly reader: RecordReader;
  readonly observer: RecordObserver;
  readonly journal: WriteJournal;
  readonly rules: RecordRules;
  /** Reference lists as the portal keeps them: choices are held to them. */
  readonly lists: () => Promise<KeptLists>;
  readonly files: Files;
  readonly clock: Clock;
}

/**
 * How long a request whose answer was lost may still be at work in the portal: its own limit is 60 s. Before that has
 * passed, not to find its traces proves nothing.
 */
const SETTLED_MS = 65_000;
/** Instead of when it was sent, where its answer came: nothing of it is at work any more. */
const ANSWERED = 1;

/** What the journal keeps of an update. */
interface Sent {
  readonly ref: string;
  readonly wrote: Leaves;
  readonly stood: Leaves;
}

/**
 * Writes once. What is to be written stands in the journal before it is sent; whoever comes again under the same key gets
 * what came of it, and where nobody knows, looks into the portal before anything is sent again.
 */
export class RecordWriter {
  readonly #parts: WriterParts;

  constructor(parts: WriterParts) {
    this.#parts = parts;
  }

  /**
   * Where an answer is lost the work was most often done: a look at once says so. Where it does not, nothing is sent
   * again before that is certain.
   *
   * @throws {RecordRefusal} @throws {PortalFailure} @throws {NotKnown}
   */
  async write(call: Call, kind: JournalEntry["kind"], ways: Ways): Promise<Value> {
    try {
      return await this.#written(call, kind, ways);
    } catch (error) {
      if (!(error instanceof NotKnown) || !error.isSent || ways.signal.aborted) throw error;
      return await this.#written(call, kind, ways);
    }
  }

  async #written(call: Call, kind: JournalEntry["kind"], ways: Ways): Promise<Value> {
    const { journal, clock } = this.#parts;
    const now = clock.now();
    const cause = { process: call.process, instance: call.instance, step: call.step ?? "" };
    const ref = kind === "create" ? null : referenceOf(call.input["record"]);
    const claimed = await journal.claim(
      { key: call.key, kind, ref, cause },
      { now, until: now + call.timeoutMs + SETTLED_MS },
    );
    if ("heldUntil" in claimed) throw new NotKnown("another worker is at it", claimed.heldUntil - now);
    const { entry } = claimed;
    if (entry.state === "done") return entry.output;
    try {
      const input = call.input;
      if (kind === "create") return await this.#create(entry, String(input["of"]), mapIn(input["set"]), ways);
      if (ref === null) throw recordNotFound("");
      if (kind === "update") return await this.#update(entry, ref, mapIn(input["set"]), ways);
      return await this.#note(entry, ref, input, ways);
    } catch (error) {
      // A refusal is the portal's word, or ours before anything was sent: nothing happened.
      if (error instanceof RecordRefusal && !(error instanceof PartlyDone)) await journal.forget(call.key);
      else await journal.release(call.key);
      throw error;
    }
  }

  // ── create ────────────────────────────────────────────────────────────────────────────────────

  async #create(entry: JournalEntry, type: string, set: ValueMap, ways: Ways): Promise<Value> {
    const { book, journal, rules, clock } = this.#parts;
    const mapped = await book.of(type, ways);
    const earlier = await this.#earlier(entry, () => mapped.store.made(entry.key, ways));
    if (earlier !== null) {
      const there = await this.#there(`${type}/${earlier}`, ways);
      await this.#knowLostFiles(entry, mapped, there.item);
      return this.#made(entry, mapped, (await this.#parts.reader.records(mapped.schema, [there.item]))[0] ?? there);
    }
    const { fields } = rules.created(`${type}/0`, set, mapped.schema.names, await this.#parts.lists());
    const given = fields["stage"] === undefined || mapped.schema.names.has("stage") ? fields : withoutStage(fields);
    const changes = mapped.schema.changes(given, null);
    const ready = await readUploads(changes, this.#parts.files);
    const wrote = writtenLeaves({}, given, sameKeptValue);
    await journal.sending(entry.key, { ref: null, wrote, stood: {}, sentAt: clock.now() });
    const answer = settled(await mapped.store.add(ready, entry.key, ways), type);
    if (answer.item !== null) await this.#knowFiles(changes, answer.item, null);
    const [record] = answer.item === null ? [] : await this.#parts.reader.records(mapped.schema, [answer.item]);
    return this.#made(entry, mapped, record ?? (await this.#there(`${type}/${answer.number}`, ways)));
  }

  /** The event and the key's outcome are one transaction. */
  async #made(entry: JournalEntry, mapped: MappedType, record: ReadRecord): Promise<RecordSnapshot> {
    const { observer, journal } = this.#parts;
    const output = mapped.schema.dressed(record);
    const marked = { ...record, origin: originOf(entry.key) };
    const told = await observer.told(marked, null, undefined, (session) =>
      journal.done(session, entry.key, { ref: record.ref, output, told: true }),
    );
    if (told === "overtaken") await this.#justDone(entry, record.ref, output);
    return output;
  }

  // ── update ────────────────────────────────────────────────────────────────────────────────────

  async #update(entry: JournalEntry, ref: string, set: ValueMap, ways: Ways): Promise<Value> {
    const { book, rules } = this.#parts;
    const mapped = await book.of(typeOf(ref), ways);
    const was = await this.#observed(ref, mapped, ways);
    if (entry.sentAt > 0) return this.#updateAgain(entry, was, mapped, ways);
    const { record } = was;
    const write = rules.updated(record, set, mapped.schema.names, await this.#parts.lists());
    if (write === null) return this.#confirmed(entry, was, mapped);
    return this.#send(entry, was, write.fields, { mapped, ways });
  }

  /** After an attempt whose end nobody knows: only what still stands as before is written, and only once that is certain. */
  async #updateAgain(entry: JournalEntry, seen: Observed, mapped: MappedType, ways: Ways): Promise<Value> {
    await this.#knowLostFiles(entry, mapped, seen.record.item);
    const [read] = await this.#parts.reader.records(mapped.schema, [seen.record.item]);
    const was = read === undefined ? seen : { ...seen, record: read };
    const left = leftOf(entry, was.record.fields);
    if (left.length === 0) return this.#confirmed(entry, was, mapped);
    await this.#earlier(entry, async () => null);
    return this.#send(entry, was, withLeaves(was.record.fields, onlyLeaves(entry.wrote, left)), { mapped, ways });
  }

  /** @param fields the record as it is to be */
  async #send(
    entry: JournalEntry,
    was: Observed,
    fields: ValueMap,
    { mapped, ways }: { readonly mapped: MappedType; readonly ways: Ways },
  ): Promise<Value> {
    const { journal, clock } = this.#parts;
    const { record } = was;
    const wrote = writtenLeaves(record.fields, fields, sameKeptValue);
    const names = new Set(Object.keys(fields).filter((name) => !sameKeptValue(record.fields[name], fields[name])));
    const changed = Object.fromEntries([...names].map((name) => [name, fields[name] ?? null]));
    const changes = effective(mapped.schema.changes(changed, record), record.item);
    if (changes.length === 0) return this.#confirmed(entry, was, mapped);
    const ready = await readUploads(changes, this.#parts.files);
    const stood = Object.fromEntries(Object.keys(wrote).map((leaf) => [leaf, leafIn(record.fields, leaf)]));
    const sent = { ref: record.ref, wrote, stood };
    await journal.sending(entry.key, { ...sent, sentAt: clock.now() });
    const answer = settled(await mapped.store.update(record.item, ready, ways), record.ref);
    const item = await this.#cleared(mapped, record, { key: entry.key, sent, changes }, answer.item, ways);
    await this.#knowFiles(changes, item, record.item);
    const [now] = await this.#parts.reader.records(mapped.schema, [item]);
    return now === undefined
      ? this.#confirmed(entry, was, mapped)
      : this.#confirmed(entry, { ...was, record: now }, mapped);
  }

  /**
   * What the portal says that it did, compared with what was asked. What it left standing (a list of options cannot be
   * emptied by `crm.item.update`) is cleared the old way; where that does not help either, the write is refused.
   */
  async #cleared(
    { schema, store }: MappedType,
    record: ReadRecord,
    of: { readonly key: string; readonly sent: Sent; readonly changes: readonly PortalChange[] },
    item: Row | null,
    ways: Ways,
  ): Promise<Row> {
    const { reader, journal, clock } = this.#parts;
    const { wrote, stood } = of.sent;
    let now = item ?? (await this.#there(record.ref, ways)).item;
    const missed = async (): Promise<{
      readonly leaves: readonly string[];
      readonly ready: readonly ReadyChange[];
    }> => {
      await this.#knowFiles(of.changes, now, record.item);
      const [read] = await reader.records(schema, [now]);
      const fields = read?.fields ?? {};
      const leaves = Object.keys(wrote).filter((leaf) => !sameKeptValue(leafIn(fields, leaf), wrote[leaf]));
      const wanted = withLeaves(fields, onlyLeaves(wrote, leaves));
      const set = Object.fromEntries(leaves.map(fieldOfLeaf).map((name) => [name, wanted[name] ?? null]));
      return { leaves, ready: await readUploads(schema.changes(set, { item: now, fields }), this.#parts.files) };
    };
    // What the portal has kept is never written again, whoever changes it afterwards; what is left may be.
    const leave = (leaves: readonly string[], sentAt: number): Promise<void> =>
      journal.sending(of.key, { ...of.sent, stood: onlyLeaves(stood, leaves), sentAt });
    const left = await missed();
    if (left.leaves.length === 0) return now;
    await leave(left.leaves, clock.now());
    const cleared = await store.clear(now, left.ready, ways);
    if (cleared?.kind === "refused") {
      await leave(left.leaves, ANSWERED);
      throw new PartlyDone(answerRefused(cleared, record.ref));
    }
    if (cleared !== null) now = settled(cleared, record.ref).item ?? now;
    const still = cleared === null ? left : await missed();
    if (still.leaves.length === 0) return now;
    await leave(still.leaves, ANSWERED);
    throw new PartlyDone(notKept(record.ref, still.ready));
  }

  async #confirmed(entry: JournalEntry, { record, shadow }: Observed, { schema }: MappedType): Promise<RecordSnapshot> {
    const { observer, journal } = this.#parts;
    const output = schema.dressed(record);
    const told = await observer.told(record, shadow, undefined, (session) =>
      journal.done(session, entry.key, { ref: record.ref, output, told: true }),
    );
    if (told === "overtaken") await this.#justDone(entry, record.ref, output);
    return output;
  }

  // ── note ──────────────────────────────────────────────────────────────────────────────────────

  async #note(entry: JournalEntry, ref: string, input: ValueMap, ways: Ways): Promise<Value> {
    const { book, journal, clock, files } = this.#parts;
    const text = String(input["text"] ?? "");
    const output = { record: ref, text: input["text"] ?? null };
    const { store } = await book.of(typeOf(ref), ways);
    const number = numberIn(ref);
    if (number === null) throw recordNotFound(ref);
    const standing = await store.standing(number, ways);
    if (standing !== "there") throw standing === "gone" ? recordNotFound(ref) : forbidden(ref);
    const earlier = await this.#earlier(entry, () => this.#noteMade(entry, ref, text, ways));
    if (earlier === null) {
      const attached = await readFiles(isList(input["files"]) ? input["files"] : [], files);
      await journal.sending(entry.key, { ref, wrote: {}, stood: {}, sentAt: clock.now() });
      const answer = settled(await store.comment(number, text, attached, ways), ref);
      await this.#noted(entry, ref, output, answer.number);
    } else await this.#noted(entry, ref, output, earlier);
    return output;
  }

  /** A note with that text, made since it was sent first, that no other key is known for. */
  async #noteMade(entry: JournalEntry, ref: string, text: string, ways: Ways): Promise<number | null> {
    const { store } = await this.#parts.book.of(typeOf(ref), ways);
    const since = entry.sentAt - CLOCKS_APART_MS;
    for (const { number, text: found, at } of (await store.comments(numberIn(ref) ?? 0, ways)).toReversed()) {
      if (plainText(found) !== plainText(text) || at < since) continue;
      if (!(await this.#parts.journal.isKnownNote(ref, number))) return number;
    }
    return null;
  }

  #noted(entry: JournalEntry, ref: string, output: Value, made: number): Promise<void> {
    const { database, journal } = this.#parts;
    return database.transaction((session) => journal.done(session, entry.key, { ref, output, made, told: true }));
  }

  // ── common ────────────────────────────────────────────────────────────────────────────────────

  /**
   * What an earlier attempt made. Where nothing is found and its request may still be at work, nobody knows yet.
   *
   * @throws {NotKnown}
   */
  async #earlier(entry: JournalEntry, look: () => Promise<number | null>): Promise<number | null> {
    if (entry.sentAt === 0) return null;
    const found = await look();
    const rest = entry.sentAt + SETTLED_MS - this.#parts.clock.now();
    if (found === null && rest > 0)
      throw new NotKnown("the answer to an earlier attempt was lost, and it may still be at work", rest);
    return found;
  }

  async #observed(ref: string, { store }: MappedType, ways: Ways): Promise<Observed> {
    const found = (await this.#parts.observer.observe([ref], ways)).get(ref);
    if (found !== undefined) return found;
    const number = numberIn(ref);
    if (number !== null && (await store.standing(number, ways)) === "forbidden") throw forbidden(ref);
    throw recordNotFound(ref);
  }

  async #there(ref: string, ways: Ways): Promise<ReadRecord> {
    const record = (await this.#parts.reader.read([ref], ways)).get(ref);
    if (record === undefined) throw recordNotFound(ref);
    return record;
  }

  /** A watch looked at the record meanwhile: it told of the write, or the next look does, which finds it confirmed. */
  async #justDone(entry: JournalEntry, ref: string, output: Value): Promise<void> {
    const { database, journal, observer } = this.#parts;
    await database.transaction((session) => journal.done(session, entry.key, { ref, output }));
    const signal = AbortSignal.any([]);
    // Done is done: what this look fails at, the next one finds.
    await observer.observe([ref], { urgency: "process", signal }).catch(() => undefined);
  }

  /** The same for a write whose answer was lost: where no file stood before, those that stand now are the ones sent. */
  async #knowLostFiles(entry: JournalEntry, { schema }: MappedType, item: Row): Promise<void> {
    const fresh = Object.entries(entry.wrote).filter(
      ([leaf]) => entry.kind === "create" || (leaf in entry.stood && valuesOf(entry.stood[leaf]).length === 0),
    );
    const changes = schema.changes(withLeaves({}, Object.fromEntries(fresh)), null);
    await this.#knowFiles(changes, item, null);
  }

  /** Files that came into the portal with this write, in the order they were sent. */
  async #knowFiles(changes: readonly PortalChange[], item: Row, before: Row | null): Promise<void> {
    for (const change of changes) {
      if (change.kind !== "files") continue;
      const old = new Set(valuesOf(before?.[change.field.name]).map(fileNumber));
      const fresh = valuesOf(item[change.field.name]).flatMap((one) => {
        const number = fileNumber(one);
        return number === null || old.has(number) ? [] : [number];
      });
      const sent = change.files.filter((file) => typeof file !== "number");
      await this.#parts.journal.knowFiles(
        fresh.slice(0, sent.length).map((number, at) => ({ number, value: sent[at] ?? null })),
      );
    }
  }
}

/** How far our clock and the portal's may be apart. 10 minutes in milliseconds. */
const CLOCKS_APART_MS = 10 * 60_000;

/** The write that certainly happened. @throws {RecordRefusal} @throws {NotKnown} */
function settled(answer: WriteAnswer, ref: string): Extract<WriteAnswer, { kind: "done" }> {
  if (answer.kind === "done") return answer;
  if (answer.kind === "refused") throw answerRefused(answer, ref);
  throw new NotKnown(answer.message, answer.retryAfterMs, answer.sent);
}

/** Changes that make a difference to the item as it is. */
function effective(changes: readonly PortalChange[], item: Row): readonly PortalChange[] {
  const real = changes.some(
    (change) =>
      change.kind !== "value" || JSON.stringify(change.value) !== JSON.stringify(item[change.field.name] ?? null),
  );
  return real ? changes : [];
}

/** Without the portal's ways of writing the same text. */
function plainText(text: string): string {
  const bare = text
    .replaceAll(/<br\s*\/?>/gi, "\n")
    .replaceAll("&quot;", '"')
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">");
  return bare.replaceAll("&amp;", "&").replaceAll(/\s+/g, " ").trim();
}

function withoutStage({ stage: _stage, ...fields }: ValueMap): ValueMap {
  return fields;
}

function mapIn(value: Value | undefined): ValueMap {
  return isMap(value) ? value : {};
}
