import { describe, expect, test } from "vitest";
import { tried } from "./asked-company.ts";

const FINE = { exit: 0, failures: [], problems: [] };
const given = (directory: string, records = "{ deal/1: { title: Кофе } }") =>
  `given: { now: "2026-11-20T10:00:00+03:00", directory: ${directory}, records: ${records} }\nstart: { input: { what: чай }, by: a }\n`;

describe("directory.yaml", () => {
  const HOLDS: readonly (readonly [string, string])[] = [
    [
      "has every key the page shows",
      `${given("{ users: { a: { name: А, position: руководитель, email: a@b.example, phone: '+7', department: client, groups: [crew], manager: b, locale: ru, timeZone: Europe/Moscow, absent: [ { from: 2026-12-01, to: 2026-12-14, substitute: b } ] }, b: { name: Б } }, departments: { client: { title: Клиентский отдел, head: a, parent: company }, company: { title: Компания } }, groups: { crew: { title: Бригада, members: [b] } }, administrators: [b] }")}when:\n  - expect: { task: decide, candidates: [a, b] }\n`,
    ],
    [
      "users' own `groups` count as well as `members`",
      `${given("{ users: { a: { groups: [crew] }, b: {}, c: {} }, groups: { crew: { members: [b] } } }")}when:\n  - expect: { task: decide, candidates: [a, b] }\n  - expect: { never: [ { task: decide, for: c } ] }\n`,
    ],
    [
      "a group that only its members name is there, too",
      `${given("{ users: { a: { groups: [crew] } } }")}when:\n  - expect: { task: decide, for: { group: crew } }\n`,
    ],
    [
      "names and titles may be left out: then the id is the name",
      `${given("{ users: { a: { groups: [crew] } }, groups: { crew: {} }, departments: { d: { head: a } } }")}when:\n  - expect: { task: decide, for: { headOf: d } }\n`,
    ],
    [
      "somebody absent today is stood in for",
      `${given("{ users: { a: { groups: [crew], absent: [ { from: 2026-11-20, to: 2026-11-21, substitute: b } ] }, b: {}, c: { groups: [crew] } } }")}when:\n  - { complete: decide, by: b, outcome: yes }\nthen: { tasks: [ { by: b, onBehalfOf: a } ] }\n`,
    ],
    [
      "an absence ends with its last day",
      `${given("{ users: { a: { groups: [crew], absent: [ { from: 2026-11-20, to: 2026-11-21, substitute: b } ] }, b: {}, c: { groups: [crew] } } }")}when:\n  - until: 2026-11-22T09:00:00+03:00\n  - { complete: decide, by: b, outcome: yes, rejected: NOT_ALLOWED }\n`,
    ],
    [
      "ids may be those of a portal",
      `${given("{ users: { a: { groups: [crew] }, '15': { groups: [crew] }, petrov.ivan: {} } }")}when:\n  - expect: { task: decide, candidates: [a, '15'] }\n`,
    ],
  ];
  test.each(HOLDS)("%s", async (_, scenario) => expect(await tried(scenario)).toEqual(FINE));

  const WRONG: readonly (readonly [string, string, string])[] = [
    ["an unknown key", "{ users: { a: { nam: А } } }", 'unknown-key: There is no key "nam" here'],
    [
      "an absence without a day",
      "{ users: { a: { absent: [ { from: завтра } ] } } }",
      'wrong-format: "завтра" for "from"',
    ],
    ["an id in Russian", "{ users: { иванов: { name: И } } }", 'wrong-name: "иванов" does not do as a name'],
    ["groups as text", "{ users: { a: { groups: crew } } }", 'wrong-type: "groups" holds'],
    ["a telephone without quotes", "{ users: { a: { phone: +79000000001 } } }", "text-without-quotes"],
    ["users as a list", "{ users: [ { name: А } ] }", 'wrong-type: "users" holds a list'],
  ];
  test.each(WRONG)("%s is told", async (_, directory, problem) => {
    const { problems } = await tried(given(directory));
    expect(problems.join("\n")).toContain(problem);
  });
});

describe("records.yaml", () => {
  test("holds records by type/number and lists by name; links are references, money is amount and currency", async () => {
    const records =
      '{ records: { deal/1: { title: Кофе, company: company/7, total: [ { amount: "0.00", currency: RUB } ] }, company/7: { title: К, linked: [company/8], discounts: { Brand: 5 } } }, lists: { brands: [ { value: Brand, discount: 5 } ] } }';
    const scenario = `${given("{ users: { a: { groups: [crew] } } }", records)}then: { records: { company/7: { linked: [company/8], discounts: { Brand: 5 } }, deal/1: { company: company/7, total: [ { amount: "0", currency: RUB } ] } } }\n`;
    expect(await tried(scenario)).toEqual(FINE);
  });

  test("an amount that is no number is compared as it stands, and summed up by nobody", async () => {
    const records = "{ deal/1: { title: Кофе, amount: { amount: x, currency: RUB } } }";
    const scenario = `${given("{ users: { a: { groups: [crew] } } }", records)}when:\n  - { update: deal/1, by: a, set: { amount: { amount: y, currency: RUB } } }\nthen: { records: { deal/1: { amount: { amount: y, currency: RUB } } } }\n`;
    expect(await tried(scenario)).toEqual(FINE);
  });

  test.each([
    ["a record without its number", "{ deal: { title: К } }", 'wrong-name: "deal"'],
    ["a record that is no map", "{ records: { deal/1: [a] } }", 'wrong-type: "deal/1" holds a list'],
    ["an unknown section", "{ records: {}, list: {} }", 'unknown-key: There is no key "list" here'],
  ])("%s is told", async (_, records, problem) => {
    const { problems } = await tried(given("{ users: { a: { groups: [crew] } } }", records));
    expect(problems.join("\n")).toContain(problem);
  });
});
