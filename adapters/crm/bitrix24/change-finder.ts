import type { Clock } from "../../../engine/ports/clock.ts";
import { sameKeptValue } from "../../../engine/record/same-kept-value.ts";
import { type Portal, type PortalAnswer, PortalFailure, type Row } from "../../bitrix24/portal.ts";
import type { Bitrix24CrmConfig } from "./config.ts";
import type { Ways } from "./entity-store.ts";
import { writtenLeaves } from "./leaves.ts";
import { recordOfEvent } from "./portal-events.ts";
import { mapOf, rowsOf } from "./portal-field.ts";
import type { RecordObserver } from "./record-observer.ts";
import type { RecordReader } from "./record-reader.ts";
import type { ScanMarks } from "./scan-marks.ts";
import type { MappedType, SchemaBook } from "./schema-book.ts";
import type { Shadow } from "./shadow.ts";

/** What changes are found with. */
export interface FinderParts {
  readonly portal: Portal;
  readonly book: SchemaBook;
  readonly reader: RecordReader;
  readonly observer: RecordObserver;
  readonly shadow: Shadow;
  readonly marks: ScanMarks;
  readonly records: Bitrix24CrmConfig["records"];
  readonly clock: Pick<Clock, "now">;
}

/** Records read at once. */
const AT_ONCE = 200;
/** What changed shortly before the last poll is looked at again: two changes of one second look alike. 2 minutes. */
const OVERLAP_MS = 2 * 60_000;
/** Before anything is known of the portal's zone. A day and a bit in milliseconds. */
const FIRST_MS = 26 * 3600 * 1000;
/** Lists do not say when they changed: they are read as a whole, this often at most. 15 minutes in milliseconds. */
const WHOLE_MS = 15 * 60_000;
/** Records that one sweep asks the portal about one by one. */
const ASKED_MAX = 500;

/** Finds changes that no event told of: the first scan, the poll, the sweep for what is gone, and the offline queue. */
export class ChangeFinder {
  readonly #parts: FinderParts;

  constructor(parts: FinderParts) {
    this.#parts = parts;
  }

  /** Learns what is there before anything is watched. Goes on where it was interrupted. @throws {PortalFailure} */
  async scan(type: string, ways: Ways): Promise<void> {
    const { book, marks, reader, shadow, observer } = this.#parts;
    const { schema, store } = await book.of(type, ways);
    let scan = await marks.scan(type);
    if (scan?.isDone === true) return;
    if (scan === null) {
      scan = { behind: 0, until: await store.highest(ways), isDone: false };
      await marks.putText(`poll ${type}`, new Date(this.#parts.clock.now() - FIRST_MS).toISOString());
      await marks.putScan(type, scan);
    }
    const { until } = scan;
    const behind = scan.behind > 0 ? { ">id": scan.behind } : {};
    for await (const items of store.pages(behind, schema.select, ways)) {
      const old = items.filter((item) => Number(item["id"]) <= until);
      await shadow.fill(await reader.records(schema, old));
      const last = Math.max(0, ...old.map((item) => Number(item["id"])));
      if (last > 0) await marks.putScan(type, { behind: last, until, isDone: false });
    }
    await marks.putScan(type, { behind: until, until, isDone: true });
    // Those that came meanwhile are new.
    for await (const items of store.pages({ ">id": until }, ["id"], ways))
      await observer.observe(
        refsOf(
          type,
          items.filter((item) => Number(item["id"]) > until),
        ),
        ways,
      );
  }

  /** Looks at what changed since the last poll. @throws {PortalFailure} */
  async poll(type: string, ways: Ways): Promise<void> {
    const { book, marks, shadow, observer } = this.#parts;
    const mapped = await book.of(type, ways);
    const { store } = mapped;
    if (!store.knowsChanged) return this.#pollWhole(type, mapped, ways);
    const since = (await marks.text(`poll ${type}`)) ?? new Date(this.#parts.clock.now() - FIRST_MS).toISOString();
    let newest = since;
    for await (const items of store.pages({ ">=updatedTime": earlier(since) }, ["id", "updatedTime"], ways)) {
      const rows = await shadow.rows(refsOf(type, items));
      const fresh = items.filter((item) => {
        const row = rows.get(`${type}/${Number(item["id"])}`);
        return row === undefined || !row.isSettled || row.changed !== String(item["updatedTime"]);
      });
      for (const refs of chunks(refsOf(type, fresh))) await observer.observe(refs, ways);
      for (const item of items) newest = later(newest, String(item["updatedTime"] ?? ""));
    }
    if (newest !== since) await marks.putText(`poll ${type}`, newest);
  }

  /** One worker, however many there are; where it fails, the next poll tries again. */
  async #pollWhole(type: string, mapped: MappedType, ways: Ways): Promise<void> {
    const { marks, clock } = this.#parts;
    const now = clock.now();
    if (!(await marks.take(`whole ${type}`, now, WHOLE_MS))) return;
    try {
      await this.#compareAll(type, mapped, ways);
    } catch (error) {
      await marks.postpone(`whole ${type}`, now).catch(() => {});
      throw error;
    }
  }

  /** Reads everything once; only what differs from what was told last is read again, and told. */
  async #compareAll(type: string, { schema, store }: MappedType, ways: Ways): Promise<void> {
    const { reader, shadow, observer } = this.#parts;
    for await (const items of store.pages({}, schema.select, ways)) {
      const rows = await shadow.rows(refsOf(type, items));
      const fresh = (await reader.records(schema, items)).filter(({ ref, fields }) => {
        const row = rows.get(ref);
        return (
          row === undefined || row.isDeleted || Object.keys(writtenLeaves(row.fields, fields, sameKeptValue)).length > 0
        );
      });
      for (const refs of chunks(fresh.map(({ ref }) => ref))) await observer.observe(refs, ways);
    }
  }

  /**
   * Looks for what no poll shows: records that are gone. Goes on where it stopped last time, so that records which we may
   * not see any more do not hide those that are gone. Of tasks, whose list has nothing to say of that, everything is
   * compared instead.
   *
   * @returns false: there is more to ask about
   * @throws {PortalFailure}
   */
  async sweep(type: string, ways: Ways): Promise<boolean> {
    const { book, marks, observer } = this.#parts;
    const mapped = await book.of(type, ways);
    const { store } = mapped;
    if (!store.knowsGone) {
      if (store.knowsChanged) await this.#compareAll(type, mapped, ways);
      return true;
    }
    const there = new Set<number>();
    for await (const items of store.pages({}, ["id"], ways)) for (const item of items) there.add(Number(item["id"]));
    const missing = await this.#missing(type, there);
    const asked = missing.slice(0, ASKED_MAX);
    for (const numbers of chunks(asked))
      await observer.observe(
        numbers.map((number) => `${type}/${number}`),
        ways,
      );
    const isOver = asked.length === missing.length;
    await marks.putText(`sweep ${type}`, String(isOver ? 0 : (asked.at(-1) ?? 0)));
    return isOver;
  }

  /** Numbers that are known and not there, behind where the last sweep stopped: a few more than may be asked about. */
  async #missing(type: string, there: ReadonlySet<number>): Promise<readonly number[]> {
    const { marks, shadow } = this.#parts;
    const missing: number[] = [];
    for (let behind = Number((await marks.text(`sweep ${type}`)) ?? 0); missing.length <= ASKED_MAX; ) {
      const known = await shadow.numbers(type, behind, AT_ONCE);
      missing.push(...known.filter((number) => !there.has(number)));
      const last = known.at(-1);
      if (last === undefined || known.length < AT_ONCE) break;
      behind = last;
    }
    return missing;
  }

