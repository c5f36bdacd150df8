import { readFileSync } from "node:fs";
import type { ValueMap } from "../../engine/base/value.ts";
import type { Catalog } from "../../engine/definition/catalog.ts";
import { readCatalog } from "../../engine/definition/catalog-read.ts";
import { compileProcess } from "../../engine/definition/compile.ts";
import { readDocument } from "../../engine/definition/document.ts";
import type { FileKind } from "../../engine/definition/file-kind.ts";
import type { Definition } from "../../engine/definition/model.ts";
import type { Document } from "../../engine/definition/node.ts";
import type { SourceText } from "../../engine/definition/position.ts";
import type { Problem } from "../../engine/definition/problem.ts";
import { signatureOf } from "../../engine/definition/process-signature.ts";
import { valueOfNode } from "../../engine/definition/value-of-node.ts";
import type { DirectorySnapshot } from "../../engine/people/directory.ts";
import { readDirectory } from "../../engine/people/read-directory.ts";
import { readScenario } from "../../engine/simulation/read-scenario.ts";
import { runScenario } from "../../engine/simulation/run-scenario.ts";
import { ruOffice } from "../support/definition-of.ts";

/** One block of a file of cases: a sentence of the language page, and the smallest process that shows whether it holds. */
export interface Case {
  readonly title: string;
  /** Its parts by their name: `process` (several), `scenario`, `records`, `directory`, `catalog`, `file <path>`, `problems`. */
  readonly parts: readonly { readonly name: string; readonly text: string }[];
}

/** What came of a case: its problems as lines, and what of its scenario did not hold. */
export interface Came {
  readonly problems: string;
  readonly failures: readonly string[];
}

