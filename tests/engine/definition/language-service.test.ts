import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { completionsAt } from "../../../engine/definition/language-service/completions-at.ts";
import { hoverAt } from "../../../engine/definition/language-service/hover-at.ts";
import type { LanguageWorld } from "../../../engine/definition/language-service/names-at.ts";
import { ruOffice } from "../../support/definition-of.ts";
import { exampleCatalog, examplePeople } from "../../support/example-company.ts";

const WORLD: LanguageWorld = {
  path: "processes/example/process.yaml",
  files: [{ path: "processes/example/templates/discount-result.md", text: "Готово" }],
  catalog: exampleCatalog(),
  calendars: () => ruOffice(),
  processes: [{ id: "supplier-check", title: "Проверка поставщика", inputs: [], outputs: [], emits: [] }],
  directory: examplePeople(),
};

const HEAD = `process: example
title: Пример
input:
  lead: { type: record, of: lead, title: Заявка, required: true }
  company: { type: record, of: company, title: Компания, required: true }
  amount: { type: money, currency: RUB, title: Сумма, required: true }
start:
  - form: { candidateGroups: [sales] }
`;

/** The cursor is the character ¦ (a | may be YAML). */
function at(text: string): readonly [string, number] {
  const position = text.indexOf("¦");
  return [text.replace("¦", ""), position];
}

function labels(text: string): readonly string[] {
  const [plain, position] = at(text);
  return completionsAt(plain, position, WORLD).map(({ label }) => label);
}

/** The text after taking the one proposal of that label. */
function taken(text: string, label: string): string {
  const [plain, position] = at(text);
  const item = completionsAt(plain, position, WORLD).find((one) => one.label === label);
  return item ? plain.slice(0, item.from) + item.insert + plain.slice(item.to) : "";
}

function hover(text: string): string | null {
  const [plain, position] = at(text);
  return hoverAt(plain, position, WORLD)?.title.ru ?? null;
}

const STEP = `${HEAD}do:
  - id: ask
    userTask: Что делать с заявкой?
    assignee: { headOf: client }
    outcomes: { take: Взять, drop: Отказать }
    form: { reason: { type: text, title: Причина } }
    escalation: [{ after: { businessDays: 1 }, action: remind, repeat: { businessDays: 1 } }]
`;

