import { expect, test } from "vitest";
import { readCatalog } from "../../../engine/definition/catalog-read.ts";
import { checkRecords } from "../../../engine/definition/check-records.ts";
import { readDocument } from "../../../engine/definition/document.ts";
import { examplePeople } from "../../support/example-company.ts";

const CATALOG = `records:
  lead:
    title: Заявка
    fields:
      title: { type: text, title: Название }
      phone: { type: text, title: Телефон }
      debt: { type: money, title: Долг, currency: RUB }
      size: { type: number, title: Мест }
      responsible: { type: user, title: Ответственный }
      parent: { type: record, of: lead, title: Откуда }
    stages:
      NEW: { title: Новая, kind: first }
`;

function problemsOf(record: string): readonly string[] {
  const catalog = readDocument("catalog.yaml", CATALOG, "catalog").document;
  const { document } = readDocument("records.yaml", `records:\n  ${record}\n`, "records");
  if (!catalog || !document) throw new Error("not readable");
  return checkRecords(document, { catalog: readCatalog(catalog), directory: examplePeople() }).map(
    ({ severity, message, remedy }) => `${severity}: ${message.en}. ${remedy.en}`,
  );
}

test("a record as the catalogue declares it has no problem", () => {
  expect(
    problemsOf("lead/1: { title: А, stage: NEW, size: 7, debt: 5.50, responsible: manager-1, parent: lead/1 }"),
  ).toEqual([]);
});

test.each([
  ["leed/1: { title: А }", 'error: catalog.yaml has no record type "leed". Did you mean "lead"?'],
  ["lead/1: { fone: А }", 'warning: "Заявка" has no field "fone". Did you mean "phone"?'],
  ["lead/1: { stage: NEWS }", 'error: "Заявка" has no stage "NEWS". Did you mean "NEW"?'],
  ["lead/1: { size: семь }", 'error: "семь" for "size": a number is needed. Write, for example: 7'],
  ["lead/1: { debt: 150 000 }", 'error: "150 000" for "debt": an amount is needed. Write, for example: 150000.50'],
  ["lead/1: { responsible: manager-l }", 'warning: There is no user "manager-l". Did you mean "manager-1"?'],
  ["lead/1: { parent: lead/77 }", 'warning: The file has no record "lead/77". Add it or name another'],
])("of %s is said what is wrong", (record, said) => {
  expect(problemsOf(record)).toEqual([said]);
});
