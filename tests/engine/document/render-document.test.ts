import { describe, expect, test } from "vitest";
import { compileProcess } from "../../../engine/definition/compile.ts";
import { readDocument } from "../../../engine/definition/document.ts";
import type { Definition } from "../../../engine/definition/model.ts";
import type { DocumentModel } from "../../../engine/document/document-model.ts";
import { type DocumentOrder, type Rendered, renderDocument } from "../../../engine/document/render-document.ts";
import { ruOffice } from "../../support/definition-of.ts";
import { PEOPLE, play } from "../simulation/small-world.ts";

const PROCESS = (path: string, more = "") => `process: offer
title: Предложение
input:
  client: { type: text, title: Клиент, required: true }
  note: { type: text, title: Примечание }
start:
  - form: {}
do:
  - id: paper
    document: ${path.replace(/\.\w+$/, "")}
    with:
      items:
        - { Товар: Кофемолка, Сумма: "\${ 12500 }" }
        - { Товар: "Вода | сода", Сумма: "\${ null }" }
${more}`;

function compiled(path: string, body: string, more = ""): Definition {
  const { document, problems } = readDocument("processes/offer/process.yaml", PROCESS(path, more), "process");
  if (document === null) throw new Error(JSON.stringify(problems));
  const files = [{ path: `processes/offer/templates/${path}`, text: body }];
  const made = compileProcess({
    ...{ document, files, catalog: null, calendars: () => ruOffice(), processes: [], directory: PEOPLE },
  });
  if (made.definition) return made.definition;
  throw new Error(made.problems.map(({ code, message }) => `${code} ${message.en}`).join("\n"));
}

/** What the step `paper` makes of a template when the process runs. */
function rendered(body: string, of: { path?: string; client?: string; more?: string } = {}): Rendered {
  const definition = compiled(of.path ?? "letter.md", body, of.more);
  const client = JSON.stringify(of.client ?? "ООО «Ромашка»");
  const [host] = play([definition], `start: { input: { client: ${client} }, by: boss-1 }\nthen: {}`).world.instances;
  const asked = host?.history.find((event) => event.kind === "callRequested");
  if (!host || asked?.kind !== "callRequested") throw new Error("no document was asked for");
  const { template, format, data } = asked.input;
  const order: DocumentOrder = {
    ...{ template: String(template), format: format === "pdf" ? "pdf" : "html", data: data ?? null },
    ...{ instance: host.instance, history: host.history },
  };
  const facts = { now: host.instance.startedAt, people: PEOPLE, lists: {}, locale: "ru" } as const;
  const later = { ...facts, now: (facts.now + 86_400_000) as typeof facts.now };
  const first = renderDocument(definition, order, facts);
  // However much later it is made again, it is the same.
  expect(renderDocument(definition, order, later)).toEqual(first);
  return first;
}

function modelOf(body: string, of: Parameters<typeof rendered>[1] = {}): DocumentModel {
  const made = rendered(body, of);
  if (made.kind !== "done" || made.model === null) throw new Error(JSON.stringify(made));
  return made.model;
}