describe("inside an expression", () => {
  test("the names that are visible there, with their types", () => {
    const [text, position] = at(`${STEP}  - id: tell\n    notify: \${ ¦ }\n    text: Готово\n`);
    const items = completionsAt(text, position, WORLD);
    expect(items.find(({ label }) => label === "requester")).toMatchObject({ kind: "variable" });
    expect(items.find(({ label }) => label === "amount")?.detail?.ru).toBe("деньги");
    expect(items.map(({ label }) => label)).toEqual(
      expect.arrayContaining(["lead", "company", "ask", "if", "upper case"]),
    );
  });

  test("a step further down is not visible yet, only what is written narrows the rest", () => {
    expect(
      labels(`${HEAD}do:\n  - id: tell\n    notify: \${ l¦ }\n    text: x\n  - id: late\n    set: { x: 1 }\n`),
    ).toEqual(expect.arrayContaining(["lead", "lower case", "list contains", "list"]));
    expect(
      labels(`${HEAD}do:\n  - id: tell\n    notify: \${ lat¦ }\n    text: x\n  - id: late\n    set: { x: 1 }\n`),
    ).not.toContain("late");
  });

  test("after a point the fields, by the static type", () => {
    expect(labels(`${STEP}  - id: tell\n    notify: \${ lead.¦ }\n    text: x\n`)).toEqual(
      expect.arrayContaining(["title", "responsible", "phone", "ref", "stageKind"]),
    );
    expect(
      labels(`${STEP}  - id: tell\n    notify: \${ requester.po¦ }\n    text: x\n`).concat(
        labels(`${STEP}  - id: tell\n    if: ask.¦\n    notify: requester\n    text: x\n`),
      ),
    ).toEqual(expect.arrayContaining(["position", "outcome", "by", "comment", "reason"]));
  });

  test("after = the values of a choice, with their quotes, begun or not", () => {
    expect(
      labels(`${STEP}  - id: tell\n    if: ask.outcome = ¦\n    notify: requester\n    text: x\n`).slice(0, 2),
    ).toEqual(['"take"', '"drop"']);
    expect(labels(`${STEP}  - id: tell\n    if: ask.outcome = "t¦\n    notify: requester\n    text: x\n`)).toContain(
      '"take"',
    );
    expect(labels(`${STEP}  - id: tell\n    if: lead.stageKind = ¦\n    notify: requester\n    text: x\n`)).toContain(
      '"won"',
    );
  });

  test("functions with their signatures, ready to take arguments", () => {
    const text = `${STEP}  - id: tell\n    if: upp¦\n    notify: requester\n    text: x\n`;
    expect(taken(text, "upper case")).toContain("if: upper case(");
    const [plain, position] = at(text);
    expect(completionsAt(plain, position, WORLD).find(({ label }) => label === "upper case")?.detail?.en).toBe(
      "upper case(string: string): string",
    );
  });

  test("what a start sees: the event and its record", () => {
    const text = HEAD.replace(
      "  - form: { candidateGroups: [sales] }\n",
      "  - event: crm.lead.created\n    where: event.¦\n",
    );
    expect(labels(`${text}do:\n  - id: log\n    set: { x: 1 }\n`)).toEqual(
      expect.arrayContaining(["record", "changed", "actor"]),
    );
  });

  test("an expression that was never closed", () => {
    expect(labels(`${STEP}  - id: tell\n    notify: \${ lead.¦\n    text: x\n`)).toContain("responsible");
    expect(labels(`${STEP}  - id: tell\n    call: crm.note\n    with: { record: "\${ lead.¦\n`)).toContain(
      "responsible",
    );
  });
});

describe("among keys", () => {
  test("of a step that has no kind yet, the words that give it one, and those all steps have", () => {
    const found = labels(`${HEAD}do:\n  - id: ask\n    ¦\n`);
    expect(found).toEqual(expect.arrayContaining(["userTask", "approval", "decision", "call", "if", "then", "title"]));
    expect(found).not.toContain("id");
    expect(found).not.toContain("approvers");
  });

  test("of an approval, its own keys less those that are there, each with a reason and an example", () => {
    const text = `${HEAD}do:\n  - id: ask\n    approval: Согласуйте\n    approvers: [{ headOf: client }]\n    ¦\n`;
    expect(labels(text)).toEqual(expect.arrayContaining(["notBy", "ifExcluded", "escalation", "complete"]));
    expect(labels(text)).not.toContain("approvers");
    const [plain, position] = at(text);
    expect(completionsAt(plain, position, WORLD).find(({ label }) => label === "notBy")?.documentation?.ru).toMatch(
      /Например: /,
    );
  });

  test("at the top, in brackets, and begun", () => {
    expect(labels(`process: x\n¦`)).toEqual(expect.arrayContaining(["title", "start", "do"]));
    expect(labels(`${HEAD}do:\n  - id: ask\n    userTask: x\n    escalation: [{ af¦ }]\n`)).toEqual(["after"]);
    expect(
      labels(`${HEAD}do:\n  - id: ask\n    userTask: x\n    escalation:\n      - { after: { days: 1 }, ¦ }\n`),
    ).toEqual(expect.arrayContaining(["action", "to", "repeat"]));
    expect(labels(`input:\n  sum: { type: money, ¦ }\n`)).toEqual(
      expect.arrayContaining(["title", "required", "currency"]),
    );
  });

  test("under a call's with, the parameters of its operation", () => {
    expect(labels(`${HEAD}do:\n  - id: look\n    call: crm.find\n    with: { of: lead, ¦ }\n`)).toEqual([
      "filter",
      "select",
      "order",
      "limit",
    ]);
  });
});

