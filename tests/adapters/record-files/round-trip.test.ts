import { sql } from "kysely";
import { afterAll, describe, expect, test } from "vitest";
import type { Separator } from "../../../adapters/record-files/csv-text.ts";
import { type FileFormat, fileRows } from "../../../adapters/record-files/file-rows.ts";
import { namesFor, recordsText } from "../../../adapters/record-files/records-text.ts";
import type { Database } from "../../../adapters/store/database.ts";
import { openPostgres } from "../../../adapters/store/postgres/open-postgres.ts";
import { openSqlite } from "../../../adapters/store/sqlite/open-sqlite.ts";
import type { RecordSnapshot, Value, ValueMap } from "../../../engine/base/value.ts";
import type { Catalog } from "../../../engine/definition/catalog.ts";
import { readCatalog } from "../../../engine/definition/catalog-read.ts";
import { readDocument } from "../../../engine/definition/document.ts";
import { CLOCK, localCrm, type OpenDatabase, TABLES } from "../../contracts/operations/local-bench.ts";
import { Random } from "../../fuzz/random.ts";
import { examplePeople } from "../../support/example-company.ts";
import { sharedPostgres } from "../../support/servers/postgres.ts";

/** Every type of field, titles that collide, and titles that a file keeps for itself. */
const CATALOG: Catalog = catalogOf(`
records:
  thing:
    title: Вещь
    fields:
      title: { type: text, title: Название, required: true }
      note: { type: text, title: Тип }
      again: { type: text, title: Название }
      count: { type: number, title: "Сколько; штук" }
      price: { type: money, currency: RUB, title: Цена }
      sum: { type: money, title: Сумма }
      done: { type: boolean, title: Готово }
      day: { type: date, title: День }
      moment: { type: dateTime, title: Момент }
      kind: { type: choice, values: { a: Первый, b: "Второй, лучший" }, title: Вид }
      brand: { type: choice, from: list:brands, title: Бренд }
      who: { type: user, title: Кто }
      team: { type: users, title: Команда }
      parent: { type: record, of: thing, title: Часть }
      parts: { type: records, of: thing, title: Части }
      words: { type: list, of: text, title: Слова }
      sums: { type: list, of: money, title: Суммы }
      map: { type: map, title: Набор }
      files: { type: files, title: Файлы }
    stages: { NEW: { title: Новая, kind: first }, DONE: { title: "Готова", kind: won } }
lists:
  brands: { title: Бренды, columns: { value: { type: text, title: Бренд } }, values: [{ value: Jura }, { value: "=Nivona" }] }
`);

function catalogOf(text: string): Catalog {
  const { document } = readDocument("catalog.yaml", text, "catalog");
  if (document === null) throw new Error("The catalogue is sound");
  return readCatalog(document);
}

/** Texts that files, spreadsheets and databases like to spoil. */
const TEXTS = [
  ...[
    "просто",
    "",
    " с краёв ",
    "=1+1",
    "+79110000101",
    "-5",
    "@SUM(A1)",
    "'=уже",
    "''=дважды",
    "'",
    "\t=таб",
    "a;b",
    "a,b",
    'сказал "да"',
  ],
  ...[
    "две\nстроки",
    "две\r\nстроки",
    "[1]",
    "{a}",
    "[",
    "null",
    "true",
    "007",
    "1e5",
    "2026-11-25",
    "company/7",
    "ё Ё № €",
    "日本語",
    "\\",
    "a: b",
    "# нет",
    "sep=,",
    "ref",
  ],
];

