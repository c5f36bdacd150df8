import fc from "fast-check";
import { afterEach, describe, expect, test } from "vitest";
import { eachRow, shapesOf } from "../../../adapters/person/each-row.ts";
import { type Erased, erasePerson } from "../../../adapters/person/erase-person.ts";
import { type Identity, identityOfRecord } from "../../../adapters/person/identity.ts";
import { isPlain } from "../../../adapters/person/survey.ts";
import { Veil } from "../../../adapters/person/veil.ts";
import type { Database } from "../../../adapters/store/database.ts";
import { rebuild } from "../../../adapters/store/rebuild.ts";
import { instant } from "../../../engine/base/instant.ts";
import { verifyRegistries } from "../../../engine/runtime/verify-registries.ts";
import { Life, laneOf, START, wholeLife } from "../../contracts/store-life.ts";
import { KEY, sealAll } from "../../contracts/store-registries.ts";
import { Installations, type KeptInstallation, POSTGRES } from "../backup/kept-installation.ts";

const made = new Installations();
afterEach(() => made.removeAll());

const HEAD: Identity = {
  user: "head-1",
  record: null,
  names: ["Пётр Иванов"],
  emails: ["p.ivanov@example.com"],
  phones: ["+7 495 123-45-67"],
};

/** Two ended instances that know him (one archived), one that does not, a message and a letter. */
async function company(kept: KeptInstallation): Promise<KeptInstallation> {
  const { store, context } = kept;
  for (const [name, text, number] of [
    ["i-1", "Ромашка, звонил Иванов Пётр, 8 (495) 1234567", 1],
    ["i-2", "писал P.Ivanov@example.com; Петру Иванову ответили", 2],
    ["i-3", "Никто", 3],
  ] as const) {
    const life = new Life(store, name, number);
    await life.start({ company: text, size: number }, text.includes("Никто") ? null : `p.ivanov@example.com/${number}`);
    await life.answer();
    await life.end();
    await life.settle();
  }
  await store.instances.archive(instant(START + 10_000_000), 1);
  await sealAll(store);
  await context.database.transaction(async (tx) => {
    await tx.query(
      `insert into letter (id, body, folder, at, emptied) values ('l-1', '{"from":"Пётр <p.ivanov@example.com>","text":"привет"}', null, 1, 0),
        ('l-2', '{"from":"other@example.com","text":"Спросите Петра Иванова"}', null, 1, 0)`,
      [],
    );
  });
  return kept;
}

/** All texts of the database but those of what the registries are proved by. */
async function everyText(database: Database): Promise<string> {
  const texts: string[] = [];
  for (const shape of await shapesOf(database))
    await eachRow(database, shape, async (row) => void texts.push(`${shape.name} ${JSON.stringify(row)}`));
  return texts.join("\n");
}

const erase = (kept: KeptInstallation, identity = HEAD, database = kept.context.database): Promise<Erased> =>
  erasePerson(
    { database, registries: kept.store.registries, clock: kept.clock, isSealing: true, isAmbiguous: false },
    { identity, by: null, reason: "по заявлению" },
  );

async function requireSound(kept: KeptInstallation): Promise<void> {
  await sealAll(kept.store, instant(START + 500_000));
  const rebuilt = await rebuild(kept.store, kept.context, { laneOf, repair: false });
  expect(rebuilt.differences).toEqual([]);
  const verified = await verifyRegistries(kept.store, { key: KEY, kept: [], registries: null });
  expect(verified.map(({ registry, breaches }) => [registry, breaches])).toEqual(
    verified.map(({ registry }) => [registry, 0]),
  );
}

const TRACES = /head-1(?![0-9])|иванов|ivanov|495\D*123/iu;

describe.each([
  ["SQLite", () => made.sqlite(), false],
  ["PostgreSQL", () => made.postgres(), POSTGRES.skip !== undefined],
] as const)("on %s", (_name, make, isSkipped) => {
  test.skipIf(isSkipped)("nothing of him is left, histories replay, the registries' chains hold", async () => {
    const kept = await company(await make());
    const done = await erase(kept);
    expect(done).toMatchObject({ kind: "erased", pseudonym: expect.stringMatching(/^person-[0-9a-f]{10}$/) });
    const text = await everyText(kept.context.database);
    expect(text.split("\n").filter((line) => TRACES.test(line) && !/^(?:version|calendar)/.test(line))).toEqual([]);
    await requireSound(kept);
    const [verified] = await verifyRegistries(kept.store, { key: KEY, kept: [], registries: ["discounts"] });
    expect(verified).toMatchObject({ sealed: 3, erased: 3, breaches: 0 });
    // Others are as they were.
    const other = (await kept.store.instances.load(["i-3" as never])).get("i-3" as never);
    expect(other?.subject).toBe("Скидка для Никто");
    expect(text).toContain("other@example.com");
    // A second time there is nothing to find.
    const again = await erase(kept);
    expect(
      again.kind === "erased" && [again.found.ended.size, again.found.sealed.length, again.found.rows.size],
    ).toEqual([0, 0, 0]);
  });

  test.skipIf(isSkipped)(
    "an erasure that is killed at any point goes on to the same end, under the same pseudonym",
    async () => {
      for (const point of [1, 4, 9, 40, 44, 48, 60, 80]) {
        const kept = await company(await make());
        const dying = killedAfter(kept.context.database, point);
        await erase(kept, HEAD, dying).catch((error: unknown) => expect(error).toMatchObject({ message: "killed" }));
        const done = await erase(kept);
        expect(done.kind).toBe("erased");
        const lines = (await everyText(kept.context.database)).split("\n");
        expect(lines.filter((line) => TRACES.test(line))).toEqual([]);
        expect(new Set(lines.join().match(/person-[0-9a-f]{10}/g)).size).toBe(1);
        await requireSound(kept);
        await made.removeAll();
      }
    },
    120_000,
  );

  test.skipIf(isSkipped)("is refused while something of an instance that ended is still to be done", async () => {
    const kept = await company(await make());
    await wholeLife(kept.store, "i-8", 8);
    await sealAll(kept.store, instant(START + 300_000));
    const done = await erase(kept);
    expect(done.kind === "busy" && [done.found.live.size, done.found.arriving > 0]).toEqual([0, true]);
  });

  test.skipIf(isSkipped)(
    "is refused while something at work knows him, and says what; nothing is changed",
    async () => {
      const kept = await company(await make());
      await new Life(kept.store, "i-9", 9).start({ company: "Живая", size: 9 });
      const before = await everyText(kept.context.database);
      const done = await erase(kept);
      expect(done.kind === "busy" && [...done.found.live]).toEqual(["i-9"]);
      expect(await everyText(kept.context.database)).toBe(before);
    },
  );
});