describe("a template of a process", () => {
  test("is a document: title, headings, paragraphs, bullets, a table, lines to sign", () => {
    const model = modelOf(`---
subject: Предложение для \${ client }
---
## Условия

Срок — **две недели**,
оплата сразу.

- доставка
- монтаж у \${ client }

| Этап | Срок |
| --- | --- |
| Поставка | 5 дней |

____ Игорь Ладов, директор
____ \${ client }
`);
    expect(model).toMatchObject({ title: "Предложение для ООО «Ромашка»", kind: null });
    expect(model.footer).toMatch(/^Предложение № 1 · версия [0-9a-f]{12}$/);
    expect(model.blocks).toEqual([
      { kind: "heading", text: "Условия" },
      {
        kind: "paragraph",
        lines: [
          [
            { text: "Срок — ", tone: "plain" },
            { text: "две недели", tone: "strong" },
            { text: ",", tone: "plain" },
          ],
          [{ text: "оплата сразу.", tone: "plain" }],
        ],
      },
      {
        kind: "bullets",
        items: [[[{ text: "доставка", tone: "plain" }]], [[{ text: "монтаж у ООО «Ромашка»", tone: "plain" }]]],
      },
      {
        kind: "table",
        table: {
          columns: [
            { title: "Этап", share: 8 },
            { title: "Срок", share: 6 },
          ],
          groups: [
            {
              title: null,
              rows: [
                {
                  look: "plain",
                  cells: [[[{ text: "Поставка", tone: "plain" }]], [[{ text: "5 дней", tone: "plain" }]]],
                },
              ],
            },
          ],
        },
      },
      { kind: "signatures", names: ["Игорь Ладов, директор", "ООО «Ромашка»"] },
    ]);
  });

  test("makes a table of a list of maps that stands alone, bullets of another list", () => {
    const { blocks, title } = modelOf(
      '# Состав\n\n${ items }\n\n${ ["один", client] }\n\nВместе: ${ ["один", "два"] }\n',
    );
    expect(title).toBe("Состав");
    const [table, bullets, text] = blocks;
    expect(table?.kind === "table" ? table.table.columns.map((column) => column.title) : null).toEqual([
      "Товар",
      "Сумма",
    ]);
    expect(JSON.stringify(table)).toContain("12 500");
    expect(JSON.stringify(table)).toContain('"Вода | сода"');
    expect(JSON.stringify(table)).toContain('"—"');
    expect(bullets).toMatchObject({ kind: "bullets", items: [[[{ text: "один" }]], [[{ text: "ООО «Ромашка»" }]]] });
    expect(text).toMatchObject({ kind: "paragraph", lines: [[{ text: "Вместе: один, два" }]] });
  });

  test("lets nobody's words become structure, in no rendering", () => {
    const client = "# Большой\n- список\n| a | b |\n**жирный** <script>x</script> \uE0000\uE001 ____ подпись";
    const made = rendered("Клиент: ${ client }\n\n${ client }\n", { client });
    if (made.kind !== "done") throw new Error(made.message);
    expect(made.model?.blocks.map(({ kind }) => kind)).toEqual(["paragraph", "paragraph"]);
    expect(JSON.stringify(made.model)).not.toContain('"strong"');
    expect(made.html).not.toContain("<script");
    expect(made.html).toContain("&lt;script&gt;");
  });

  test("knows now() as the moment that the step was reached", () => {
    const model = modelOf("Составлено ${ now() }\n");
    expect(JSON.stringify(model.blocks)).toMatch(/Составлено \d\d\.\d\d\.\d{4} \d\d:\d\d/);
    expect(model.madeAt).toMatch(/^\d{4}-\d\d-\d\dT[\d:]+\+03:00$/);
  });

  test("has the name of its title, as every system takes it", () => {
    const made = rendered("---\nsubject: 'Договор 5/2: \"${ client }\"'\n---\nТекст", { client: "a\\b\u202E\tc" });
    expect(made).toMatchObject({ kind: "done", name: "Договор 5-2- -a-b c-" });
  });

  test("that is HTML stays HTML, what is put in is escaped; the check refuses to print it", () => {
    const made = rendered("<p class=x>${ client }</p>", { path: "page.html", client: "<b>" });
    expect(made).toEqual({ kind: "done", name: "page", html: "<p class=x>&lt;b&gt;</p>", model: null });
    const more = "    format: pdf\n";
    expect(() => rendered("<p></p>", { path: "page.html", more })).toThrow("template-printable");
  });

  test("that cannot be worked out is refused with the expression's code", () => {
    expect(rendered("Здесь ${ 1 / (string length(client) - 1) }\n", { client: "x" })).toMatchObject({
      kind: "refused",
      code: expect.stringMatching(/^EXPRESSION_/),
    });
  });
});