function randomThing(random: Random, refs: readonly string[]): ValueMap {
  const maybe = (value: () => Value): Value => (random.below(4) === 0 ? null : value());
  const text = (): string => random.of(TEXTS);
  const amount = (): string => random.of(["0", "0.10", "-12.50", "1250000.00", "99999999999999999999.99"]);
  const money = (): ValueMap => ({ amount: amount(), currency: random.of(["RUB", "EUR"]) });
  const several = (one: () => Value): readonly Value[] => Array.from({ length: random.below(3) }, one);
  return {
    ...{ title: text() || "без названия", note: maybe(text), again: maybe(text), stage: random.of(["NEW", "DONE"]) },
    count: maybe(() =>
      random.of<Value>([0, -7.5, 1_000_000, 0.1, { $type: "number", value: "12345678901234567890.5" }]),
    ),
    price: maybe(() => ({ amount: amount(), currency: "RUB" })),
    sum: maybe(money),
    done: maybe(() => random.below(2) === 0),
    day: maybe(() => "2028-02-29"),
    moment: maybe(() =>
      random.of(["2026-11-25T10:00:00+03:00", "2026-11-25T10:00:00@Europe/Moscow", "2026-11-25T10:00Z"]),
    ),
    ...{ kind: maybe(() => random.of(["a", "b"])), brand: maybe(() => random.of(["Jura", "=Nivona"])) },
    ...{
      who: maybe(() => random.of(["manager-1", "who-left"])),
      team: several(() => random.of(["manager-1", "head-1"])),
    },
    ...{ parent: maybe(() => random.of(refs)), parts: several(() => random.of(refs)), words: several(text) },
    ...{
      sums: several(money),
      map: maybe(() => ({ [random.of(["a", "б в", "=c"])]: random.of<Value>([1, text(), money(), [1, 2]]) })),
    },
    files: several(() => random.of<Value>(["file:1", { name: text(), ref: "file:2" }])),
  };
}

const SETTINGS: readonly (readonly [FileFormat, Separator])[] = [
  ["yaml", ";"],
  ["json", ";"],
  ["csv", ";"],
  ["csv", ","],
  ["csv", "\t"],
];
const RECORDS = 12;

type LocalCrm = Awaited<ReturnType<typeof localCrm>>;

async function recordsOf(crm: LocalCrm): Promise<readonly RecordSnapshot[]> {
  const { records } = await crm.page({ type: "thing", limit: 1_000, after: null });
  return records.map(({ record }) => record);
}

function roundTrips(open: OpenDatabase, seeds: number): void {
  for (const [format, separator] of SETTINGS)
    for (let seed = 1; seed <= seeds; seed += 1)
      test(`${format} ${JSON.stringify(separator)}, seed ${seed}`, async () => {
        const random = new Random(seed);
        const refs = Array.from({ length: RECORDS }, (_, at) => `thing/${at === 3 ? "особая" : at + 1}`);
        const from = await open();
        let before: readonly RecordSnapshot[];
        try {
          const crm = await localCrm(from, CATALOG);
          for (const ref of refs) await crm.create({ type: "thing", ref, set: randomThing(random, refs), by: null });
          before = await recordsOf(crm);
        } finally {
          await from.close();
        }
        const type = CATALOG.records["thing"];
        const pieces = recordsText({ format, type, names: namesFor(type, []), separator });
        const text = `${pieces.head}${before.map((one, at) => pieces.record(one, at === 0)).join("")}${pieces.tail}`;
        const words = {
          lists: { brands: CATALOG.lists["brands"]?.values ?? [] },
          catalog: CATALOG,
          people: examplePeople(),
        };
        const { rows } = fileRows(text, format, { ...words, zone: "Europe/Moscow", type: null }, "things");
        expect(rows.flatMap(({ wrong }) => wrong ?? [])).toEqual([]);
        const into = await open();
        try {
          const crm = await localCrm(into, CATALOG);
          const order = { rows, key: null, dry: false, silent: true, by: null };
          expect((await crm.import(order)).filter(({ outcome }) => outcome !== "new")).toEqual([]);
          expect(await recordsOf(crm)).toEqual(before);
          expect((await crm.import(order)).filter(({ outcome }) => outcome !== "same")).toEqual([]);
          expect(await crm.feed.changes(1)).toEqual([]);
        } finally {
          await into.close();
        }
      });
}

describe("what is exported and imported into an empty database is equal, on SQLite", () =>
  roundTrips(async () => openSqlite(":memory:", CLOCK), 6));

const postgres = await sharedPostgres();
let shared: { readonly database: Database; readonly end: () => Promise<void> } | null = null;
afterAll(() => shared?.end());

describe.skipIf(postgres.skip !== undefined)(
  `what is exported and imported into an empty database is equal, on PostgreSQL${postgres.skip === undefined ? "" : ` (${postgres.skip})`}`,
  () =>
    roundTrips(async () => {
      if (postgres.skip !== undefined) throw new Error(postgres.skip);
      if (shared === null) {
        const { url, drop } = await postgres.freshDatabase();
        const database = await openPostgres({ url, poolSize: 2 }, { clock: CLOCK, logger: null });
        shared = { database, end: () => database.close().then(drop) };
      }
      const { database } = shared;
      return { ...database, close: async () => void (await sql.raw(`truncate ${TABLES}`).execute(database.db)) };
    }, 2),
);
