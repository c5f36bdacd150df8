import { describe, expect, test } from "vitest";
import { compileExpression, EXPRESSION_EXPLANATIONS } from "../../../engine/expression/index.ts";
import { BOOLEAN, NUMBER, nullable, TEXT, type Type, USER } from "../../../engine/expression/type.ts";

const types: Readonly<Record<string, Type>> = {
  amount: { kind: "money", currency: "RUB" },
  total: { kind: "money" },
  count: NUMBER,
  name: TEXT,
  phone: nullable(TEXT),
  limit: nullable(NUMBER),
  ready: BOOLEAN,
  maybe: nullable(BOOLEAN),
  due: { kind: "date" },
  at: { kind: "dateTime" },
  brand: { kind: "choice", values: ["Jura", "Nivona"] },
  requester: nullable(USER),
  boss: USER,
  rows: { kind: "list", of: { kind: "map", fields: { value: TEXT, price: NUMBER }, open: false } },
  discounts: { kind: "map", fields: {}, open: true, rest: NUMBER },
  lead: {
    kind: "record",
    of: ["lead"],
    fields: {
      title: TEXT,
      phone: nullable(TEXT),
      company: { kind: "record", of: ["company"], fields: {} },
      contact: nullable({ kind: "record", of: ["contact"], fields: { name: TEXT } }),
      stageKind: { kind: "choice", values: ["first", "open", "won", "lost"] },
    },
  },
  event: { kind: "any" },
};

function check(text: string) {
  const { expression, problems } = compileExpression(text, { types });
  return { type: expression?.type.kind, codes: problems.map(({ code }) => code), problems };
}

describe("types are known before anything runs", () => {
  test.each([
    ['amount > 100000 and name = "x"', "boolean"],
    ["amount + amount", "money"],
    ["amount * 2", "money"],
    ["amount / amount", "number"],
    ["count + 1", "number"],
    ['name + "!"', "text"],
    ['due + duration("P1D")', "any"],
    ["due - due", "daysDuration"],
    ['today() + @"P1D"', "date"],
    ["lead.title", "text"],
    ["lead.company", "record"],
    ["rows.price", "list"],
    ["rows[1].price", "number"],
    ["rows[price > 1]", "list"],
    ["rows[count].value", "text"],
    ["boss.name", "text"],
    ["for r in rows return r.price", "list"],
    ["some r in rows satisfies r.price > 1", "boolean"],
    ["if ready then 1 else 2", "number"],
    ['if ready then 1 else "a"', "union"],
    ["{a: 1}.a", "number"],
    ["max(rows.price)", "number"],
    ["user(name)", "principal"],
    ["event.anything.at.all", "any"],
    ["get value(discounts, brand)", "union"],
  ])("%s is %s", (text, kind) => {
    expect(check(text)).toMatchObject({ type: kind, codes: [] });
  });
});

