import type { Field } from "../base/field.ts";
import { foldText } from "../base/fold-text.ts";
import { UnknownCursor } from "../base/unknown-cursor.ts";
import { isMoney, type Value, type ValueMap } from "../base/value.ts";
import { isoText } from "../calendar/iso-text.ts";
import type { Registry } from "../definition/catalog.ts";
import { membersOf } from "../people/lookup.ts";
import { seesAllTasks, type Viewer } from "../people/viewer.ts";
import type { RegistryPlace, SealedRow } from "../ports/registries.ts";
import { matchesFilter, sortRows } from "../record/record-filter.ts";
import { companyZone } from "./company-dates.ts";
import type { EnginePorts } from "./engine-ports.ts";
import type { Library } from "./library.ts";
import type { Reading } from "./reading.ts";
import type {
  RegistryFilter,
  RegistryPage,
  RegistryPageWanted,
  RegistryShown,
  RegistryTotals,
} from "./registry-reading.ts";
import { RegistryTally } from "./registry-tally.ts";
import { compareValues } from "./same-value.ts";

/** Rows read in one go. */
const WINDOW = 1_000;

/** Rows that one page looks at before it says "go on": filters on values are met outside of the database. */
const PAGE_SCAN_MAX = 10_000;

/**
 * Rows that totals and sorting by a column look at, the newest first: more than a company writes in its life. None is kept
 * longer than it is looked at, so that only time is spent on many.
 */
const LOOKED_AT_MAX = 2_000_000;

const PAGE_MAX = 1_000;
const GROUPS_MAX = 500;

type Columns = Readonly<Record<string, Pick<Field, "name" | "title" | "type">>>;

/** Registries as the console shows them: filtered, sorted, summed. Their values lie as JSON, with what was erased gone. */
export class RegistryDesk implements Pick<Reading, "registryPage" | "registryTotals"> {
  readonly #ports: Pick<EnginePorts, "store" | "people" | "clock">;
  readonly #library: Library;

  constructor(ports: Pick<EnginePorts, "store" | "people" | "clock">, library: Library) {
    this.#ports = ports;
    this.#library = library;
  }

  async registryPage(wanted: RegistryPageWanted): Promise<RegistryPage | null> {
    const declared = await this.#readable(wanted.viewer, wanted.registry);
    if (declared === null) return null;
    const { title, columns } = declared;
    const by = wanted.sort?.by ?? "at";
    const size = Math.min(Math.max(wanted.limit, 1), PAGE_MAX);
    const page = by === "at" ? await this.#inOrder(wanted, size) : await this.#sorted(wanted, size, by);
    return { title, columns: Object.values(columns), ...page };
  }

