import { describe, expect, test } from "vitest";
import type { Definition, Step } from "../../../engine/definition/model.ts";
import type { SourceText } from "../../../engine/definition/position.ts";
import { compileExample, exampleText } from "../../support/example-company.ts";

function definitionOf(snippet: string, files?: readonly SourceText[]): Definition {
  const { definition, problems } = compileExample(exampleText(snippet), files);
  if (!definition) throw new Error(problems.map((one) => `${one.place.line} ${one.code} ${one.message.en}`).join("\n"));
  return definition;
}

function stepOf<K extends Step["kind"]>(definition: Definition, id: string, kind: K): Extract<Step, { kind: K }> {
  const step = [...definition.steps.values()].find((one) => one.id === id);
  if (step?.kind !== kind) throw new Error(`No ${kind} step ${id}`);
  return step as Extract<Step, { kind: K }>;
}

function literal(template: unknown): unknown {
  return (template as { value?: unknown }).value;
}

const T = "  timeout: { after: P1D, then: end }\n";

describe("a step without a title is shown by a sentence made from it", () => {
  test.each([
    [
      '- id: x\n  call: crm.update\n  with: { record: "${ lead }", set: { title: Новая } }\n',
      "Изменить карточку в CRM",
    ],
    ["- id: x\n  call: crm.find\n  with: { of: deal }\n", "Найти карточки в CRM: сделка"],
    [
      "- id: x\n  call: registry.find\n  with: { registry: discount-changes }\n",
      "Найти записи реестра «Изменения скидок»",
    ],
    ["- id: x\n  notify: ${ requester }\n  text: Да\n", "Сообщить инициатору"],
    ["- id: x\n  notify: { group: director }\n  text: Да\n", "Сообщить группе"],
    ["- id: x\n  notify: ${ lead }\n  subject: Ваша заявка принята\n  text: Да\n", "Сообщить: ваша заявка принята"],
    ["- id: x\n  wait: { businessDays: 1 }\n", "Подождать 1 рабочий день"],
    ["- id: x\n  record: discount-changes\n  entry: { reason: Тендер }\n", "Записать в реестр «Изменения скидок»"],
    ["- id: x\n  document: approval-sheet\n", "Составить лист согласования"],
    ['- id: x\n  run: supplier-check\n  with: { number: "7" }\n', "Запустить процесс «Проверка поставщика»"],
    ["- id: x\n  set: { amount: 5 }\n", "Запомнить: сумма"],
    ["- id: x\n  set: { one: 5, two: 6 }\n", "Запомнить значения"],
  ])("%s", (snippet, title) => {
    expect(literal(stepOfAny(definitionOf(snippet), "x").title)).toBe(title);
  });

  test("its own title, or what a task asks, comes first", () => {
    const definition = definitionOf(
      `- id: x\n  title: Свой заголовок\n  wait: P1D\n- id: look\n  userTask: Посмотрите\n  assignee: manager-1\n${T}`,
    );
    expect(literal(stepOfAny(definition, "x").title)).toBe("Свой заголовок");
    expect(literal(stepOfAny(definition, "look").title)).toBe("Посмотрите");
  });
});

function stepOfAny(definition: Definition, id: string): Step {
  const step = [...definition.steps.values()].find((one) => one.id === id);
  if (!step) throw new Error(`No step ${id}`);
  return step;
}

