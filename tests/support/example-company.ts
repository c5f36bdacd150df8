import type { Catalog } from "../../engine/definition/catalog.ts";
import { readCatalog } from "../../engine/definition/catalog-read.ts";
import { type CompileResult, compileProcess } from "../../engine/definition/compile.ts";
import { readDocument } from "../../engine/definition/document.ts";
import type { SourceText } from "../../engine/definition/position.ts";
import type { Problem } from "../../engine/definition/problem.ts";
import { signatureOf } from "../../engine/definition/process-signature.ts";
import type { DirectorySnapshot } from "../../engine/people/directory.ts";
import { readDirectory } from "../../engine/people/read-directory.ts";
import { ruOffice } from "./definition-of.ts";

/** A small company for tests of checks: its vocabulary, its people, a neighboring process, a template. */
const CATALOG = `
records:
  lead:
    title: Заявка
    fields:
      title: { type: text, title: Название, required: true }
      responsible: { type: user, title: Ответственный }
      company: { type: record, of: company, title: Компания }
      phone: { type: text, title: Телефон }
      score: { type: number, title: Оценка }
    stages:
      NEW: { title: Новая, kind: first }
      WORK: { title: В работе, kind: open }
      WON: { title: Стала сделкой, kind: won }
      JUNK: { title: Плохая, kind: lost }
  company:
    title: Компания
    fields:
      title: { type: text, title: Название, required: true }
      category: { type: choice, values: [A, B, C], title: Категория }
      discounts: { type: map, title: Скидки }
      linked: { type: records, of: company, title: Связанные }
      responsible: { type: user, title: Ответственный }
  deal:
    title: Сделка
    fields:
      title: { type: text, title: Название, required: true }
      company: { type: record, of: company, title: Компания }
      amount: { type: money, currency: RUB, title: Сумма }
    stages:
      NEW: { title: Новая, kind: first }
      WON: { title: Успешна, kind: won }
  invoice:
    title: Счёт
    fields:
      title: { type: text, title: Название, required: true }
      total: { type: money, title: Итого }
      files: { type: files, title: Файлы }
      paidOn: { type: date, title: Оплачен }
lists:
  brands:
    title: Бренды
    columns: { value: { type: text, title: Бренд }, discount: { type: number, title: Скидка } }
    values: [{ value: Delmoka, discount: 5 }, { value: Nordbrew, discount: 8 }]
registries:
  discount-changes:
    title: Изменения скидок
    columns:
      company: { type: record, of: company, title: Компания }
      reason: { type: text, title: Причина }
      discount: { type: number, title: Скидка }
mailboxes:
  info: { title: Общий, address: info@company.example }
  sales: { title: Продажи, address: sales@company.example }
`;

const PEOPLE = {
  users: {
    "manager-1": { name: "Мария Белова", department: "client", groups: ["sales"], manager: "head-1" },
    "manager-2": { name: "Олег Чернов", department: "client", groups: ["sales"], manager: "head-1" },
    "head-1": { name: "Анна Северова", department: "client", manager: "director-1" },
    "director-1": { name: "Пётр Южный", department: "company" },
  },
  departments: {
    client: { title: "Клиентский отдел", head: "head-1", parent: "company" },
    company: { title: "Компания", head: "director-1" },
  },
  groups: { director: { title: "Директор", members: ["director-1"] } },
  administrators: ["director-1"],
};

const NEIGHBOR = `
process: supplier-check
title: Проверка поставщика
input:
  number: { type: text, title: Номер, required: true }
output: { result: готово }
do:
  - id: log
    set: { done: true }
`;

const TEMPLATE: SourceText = {
  path: "processes/example/templates/discount-result.md",
  text: "---\nsubject: Заявка ${ lead.title }\n---\nРешение по заявке готово.\n",
};

const HEAD = "process: example\ntitle: Пример\n";
const INPUT = `input:
  lead: { type: record, of: lead, title: Заявка, required: true }
  company: { type: record, of: company, title: Компания, required: true }
  amount: { type: number, title: Сумма, required: true }
`;
const START = "start:\n  - form: { candidateGroups: [sales] }\n";
const STEPS = "do:\n  - id: only-log\n    set: { logged: true }\n";

/** The company's vocabulary. */
export function exampleCatalog(): Catalog {
  const { document } = readDocument("catalog.yaml", CATALOG, "catalog");
  if (document === null) throw new Error("The example's catalog is not readable");
  return readCatalog(document);
}

/** The company's people. */
export function examplePeople(): DirectorySnapshot {
  return readDirectory(PEOPLE);
}

/** A whole process out of a snippet: steps (`- id: …`) or top-level keys; what it leaves out is the example's. */
export function exampleText(snippet: string): string {
  if (/^- /.test(snippet)) return `${HEAD}${INPUT}${START}do:\n${snippet.replace(/^(?=.)/gm, "  ")}`;
  const has = (key: string): boolean => new RegExp(`^${key}:`, "m").test(snippet);
  const head = has("process") ? "" : HEAD;
  return `${head}${has("input") ? "" : INPUT}${has("start") ? "" : START}${snippet}${has("do") ? "" : STEPS}`;
}

const PAGE: SourceText = {
  path: "processes/example/templates/contract-page.html",
  text: "<h1>Договор</h1>\n<p>Стороны договорились.</p>\n",
};

/** A template is there for those that speak of it. */
function filesOf(text: string): readonly SourceText[] {
  return [...(text.includes("discount-resul") ? [TEMPLATE] : []), ...(text.includes("contract-page") ? [PAGE] : [])];
}

/** Compiles the text of a process of the company, with everything it may name. */
export function compileExample(
  text: string,
  files: readonly SourceText[] = filesOf(text),
): CompileResult & { readonly reading: readonly Problem[] } {
  const { document, problems } = readDocument("processes/example/process.yaml", text, "process");
  if (document === null) return { definition: null, problems: [], tables: new Map(), reading: problems };
  const neighbor = readDocument("processes/supplier-check/process.yaml", NEIGHBOR, "process").document;
  const signature = neighbor && signatureOf(neighbor);
  const compiled = compileProcess({
    document,
    files,
    catalog: exampleCatalog(),
    calendars: (id) => (id === "ru-office" ? ruOffice() : null),
    processes: signature ? [signature] : [],
    directory: examplePeople(),
  });
  return { ...compiled, reading: problems };
}