  async registryTotals({
    viewer,
    registry,
    filter = {},
    groupBy: grouping,
  }: Parameters<Reading["registryTotals"]>[0]): Promise<RegistryTotals | null> {
    const declared = await this.#readable(viewer, registry);
    if (declared === null) return null;
    const groupBy = grouping ?? null;
    const money = Object.values(declared.columns).flatMap(({ name, type }) => (type === "money" ? [name] : []));
    const zone = await companyZone(this.#library);
    const whole = new RegistryTally("", money);
    const byKey = new Map<string, RegistryTally>();
    const { scanned, complete } = await this.#each(registry, filter, (row) => {
      whole.add(row);
      if (groupBy === null) return;
      const key = keyOf(row, groupBy, zone);
      const group = byKey.get(key) ?? new RegistryTally(key, money);
      byKey.set(key, group);
      group.add(row);
    });
    const groups = [...byKey.values()].map((group) => group.shown);
    const sorted = groups.sort((one, other) => (one.key < other.key ? -1 : 1));
    return {
      count: whole.shown.count,
      sums: whole.shown.sums,
      // Of months the last ones, of everything else what there is most of.
      groups:
        groupBy === null
          ? []
          : groupBy === "month"
            ? sorted.slice(-GROUPS_MAX)
            : sorted.sort((one, other) => other.count - one.count).slice(0, GROUPS_MAX),
      scanned,
      complete,
    };
  }

  /** Rows by time, straight from the index; the next page goes on where this one stopped looking. */
  async #inOrder(
    { registry, filter = {}, sort, after }: RegistryPageWanted,
    size: number,
  ): Promise<Pick<RegistryPage, "rows" | "next" | "complete">> {
    const ascending = sort?.descending === false;
    const rows: RegistryShown[] = [];
    let place = placeOf(after);
    for (let scanned = 0; scanned < PAGE_SCAN_MAX; ) {
      const window = await this.#window(registry, filter, { ascending, after: place });
      for (const row of window) {
        const shown = shownRow(row);
        if (fits(shown, filter)) {
          // One more than the page holds: there is a next one, and it begins behind the last that was shown.
          if (rows.length === size) return { rows, next: cursorOf(place), complete: true };
          rows.push(shown);
        }
        place = { at: row.at, instance: row.instance, sequence: row.sequence };
      }
      scanned += window.length;
      if (window.length < WINDOW) return { rows, next: null, complete: true };
      await this.#ports.clock.sleep(0);
    }
    return { rows, next: cursorOf(place), complete: true };
  }

  async #sorted(
    { registry, filter = {}, sort, after }: RegistryPageWanted,
    size: number,
    by: string,
  ): Promise<Pick<RegistryPage, "rows" | "next" | "complete">> {
    const order = [{ [by]: sort?.descending === true ? "descending" : "ascending" }];
    const from = Number(after ?? 0);
    const start = Number.isSafeInteger(from) && from > 0 ? from : 0;
    // One more than the page holds: there is a next one.
    const wanted = start + size + 1;
    let first: readonly ValueMap[] = [];
    let more: ValueMap[] = [];
    const settle = (): void => {
      first = sortRows([...first, ...more], order).slice(0, wanted);
      more = [];
    };
    const { complete } = await this.#each(registry, filter, (row) => {
      more.push({ ...rowMap(row), $row: row as unknown as Value });
      if (more.length >= wanted + WINDOW) settle();
    });
    settle();
    const page = first.slice(start, start + size).map((row) => row["$row"] as unknown as RegistryShown);
    return { rows: page, next: first.length > start + size ? String(start + size) : null, complete };
  }

  /** Shows every row that fits, newest first, and keeps none. */
  async #each(
    registry: string,
    filter: RegistryFilter,
    show: (row: RegistryShown) => void,
  ): Promise<{ readonly scanned: number; readonly complete: boolean }> {
    let place: RegistryPlace | null = null;
    let scanned = 0;
    for (;;) {
      const window = await this.#window(registry, filter, { ascending: false, after: place });
      scanned += window.length;
      for (const row of window) {
        const shown = shownRow(row);
        if (fits(shown, filter)) show(shown);
      }
      const last = window.at(-1);
      if (window.length < WINDOW || last === undefined) return { scanned, complete: true };
      if (scanned >= LOOKED_AT_MAX) return { scanned, complete: false };
      place = { at: last.at, instance: last.instance, sequence: last.sequence };
      await this.#ports.clock.sleep(0);
    }
  }

  #window(
    registry: string,
    { by, from, to, instance }: RegistryFilter,
    order: { readonly ascending: boolean; readonly after: RegistryPlace | null },
  ): Promise<readonly SealedRow[]> {
    return this.#ports.store.registries.scan(registry, {
      ...(by === undefined ? {} : { actor: by }),
      ...(from === undefined ? {} : { from }),
      ...(to === undefined ? {} : { to }),
      ...(instance === undefined ? {} : { instance }),
      ...order,
      limit: WINDOW,
    });
  }

  /** Title and columns; null: nobody declares it and it has no rows, or he may not read it. */
  async #readable(
    viewer: Viewer,
    registry: string,
  ): Promise<{ readonly title: string; readonly columns: Columns } | null> {
    const { current } = await this.#library.inForce();
    const declared = [...current.values()].flatMap(({ catalog }) => {
      const registries: Readonly<Record<string, Registry>> = catalog?.registries ?? {};
      return Object.hasOwn(registries, registry) ? [registries[registry] as Registry] : [];
    });
    const readers = new Set(declared.flatMap((one) => one.readers));
    if (!(await this.#mayRead(viewer, readers))) return null;
    const [first] = declared;
    if (first === undefined && !(await this.#ports.store.registries.names()).includes(registry)) return null;
    const columns = Object.fromEntries(
      declared
        .toReversed()
        .flatMap((one) =>
          Object.entries(one.columns).map(([name, { title, type }]) => [name, { name, title, type }] as const),
        ),
    );
    return { title: first?.title ?? registry, columns };
  }

  /** Without readers everybody who is signed in may; administrators and operators see to all of them. */
  async #mayRead(viewer: Viewer, readers: ReadonlySet<string>): Promise<boolean> {
    if (readers.size === 0 || seesAllTasks(viewer)) return true;
    const { user } = viewer;
    if (user === null) return false;
    const people = await this.#ports.people.snapshot();
    return [...readers].some((group) => membersOf(people, group).includes(user));
  }
}

function shownRow({ seal, at, actor, process, instance, step, sequence, entry, erased }: SealedRow): RegistryShown {
  return { number: seal?.number ?? null, at, by: actor, process, instance, step, sequence, entry, erased };
}

/** A row as filters and sorting read it: its columns beside what every row has. */
function rowMap({ entry, number, at, by, process, instance, step }: RegistryShown): ValueMap {
  return { ...entry, number, at, by, process, instance, step };
}

function fits(row: RegistryShown, { where, within, process, amount, text }: RegistryFilter): boolean {
  if (process !== undefined && row.process !== process) return false;
  if (where !== undefined && !matchesFilter(rowMap(row), where)) return false;
  if (amount !== undefined && !isBetween(row.entry[amount.column], amount)) return false;
  if (!Object.entries(within ?? {}).every(([column, part]) => holds(row.entry[column] ?? null, part))) return false;
  return text === undefined || holds(row.entry, text);
}

/** Does what people read of the value hold this? Names of keys are not read. */
function holds(value: Value, part: string): boolean {
  return foldText(wordsOf(value).join(" ")).includes(foldText(part));
}

function wordsOf(value: Value): readonly string[] {
  if (value === null) return [];
  if (typeof value !== "object") return [String(value)];
  return Object.values(value).flatMap((inner: Value) => wordsOf(inner));
}

function isBetween(value: Value | undefined, { from, to, currency }: NonNullable<RegistryFilter["amount"]>): boolean {
  const amount = isMoney(value) ? value : null;
  if (amount === null || (currency !== undefined && amount.currency !== currency)) return false;
  const against = (bound: string) => compareValues(amount, { amount: bound, currency: amount.currency });
  if (from !== undefined && (against(from) ?? -1) < 0) return false;
  return to === undefined || (against(to) ?? 1) <= 0;
}

function keyOf(row: RegistryShown, groupBy: string, zone: string): string {
  if (groupBy === "month") return isoText(row.at, zone).slice(0, 7);
  if (groupBy === "by") return row.by ?? "";
  const value = row.entry[groupBy] ?? null;
  return value === null ? "" : typeof value === "string" ? value : JSON.stringify(value);
}

function cursorOf(place: RegistryPlace | null): string | null {
  return place === null ? null : JSON.stringify([place.at, place.instance, place.sequence]);
}

/** @throws {UnknownCursor} of what is no cursor of ours */
function placeOf(cursor: string | null | undefined): RegistryPlace | null {
  if (cursor === null || cursor === undefined) return null;
  let place: unknown;
  try {
    place = JSON.parse(cursor);
  } catch {
    throw new UnknownCursor();
  }
  const [at, instance, sequence] = Array.isArray(place) ? (place as readonly unknown[]) : [];
  if (!Number.isSafeInteger(at) || typeof instance !== "string" || !Number.isSafeInteger(sequence))
    throw new UnknownCursor();
  return {
    at: at as RegistryPlace["at"],
    instance: instance as RegistryPlace["instance"],
    sequence: sequence as RegistryPlace["sequence"],
  };
}