describe("what the file leaves out has the language's meaning", () => {
  test("outcomes of an approval are approve, reject, and rework where it has one", () => {
    const definition = definitionOf(
      `- id: ask\n  approval: Согласуйте\n  approvers: [manager-1]\n  rework: { edit: [amount], from: ask }\n${T}- id: pay\n  if: ask.outcome = "approve"\n  notify: \${ requester }\n  text: Да\n- id: log\n  set: { done: true }\n`,
    );
    const ask = stepOf(definition, "ask", "approval");
    expect(ask.outcomes.map(({ name, title, done }) => [name, title, done])).toEqual([
      ["approve", "Согласовать", "Согласовано"],
      ["reject", "Отклонить", "Отклонено"],
      ["rework", "Вернуть на доработку", "Возвращено"],
    ]);
    expect(ask).toMatchObject({ order: "sequential", complete: { kind: "all" }, ifExcluded: "incident", allow: [] });
  });

  test("a task has one outcome, done", () => {
    const look = stepOf(
      definitionOf(`- id: look\n  userTask: Посмотрите\n  assignee: manager-1\n${T}`),
      "look",
      "userTask",
    );
    expect(look.outcomes).toMatchObject([{ name: "done", title: "Готово", done: "Выполнено" }]);
  });

  test("a call is tried three times, from ten seconds, doubling, up to ten minutes", () => {
    const put = stepOf(
      definitionOf('- id: put\n  call: crm.update\n  with: { record: "${ lead }", set: { title: Новая } }\n'),
      "put",
      "call",
    );
    expect(put.retry).toEqual({ attempts: 3, backoffMs: 10_000, factor: 2, maxMs: 600_000, attemptTimeoutMs: 30_000 });
    expect(put.onUncertain).toBe("retry");
  });

  test("a form and a message answer where one is live, an event and a schedule come again", () => {
    const { starts } = definitionOf(
      `input:\n  lead: { type: record, of: lead, title: Заявка, required: true }\nstart:\n  - form: { candidateGroups: [sales] }\n  - event: crm.lead.created\n  - message: ready\n    with: { lead: "\${ event.lead }" }\n  - schedule: { cron: "0 5 * * *" }\n    each: { find: lead }\n    with: { lead: "\${ each }" }\n`,
    );
    expect(starts.map(({ kind, whenLive }) => [kind, whenLive])).toEqual([
      ["form", "answer"],
      ["event", "again"],
      ["message", "answer"],
      ["schedule", "again"],
    ]);
  });

  test("an event's record becomes the one input of its type", () => {
    const { starts } = definitionOf(
      "input:\n  lead: { type: record, of: lead, title: Заявка, required: true }\nstart:\n  - event: crm.lead.created\n",
    );
    expect(starts[0]?.with).toMatchObject([
      { name: "lead", value: { kind: "expression", expression: { text: "event.record" } } },
    ]);
  });

  test("a named ladder is resolved to its rungs", () => {
    const definition = definitionOf(
      "ladders:\n  upwards: [{ after: { businessDays: 1 }, action: remind, repeat: P1D }]\ndo:\n  - id: look\n    userTask: Посмотрите\n    assignee: manager-1\n    escalation: upwards\n",
    );
    expect(stepOf(definition, "look", "userTask").escalation).toMatchObject([
      { action: "remind", repeat: { kind: "fixed" } },
    ]);
  });
});

describe("people", () => {
  const assigneeOf = (text: string) =>
    stepOf(definitionOf(`- id: look\n  userTask: Посмотрите\n  assignee: ${text}\n${T}`), "look", "userTask").assignee;

  test("a bare word is an id", () => expect(assigneeOf("manager-1")).toEqual({ kind: "literal", value: "manager-1" }));
  test("requester is a variable", () =>
    expect(assigneeOf("requester")).toMatchObject({ kind: "expression", expression: { text: "requester" } }));
  test("the head of a department is asked for when the task opens", () =>
    expect(assigneeOf("{ headOf: client }")).toEqual({ kind: "literal", value: { headOf: "client" } }));
  test("the manager of the requester is, too", () => {
    expect(assigneeOf("{ managerOf: requester }")).toMatchObject({
      kind: "map",
      entries: [{ name: "managerOf", value: { kind: "expression", expression: { text: "requester" } } }],
    });
  });
  test("candidate groups become groups", () => {
    const look = stepOf(
      definitionOf(`- id: look\n  userTask: Посмотрите\n  candidateGroups: [sales, director]\n${T}`),
      "look",
      "userTask",
    );
    expect(look.candidateGroups).toEqual({ kind: "literal", value: [{ group: "sales" }, { group: "director" }] });
  });
});

describe("values", () => {
  const valueOf = (text: string) =>
    stepOf(definitionOf(`- id: begin\n  set: { x: ${text} }\n`), "begin", "set").values[0]?.value;

  test("one expression alone keeps its type", () =>
    expect(valueOf('"${ amount }"')).toMatchObject({ kind: "expression", expression: { type: { kind: "number" } } }));
  test("inside text it is a part", () =>
    expect(valueOf('"Сумма ${ amount } ₽"')).toMatchObject({
      kind: "text",
      parts: ["Сумма ", { text: " amount " }, " ₽"],
    }));
  test("a literal `${` is written $${", () =>
    expect(valueOf('"$${ x }"')).toEqual({ kind: "literal", value: "${ x }" }));
  test("digits that a double loses are kept", () =>
    expect(valueOf("0.12345678901234567890123")).toEqual({
      kind: "literal",
      value: { $type: "number", value: "0.12345678901234567890123" },
    }));
  test("other numbers are numbers", () => expect(valueOf("1.50")).toEqual({ kind: "literal", value: 1.5 }));
  test("lists and maps without expressions are literal", () =>
    expect(valueOf("{ a: [1, да] }")).toEqual({ kind: "literal", value: { a: [1, "да"] } }));
  test("an expression knows where it stands in the file", () => {
    const text = exampleText('- id: begin\n  set: { x: "Итого: ${ amount }" }\n');
    const { definition } = compileExample(text);
    const part = (definition && stepOf(definition, "begin", "set").values[0]?.value) as unknown as {
      parts: readonly [string, { place: { offset: number; line: number; column: number } }];
    };
    const { place } = part.parts[1];
    expect(text.slice(place.offset, place.offset + 8)).toBe(" amount ");
    expect(text.split("\n")[place.line - 1]?.slice(place.column - 1, place.column + 7)).toBe(" amount ");
  });
});