  /**
   * Works off what the portal kept for us: fetched without clearing, cleared when what it tells stands in the database.
   * False: the portal keeps nothing for this credential.
   *
   * @throws {PortalFailure}
   */
  async offline(ways: Ways): Promise<boolean> {
    const { portal, records, observer } = this.#parts;
    for (;;) {
      const method = "event.offline.get";
      // It reserves what it gives: not repeated blindly. What an answer lost on the way reserved comes again by the poll.
      const got = await portal.call(method, { clear: 0, limit: 50 }, { ...ways, effect: "write" });
      if (got.kind === "refused") return false;
      if (got.kind !== "done") throw new PortalFailure(method, got);
      const { process_id: process, events } = mapOf(got.result);
      const all = rowsOf(events);
      if (all.length === 0) return true;
      const refs = all.flatMap((event) => refOfOffline(event, records) ?? []);
      for (const some of chunks([...new Set(refs)])) await observer.observe(some, ways);
      const cleared = await portal.call(
        "event.offline.clear",
        { process_id: String(process ?? ""), id: all.map((event) => Number(event["ID"] ?? 0)) },
        { ...ways, effect: "write" },
      );
      mustBeDone("event.offline.clear", cleared);
    }
  }
}

function mustBeDone(method: string, answer: PortalAnswer): void {
  if (answer.kind !== "done") throw new PortalFailure(method, answer);
}

function refOfOffline(event: Row, records: Bitrix24CrmConfig["records"]): string | null {
  const data = event["EVENT_DATA"];
  const fields = mapOf(data)["FIELDS"] === undefined ? { FIELDS: data } : data;
  return recordOfEvent(String(event["EVENT_NAME"] ?? ""), fields, records);
}

function refsOf(type: string, items: readonly Row[]): readonly string[] {
  return items.map((item) => `${type}/${Number(item["id"])}`);
}

function chunks<One>(refs: readonly One[]): readonly (readonly One[])[] {
  return Array.from({ length: Math.ceil(refs.length / AT_ONCE) }, (_, at) =>
    refs.slice(at * AT_ONCE, (at + 1) * AT_ONCE),
  );
}

/** Some time before, in the offset in which the portal wrote it: then it does not matter whether it reads offsets. */
function earlier(text: string): string {
  const at = Date.parse(text) - OVERLAP_MS;
  const [, sign, hours, minutes] = /([+-])(\d{2}):(\d{2})$/.exec(text) ?? [];
  const offset = sign === undefined ? 0 : (sign === "-" ? -1 : 1) * (Number(hours) * 60 + Number(minutes));
  const local = new Date(at + offset * 60_000).toISOString().slice(0, 19);
  return `${local}${sign === undefined ? "+00:00" : `${sign}${hours}:${minutes}`}`;
}

function later(one: string, other: string): string {
  return Date.parse(other) > Date.parse(one) || (Number.isNaN(Date.parse(one)) && other !== "") ? other : one;
}