describe("what cannot be right is a problem", () => {
  test.each([
    ["nmae", "expression-unknown-name", "Возможно, вы имели в виду «name»?"],
    ["тфьу", "expression-unknown-name", "Возможно, вы имели в виду «name»?"],
    ["lead.titel", "expression-unknown-field", "Возможно, вы имели в виду «title»?"],
    ["boss.posision", "expression-unknown-field", "Возможно, вы имели в виду «position»?"],
    ["rows[1].prise", "expression-unknown-field", "Возможно, вы имели в виду «price»?"],
    ["lead.company.title", "expression-unknown-field", "добавьте её имя в include входа или возьмите crm.get"],
    ["name.length", "expression-unknown-field", "у такого значения полей нет"],
    ["cuont(rows)", "expression-unknown-function", "Возможно, вы имели в виду «count»?"],
    ["string lenght(name)", "expression-unknown-function", "Возможно, вы имели в виду «string length»?"],
    ["count(rows, 1)", "expression-arguments", "пишите count(list)"],
    ["substring(string: name)", "expression-arguments", "пишите substring(string, start position, length?)"],
    ["name > 5", "expression-type", "число пишут без кавычек, текст — в кавычках"],
    ['count = "5"', "expression-type", "число пишут без кавычек, текст — в кавычках"],
    ['due > "2026-01-01"', "expression-type", 'дату пишут date("2026-11-25")'],
    ["due = at", "expression-type", "возьмите день: date(…)"],
    ["rows = 5", "expression-type", "в списке ищут так: list contains(список, значение)"],
    ["name + count", "expression-type", "текст соединяют с текстом: string(…); число из текста: number(…)"],
    ["ready * 2", "expression-type", "считают числа, деньги, даты и сроки"],
    ["if count then 1 else 2", "expression-type", "сравните: … = …, … != null"],
    ["ready and name", "expression-type", "сравните: … = …, … != null"],
    ["for x in count return x", "expression-type", "перебирают и отбирают списки; одно значение — [значение]"],
    ["upper case(count)", "expression-type", "передайте в upper case(…) значение нужного вида"],
    ['lead.stageKind = "frist"', "expression-choice", 'возможно, "first"?'],
    ['brand in ("Jura", "Niwona")', "expression-choice", 'возможно, "Nivona"?'],
    ["total > 5", "money-needs-currency", 'добавьте currency: RUB в описание поля или пишите money(число, "RUB")'],
    ["name = null", "expression-constant", "уберите проверку"],
    ["rows = null", "expression-constant", "пишите count(rows) = 0"],
    ["if true then 1 else 2", "expression-constant", "уберите его или исправьте"],
  ])("%s: %s", (text, code, remedy) => {
    const { problems } = check(text);
    expect(problems.map((problem) => problem.code)).toEqual([code]);
    expect(problems[0]?.remedy.ru).toBe(remedy);
    expect(problems[0]?.message.ru.length).toBeLessThanOrEqual(100);
  });

  test("all problems of a text are reported at once, in its order", () => {
    expect(check('nmae = 1 and lead.titel = "a" and count > "b"').codes).toEqual([
      "expression-unknown-name",
      "expression-unknown-field",
      "expression-type",
    ]);
  });

  test("every code is explained, with a wrong and a right example", () => {
    const explained = EXPRESSION_EXPLANATIONS.map(({ code }) => code);
    expect(new Set(explained).size).toBe(explained.length);
    for (const { wrong, right, why, title } of EXPRESSION_EXPLANATIONS) {
      for (const words of [wrong, right, why.ru, why.en, title.ru, title.en]) expect(words).not.toBe("");
    }
    const found = ["a ==", "(".repeat(200), "a.constructor", "nmae", "lead.titel", "f(1)", "count()", "name > 5"];
    for (const text of found) expect(explained).toContain(check(text).codes[0]);
  });

  test("nothing is said about what is not known", () => {
    expect(compileExpression("anything.at > all and f + 1 = 2").problems).toEqual([]);
    expect(check('event.x > 5 and event.y = "a" and event[1] != event.z').codes).toEqual([]);
  });
});

describe("null where it would be an incident is a warning", () => {
  test.each([
    "limit > 5",
    "limit + 1",
    'phone + "!"',
    "lead.contact.name",
    "requester.position",
    "maybe and ready",
    'contains(phone, "7")',
    "limit in [1..5]",
    "limit between 1 and 2",
  ])("%s", (text) => {
    expect(check(text).problems).toMatchObject([{ code: "expression-maybe-null", severity: "warning" }]);
  });

  test.each([
    "limit != null and limit > 5",
    "limit = null or limit > 5",
    "if limit = null then 0 else limit + 1",
    "if limit != null then limit + 1 else 0",
    "not(limit = null) and limit > 5",
    "is defined(limit) and limit > 5",
    'lead.phone != null and ready and contains(lead.phone, "7")',
    'if lead.contact.name = "a" then 1 else 2'.replace("lead.contact.name", "lead.title"),
    'lead.contact != null and lead.contact.name = "a"',
    'if requester = null or limit = null then "" else requester.name',
    "get value(discounts, brand) != null and get value(discounts, brand) > 5",
    'phone = "1" and contains(phone, "1")',
    'phone in ("1", "2") and contains(phone, "1")',
    "limit = null",
    'phone = "+7"',
  ])("not behind a test: %s", (text) => {
    expect(check(text).codes).toEqual([]);
  });

  test("a test says nothing about another name, nor about one bound anew", () => {
    expect(check('limit != null and phone + "" = ""').codes).toEqual(["expression-maybe-null"]);
    expect(check("limit != null and count(for limit in [null, 1] return limit + 1) > 0").codes).toEqual([
      "expression-maybe-null",
    ]);
    expect(check("limit != null or limit > 5").codes).toEqual(["expression-maybe-null"]);
  });
});