describe("the digest is the identity of a version", () => {
  const digestOf = (text: string, files: readonly SourceText[] = []) => compileExample(text, files).definition?.digest;
  const text = exampleText("- id: begin\n  set: { x: 5 }\n");
  const template = (body: string) => [{ path: "processes/example/templates/discount-result.md", text: body }];

  test("comments, spaces and quotes make no new version", () => {
    expect(digestOf(`# заметка\n${text.replace("x: 5", "x:   5").replace("title: Пример", 'title: "Пример"')}`)).toBe(
      digestOf(text),
    );
  });
  test("another value, another order or another template does", () => {
    const withTemplate = exampleText("- id: tell\n  notify: ${ requester }\n  template: discount-result\n");
    expect(digestOf(text.replace("x: 5", "x: 6"))).not.toBe(digestOf(text));
    expect(digestOf(withTemplate, template("Да\n"))).not.toBe(digestOf(withTemplate, template("Нет\n")));
  });
  test("line ends do not", () => {
    const withTemplate = exampleText("- id: tell\n  notify: ${ requester }\n  template: discount-result\n");
    expect(digestOf(withTemplate, template("Да\r\nНет\r\n"))).toBe(digestOf(withTemplate, template("Да\nНет\n")));
    expect(digestOf(text)).toMatch(/^[0-9a-f]{64}$/);
  });
});

describe("a message template", () => {
  const STEP = "- id: tell\n  notify: ${ requester }\n  template: discount-result\n  with: { word: да }\n";
  const file = (text: string): readonly SourceText[] => [
    { path: "processes/example/templates/discount-result.md", text },
  ];

  test("has its subject in the front matter, and sees the step's variables and `with`", () => {
    const { templates } = definitionOf(STEP, file("---\nsubject: Заявка ${ lead.title }\n---\nОтвет: ${ word }\n"));
    expect(templates["discount-result"]).toMatchObject({
      format: "text",
      subject: { kind: "text", parts: ["Заявка ", { text: " lead.title " }] },
      body: { kind: "text", parts: ["Ответ: ", { text: " word " }] },
    });
  });
  test("is checked at its own place", () => {
    const { problems } = compileExample(exampleText(STEP), file("---\nsubject: Заявка ${ lead.titel }\n---\nОтвет\n"));
    expect(problems).toMatchObject([
      {
        code: "expression-unknown-field",
        place: { file: "processes/example/templates/discount-result.md", line: 2, column: 25 },
      },
    ]);
  });
  test("says what to write instead of double braces", () => {
    const { problems } = compileExample(exampleText(STEP), file("Ответ: {{ word }}\n"));
    expect(problems).toMatchObject([{ code: "double-braces", place: { line: 1, column: 8 } }]);
  });
});

describe("a definition", () => {
  test("is frozen in depth", () => {
    const definition = definitionOf("- id: begin\n  set: { x: { y: [1] } }\n");
    expect(Object.isFrozen(definition)).toBe(true);
    expect(Object.isFrozen(definition.body.steps[0])).toBe(true);
    expect(Object.isFrozen(stepOf(definition, "begin", "set").values)).toBe(true);
  });
  test("is not made of a file with an error", () => {
    expect(compileExample(exampleText("- id: begin\n  wait: { hours: 0 }\n")).definition).toBeNull();
  });
  test("is made of one with warnings only", () => {
    const { definition, problems } = compileExample(
      exampleText(
        `- id: ask\n  approval: Согласуйте\n  approvers: [manager-1]\n${T}- id: log\n  set: { done: true }\n`,
      ),
    );
    expect(problems.map((one) => one.code)).toEqual(["outcomes-untested"]);
    expect(definition).not.toBeNull();
  });
  test("knows the types of the variables that live as long as it", () => {
    const { types } = definitionOf('- id: fresh\n  call: crm.get\n  with: { record: "${ lead }" }\n');
    expect(types).toMatchObject({ amount: { kind: "number" }, fresh: { kind: "record", of: ["lead"] } });
  });
});
