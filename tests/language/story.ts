import { compileProcess } from "../../engine/definition/compile.ts";
import { readDocument } from "../../engine/definition/document.ts";
import type { Definition } from "../../engine/definition/model.ts";
import type { Problem } from "../../engine/definition/problem.ts";
import { signatureOf } from "../../engine/definition/process-signature.ts";
import { readDirectory } from "../../engine/people/read-directory.ts";
import type { RecordsData } from "../../engine/record/record-change.ts";
import { type DryRunResult, resultOf } from "../../engine/simulation/dry-run-result.ts";
import { readScenario } from "../../engine/simulation/read-scenario.ts";
import { runScenario, type ScenarioRun } from "../../engine/simulation/run-scenario.ts";
import { ruOffice } from "../support/definition-of.ts";

/**
 * A company of one desk: two clerks and a senior under a head, a director above, one administrator, a department whose
 * head's post is vacant, an empty group.
 */
export const COMPANY = readDirectory({
  users: {
    "clerk-1": {
      name: "Анна",
      position: "менеджер",
      department: "desk",
      groups: ["desk", "pair"],
      email: "a@x.example",
    },
    "clerk-2": { name: "Борис", position: "менеджер", department: "desk", groups: ["desk", "pair"] },
    "clerk-3": { name: "Женя", position: "менеджер", department: "desk", groups: ["desk"] },
    "head-1": { name: "Вера", position: "руководитель", department: "desk", manager: "exec-1" },
    "exec-1": { name: "Зоя", position: "директор", department: "firm", manager: "boss-1", groups: ["board"] },
    "boss-1": { name: "Глеб", position: "директор", department: "firm", groups: ["board", "top"] },
    "admin-1": { name: "Дина", department: "firm" },
    "loner-1": { name: "Ким" },
  },
  departments: {
    firm: { title: "Фирма", head: "boss-1" },
    desk: { title: "Стол", head: "head-1", parent: "firm" },
    vacant: { title: "Пустой отдел", parent: "firm" },
  },
  groups: {
    desk: { title: "Стол" },
    pair: { title: "Пара" },
    board: { title: "Правление" },
    top: { title: "Директор" },
    nobody: { title: "Никого", members: [] },
  },
  administrators: ["admin-1"],
});

/** A process under test: its steps as they stand under `do`, indented by two. */
export interface Told {
  readonly steps: string;
  /** Lines under `input:`. @default `amount: { type: number, title: Сумма, required: true }` */
  readonly input?: string;
  /** @default a form for the desk */
  readonly start?: string;
  /** Further top-level keys: `ladders`, `output`, `subject`, `decisions`. */
  readonly more?: string;
  readonly name?: string;
}

/** The text of a process out of its steps. */
export function processText({
  steps,
  input = "amount: { type: number, title: Сумма, required: true }",
  start = "  - form: { candidateGroups: [desk] }",
  more = "",
  name = "under-test",
}: Told): string {
  const head = `process: ${name}\ntitle: Под проверкой\ncalendar: ru-office\ninput:\n  ${input}\nstart:\n${start}\n${more === "" ? "" : `${more}\n`}`;
  const body = steps.split("\n").filter((line) => line.trim() !== "");
  return `${head}do:\n${body.join("\n")}\n`;
}

/** All problems of a process, in the order they are reported. */
export function problemsOf(told: Told): readonly Problem[] {
  const document = read("processes/under-test/process.yaml", processText(told), "process");
  return compileProcess({
    document,
    files: [],
    catalog: null,
    calendars: () => ruOffice(),
    processes: [],
    directory: COMPANY,
  }).problems;
}

/** The codes of the problems, with the line counted from the first step (1). */
export function codesOf(told: Told): readonly string[] {
  const before = processText(told).split("\ndo:\n")[0]?.split("\n").length ?? 0;
  return problemsOf(told).map(({ code, place }) => `${place.line - before - 1}:${place.column} ${code}`);
}

/** What a scenario came to. */
export interface Story extends ScenarioRun {
  readonly result: DryRunResult;
  /** The claims that did not hold, for people. */
  readonly failed: readonly string[];
}

/**
 * Plays a scenario (its text from `given:` on) on processes, the first of which is under test, replaying the history
 * after every commit.
 */
export function story(told: Told | readonly Told[], scenario: string, records: RecordsData["records"] = {}): Story {
  const definitions = compiled(Array.isArray(told) ? (told as readonly Told[]) : [told as Told]);
  const { scenario: made, problems } = readScenario(read("s.yaml", `scenario: s\n${scenario}`, "scenario"));
  if (problems.length > 0) throw new Error(problems.map((one) => one.message.en).join("\n"));
  const [definition] = definitions;
  if (!definition) throw new Error("No process");
  const definitionOf = (id: string): Definition | null => definitions.find((one) => one.process === id) ?? null;
  const run = runScenario(made, {
    catalog: null,
    definition,
    definitions,
    definitionOf,
    records: { records, lists: {} },
    people: COMPANY,
    locale: "ru",
    verify: true,
  });
  const failed = run.failures.map(
    ({ line, says, expected, actual }) =>
      `${line}: ${says.en} — expected ${JSON.stringify(expected)}, happened ${JSON.stringify(actual)}`,
  );
  return { ...run, failed, result: resultOf(run.world, definition.process, run.main, "ru") };
}

function compiled(all: readonly Told[]): readonly Definition[] {
  const documents = all.map((told) =>
    read(`processes/${told.name ?? "under-test"}/process.yaml`, processText(told), "process"),
  );
  const signatures = documents.flatMap((document) => signatureOf(document) ?? []);
  return documents.map((document) => {
    const { definition, problems } = compileProcess({
      document,
      files: [],
      catalog: null,
      calendars: () => ruOffice(),
      processes: signatures,
      directory: COMPANY,
    });
    if (definition) return definition;
    throw new Error(
      [
        ...problems.map((one) => `${one.place.line}:${one.place.column} ${one.code} ${one.message.en}`),
        document.text,
      ].join("\n"),
    );
  });
}

function read(path: string, text: string, kind: "process" | "scenario") {
  const { document, problems } = readDocument(path, text, kind);
  if (!document) throw new Error(problems.map((one) => one.message.en).join("\n"));
  return document;
}