describe("among values", () => {
  const step = (line: string) => `${STEP}  - id: tell\n    if: true\n${line}\n`;

  test("closed lists of the language", () => {
    expect(labels(`input:\n  sum: { type: mo¦ }\n`)).toEqual(["money"]);
    expect(labels(`${HEAD}do:\n  - id: ask\n    userTask: x\n    escalation:\n      - { action: ¦ }\n`)).toEqual(
      expect.arrayContaining(["remind", "reassign", "offer"]),
    );
  });

  test("steps after then, and the three words", () => {
    expect(labels(step("    then: ¦"))).toEqual(["continue", "end", "exit", "ask", "tell"]);
  });

  test("people, groups and departments of the directory", () => {
    expect(labels(step("    assignee: head¦"))).toEqual(["head-1"]);
    expect(labels(step("    candidateGroups: [¦]"))).toEqual(expect.arrayContaining(["director", "sales"]));
    expect(labels(step("    assignee: { headOf: ¦ }"))).toEqual(["client", "company"]);
  });

  test("operations, tables, registries, record types, lists, templates, processes", () => {
    expect(labels(step("    call: crm.¦"))).toEqual(expect.arrayContaining(["crm.get", "crm.update"]));
    expect(labels(`${HEAD}decisions:\n  limits: { inputs: {} }\ndo:\n  - id: d\n    decision: ¦\n`)).toEqual([
      "limits",
    ]);
    expect(labels(step("    record: ¦"))).toEqual(["discount-changes"]);
    expect(labels("input:\n  lead: { type: record, of: ¦ }\n")).toEqual(
      expect.arrayContaining(["lead", "company", "deal"]),
    );
    expect(labels("input:\n  brand: { type: choice, from: ¦ }\n")).toEqual(["list:brands", "mailboxes"]);
    expect(labels(step("    template: ¦"))).toEqual(["discount-result"]);
    expect(labels(step("    run: ¦"))).toEqual(["supplier-check"]);
  });
});

describe("hovering", () => {
  test("over a variable and a field, their types", () => {
    expect(hover(`${STEP}  - id: tell\n    notify: \${ le¦ad.responsible }\n    text: x\n`)).toMatch(/^lead: /);
    expect(hover(`${STEP}  - id: tell\n    notify: \${ lead.respon¦sible }\n    text: x\n`)).toMatch(
      /^lead\.responsible: .*сотрудник/,
    );
  });

  test("over a function with spaces, its signature", () => {
    expect(
      hover(`${STEP}  - id: tell\n    if: upper c¦ase(lead.title) = "A"\n    notify: requester\n    text: x\n`),
    ).toBe("upper case(string: string): string");
  });

  test("over a key, what it is for; over an id, who or what it means", () => {
    expect(hover(`${STEP.replace("escalation", "escal¦ation")}`)).toBe("escalation");
    expect(hover(STEP.replace("headOf: client", "headOf: cli¦ent"))).toBe("client: Клиентский отдел");
    expect(hover(STEP.replace("{ headOf: client }", "hea¦d-1"))).toBe("head-1: Анна Северова");
  });

  test("over nothing, nothing", () => {
    expect(hover(`${HEAD}# прос¦то слова\n`)).toBeNull();
  });
});

describe("anywhere in any file", () => {
  const sample = readFileSync(new URL("../../../processes/invoice-approval/process.yaml", import.meta.url), "utf8");

  test("every position of a shipped process has an answer, also with the rest of the file cut off", () => {
    for (let position = 0; position <= sample.length; position += 97) {
      expect(() => completionsAt(sample, position, WORLD)).not.toThrow();
      expect(() => completionsAt(sample.slice(0, position), position, WORLD)).not.toThrow();
      expect(() => hoverAt(sample, position, WORLD)).not.toThrow();
    }
  });

  test("what is no YAML is no reason to fail", () => {
    for (const text of ["", "{", "- - - [", '"', "a: |", "a: {b: [", "\t\u0000", "do:\n - {", "a: 'x"]) {
      for (let position = 0; position <= text.length; position++)
        expect(() => completionsAt(text, position, WORLD)).not.toThrow();
    }
  });
});
