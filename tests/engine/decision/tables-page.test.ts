import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { analyzeTable } from "../../../engine/decision/analyze-table.ts";
import { compileProcess } from "../../../engine/definition/compile.ts";
import { readDocument } from "../../../engine/definition/document.ts";
import { printProblems } from "../../../engine/definition/print-problems.ts";
import { ruOffice } from "../../support/definition-of.ts";
import { type ColumnFixture, compileFixture } from "./table-fixture.ts";

const PAGE = readFileSync(new URL("../../../docs/ru/tables.md", import.meta.url), "utf8");
const BLOCKS = [...PAGE.matchAll(/^```(\w+)\n([\s\S]*?)^```$/gm)].map(([, kind, text]) => ({ kind, text: text ?? "" }));

/** Tables of the page that are followed by what the check says of them. */
const TOLD = BLOCKS.flatMap((block, at) => {
  const next = BLOCKS[at + 1];
  return block.kind === "yaml" && next?.kind === "text" && block.text.includes("\ninputs:")
    ? [[block.text.split("\n")[0] ?? "", block.text, next.text] as const]
    : [];
});

test.each(TOLD)("the page shows what the check says of a table: %s", (_, table, expected) => {
  const file = parse(table);
  const columns = (declared: Readonly<Record<string, object>>) =>
    Object.entries(declared).map(([name, column]) => ({ name, ...column }) as ColumnFixture);
  const { table: compiled, problems } = compileFixture({
    ...(file.hitPolicy ? { hitPolicy: file.hitPolicy } : {}),
    inputs: columns(file.inputs),
    outputs: columns(file.outputs),
    grid: file.table,
  });
  const found = [...problems, ...(compiled ? analyzeTable(compiled) : [])];
  expect(found.map(({ code, message, remedy }) => `${code}: ${message.ru}\n  ${remedy.ru}\n`).join("")).toBe(expected);
});

test("the page has tables with what the check says of them", () => {
  expect(TOLD).toHaveLength(3);
});

test("the page shows what is printed for the case study's own sentence", () => {
  const path = "docs/examples/invoice-as-told/process.yaml";
  const text = readFileSync(new URL(`../../../${path}`, import.meta.url), "utf8");
  const { document } = readDocument(path, text, "process");
  if (!document) throw new Error("not readable");
  const { problems } = compileProcess({
    document,
    files: [],
    catalog: null,
    calendars: () => ruOffice(),
    processes: [],
    directory: null,
  });
  const printed = printProblems(problems, new Map([[path, text]]), { locale: "ru", color: false });
  expect(`${printed}\n`).toBe(BLOCKS.find((block) => block.text.startsWith("docs/examples"))?.text);
});