/** The cases of a file: blocks that begin with `### <sentence>`; parts begin with `--- <name>`. */
export function casesIn(text: string): readonly Case[] {
  const blocks = text.split(/^### /m).slice(1);
  return blocks.map((block) => {
    const [title = "", ...lines] = block.split("\n");
    const parts = `--- process\n${lines.join("\n")}`.split(/^--- /m).slice(1);
    return {
      title,
      parts: parts.map((part) => {
        const end = part.indexOf("\n");
        return { name: part.slice(0, end).trim(), text: part.slice(end + 1) };
      }),
    };
  });
}

/** Checks the processes of a case and plays its scenario. */
export function playCase({ title, parts }: Case): Came {
  const part = (name: string): string | undefined => parts.find((one) => one.name === name)?.text;
  const texts = parts.filter(({ name }) => name === "process").map(({ text }) => wholeOf(text));
  const files = parts
    .filter(({ name }) => name.startsWith("file "))
    .map(({ name, text }) => ({ path: `processes/p/${name.slice(5)}`, text }));
  const company = title.endsWith("@company");
  const world = {
    catalog: catalogOf(part("catalog"), company),
    people: peopleOf(part("directory"), company),
    files,
  };
  const { definitions, problems } = compiled(texts, world);
  const scenario = part("scenario");
  if (scenario === undefined || definitions.includes(null)) return { problems, failures: [] };
  return {
    problems,
    failures: played(scenario, definitions as readonly Definition[], {
      ...world,
      records: recordsOf(part("records"), company),
    }),
  };
}

interface Around {
  readonly catalog: Catalog | null;
  readonly people: DirectorySnapshot;
  readonly files: readonly SourceText[];
}

function compiled(texts: readonly string[], around: Around) {
  const read = texts.map((text) => {
    const path = `processes/${/^process: *(.*)$/m.exec(text)?.[1] ?? "p"}/process.yaml`;
    return { path, text, ...readDocument(path, text, "process") };
  });
  const signatures = read.flatMap(({ document }) => {
    const signature = document && signatureOf(document);
    return signature ? [signature] : [];
  });
  const definitions: (Definition | null)[] = [];
  const lines: string[] = [];
  for (const { text, document, problems } of read) {
    const made =
      document &&
      compileProcess({
        ...around,
        document,
        calendars: (id) => (id === "ru-office" ? ruOffice() : null),
        processes: signatures,
        directory: around.people,
      });
    definitions.push(problems.length > 0 || !made ? null : made.definition);
    for (const problem of [...problems, ...(made?.problems ?? [])])
      lines.push(
        lineOf(
          problem,
          [{ path: problem.place.file, text }, ...around.files].findLast(({ path }) => path === problem.place.file)
            ?.text ?? text,
        ),
      );
  }
  return { definitions, problems: lines.join("\n") };
}

/** `6:9 error bare-expression ⟨${ n > 1 }⟩`, then what it says and what to do, in both languages. */
function lineOf({ place, severity, code, message, remedy }: Problem, text: string): string {
  const line = text.split("\n")[place.line - 1] ?? "";
  const end = place.endLine === place.line ? place.endColumn - 1 : line.length;
  const marked = line.slice(place.column - 1, end);
  return `${place.line}:${place.column} ${severity} ${code} ⟨${marked}⟩\n  ${message.ru} → ${remedy.ru}\n  ${message.en} → ${remedy.en}`;
}

function played(
  text: string,
  definitions: readonly Definition[],
  around: Around & { readonly records: { readonly records: ValueMap; readonly lists: ValueMap } },
): readonly string[] {
  const { scenario, problems } = readScenario(documentOf(`scenario: s\n${text}`, "scenario"));
  if (problems.length > 0) throw new Error(problems.map((one) => one.message.en).join("\n"));
  const [definition] = definitions;
  if (!definition) throw new Error("No process");
  const { failures } = runScenario(scenario, {
    ...around,
    definition,
    definitions,
    definitionOf: (id) => definitions.find((one) => one.process === id) ?? null,
    records: around.records as never,
    locale: "ru",
    verify: true,
  });
  return failures.map(
    ({ line, says, expected, actual }) =>
      `${line}: ${says.ru} — expected ${JSON.stringify(expected)}, happened ${JSON.stringify(actual)}`,
  );
}

/** Steps alone become a process of their own; `process` and `title` may be left out. */
function wholeOf(text: string): string {
  const body = /^\s*- /.test(text) ? `do:\n${text.replace(/^(?=.)/gm, "  ")}` : text;
  const named = /^process:/m.test(body) ? body : `process: p\n${body}`;
  return /^title:/m.test(named) ? named : named.replace(/^(process: .*\n)/m, "$1title: П\n");
}

function documentOf(text: string, kind: FileKind): Document {
  const { document, problems } = readDocument(`${kind}.yaml`, text, kind);
  if (!document) throw new Error(problems.map((one) => one.message.en).join("\n"));
  return document;
}

function catalogOf(text: string | undefined, company: boolean): Catalog | null {
  if (text !== undefined) return readCatalog(documentOf(text, "catalog"));
  return company ? readCatalog(documentOf(shipped("catalog.yaml"), "catalog")) : null;
}

function peopleOf(text: string | undefined, company: boolean): DirectorySnapshot {
  const own = text ?? (company ? shipped("processes/sample/directory.yaml") : PEOPLE);
  return readDirectory(valueOfNode(documentOf(own, "directory").root) as ValueMap);
}

function recordsOf(
  text: string | undefined,
  company: boolean,
): { readonly records: ValueMap; readonly lists: ValueMap } {
  const own =
    text === undefined
      ? company
        ? shipped("processes/sample/records.yaml")
        : "records: {}"
      : `records:\n${text.replace(/^(?=.)/gm, "  ")}`;
  const data = valueOfNode(documentOf(own, "records").root) as ValueMap;
  return { records: (data["records"] ?? {}) as ValueMap, lists: (data["lists"] ?? {}) as ValueMap };
}

function shipped(path: string): string {
  return readFileSync(new URL(`../../${path}`, import.meta.url), "utf8");
}

/** Two bosses, two workers of a crew, an administrator. */
const PEOPLE = `
users:
  boss-1: { name: Анна, email: a@x.example, department: sales, manager: boss-2, position: руководитель }
  boss-2: { name: Олег, email: o@x.example }
  worker-1: { name: Игорь, phone: "+71", department: sales, groups: [crew], position: менеджер }
  worker-2: { name: Мария, department: sales, groups: [crew] }
  admin-1: { name: Тимур }
departments: { sales: { title: Продажи, head: boss-1 } }
groups: { crew: { title: Бригада, members: [] } }
administrators: [admin-1]
`;