test("a client is looked for by his full name, which is his contact's title; other titles are no names", () => {
  const fields = { title: "Вера Залесская", position: "директор по закупкам", email: "zalesskaya@teply-zal.example" };
  expect(identityOfRecord("contact/3", fields, [])).toMatchObject({
    names: ["Вера Залесская"],
    emails: ["zalesskaya@teply-zal.example"],
  });
  const veil = new Veil(identityOfRecord("contact/3", fields, []), "person-1");
  expect(veil.text("Звонила Вера Залесская, ждёт Веру Залесскую", null)).toBe("Звонила person-1, ждёт person-1");
  for (const title of ["Аренда на лето", "Три машины Bravante", "Машина на базу"])
    expect(identityOfRecord("deal/209", { title }, []).names).toEqual([]);
});

/** The same database, until it has begun so many transactions. */
function killedAfter(database: Database, count: number): Database {
  let left = count;
  const transaction: Database["transaction"] = (work) =>
    left-- > 0 ? database.transaction(work) : Promise.reject(new Error("killed"));
  return { ...database, transaction };
}

describe("a veil", () => {
  const veil = new Veil(HEAD, "person-0000000000");

  test.each([
    ["Иванов Пётр", "person-0000000000"],
    ["у Петра Иванова", "у person-0000000000"],
    ["Иванов П. С. решил", "person-0000000000 решил"],
    ["П.С. Иванов", "person-0000000000"],
    ["Пётр Иваненко", "Пётр Иваненко"],
    ["P.Ivanov@Example.com,", "person-0000000000,"],
    ["xp.ivanov@example.com", "xp.ivanov@example.com"],
    ["+7(495)123-45-67", "person-0000000000"],
    ["84951234567", "person-0000000000"],
    ["184951234567890", "184951234567890"],
    ["решил head-1.", "решил person-0000000000."],
    ["head-12 и ahead-1", "head-12 и ahead-1"],
  ])("%s → %s", (text, veiled) => {
    expect(veil.text(text, "comment")).toBe(veiled);
  });

  test("leaves words of the engine alone where an id is such a word, and a group of the same name", () => {
    const director = new Veil({ ...HEAD, user: "director" }, "person-1");
    expect(director.value({ kind: "taskOpened", step: "director", actor: "director" })).toEqual({
      kind: "taskOpened",
      step: "director",
      actor: "person-1",
    });
    const ambiguous = new Veil({ ...HEAD, user: "director" }, "person-1", true);
    expect(ambiguous.value({ candidates: ["director"], values: ["director"] })).toEqual({
      candidates: ["person-1"],
      values: ["director"],
    });
  });

  test("is a homomorphism: what was equal stays equal, what was another stays another, twice is once", () => {
    const word = fc.constantFrom(
      "head-1",
      "head-12",
      "Пётр Иванов",
      "p.ivanov@example.com",
      "сумма",
      "x",
      "+7 495 1234567",
    );
    const text = fc.array(word, { maxLength: 4 }).map((words) => words.join(", "));
    fc.assert(
      fc.property(fc.jsonValue(), text, text, (value, one, other) => {
        const of = (given: unknown) => veil.value(given);
        expect(of(of({ value, one }))).toEqual(of({ value, one }));
        if (one === other) expect(of(one)).toEqual(of(other));
        expect(veil.mayTouch(JSON.stringify({ one })) || of(one) === one).toBe(true);
        expect(TRACES.test(String(of(one)))).toBe(false);
      }),
    );
  });

  test("a table of the database is rewritten, proved by seals, or left for a reason", async () => {
    const kept = await made.sqlite();
    const names = (await shapesOf(kept.context.database)).filter(isPlain).map(({ name }) => name);
    expect(names).toEqual(expect.arrayContaining(["account", "incident", "letter", "message", "record", "rejection"]));
  });
});
