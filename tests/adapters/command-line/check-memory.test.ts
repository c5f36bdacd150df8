import { mkdirSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { afterEach, describe, expect, test, vi } from "vitest";
import { check } from "../../../adapters/command-line/check.ts";
import { CheckMemory } from "../../../adapters/command-line/check-memory.ts";
import { folderWith } from "../../support/command-line.ts";
import { importsOf } from "../../support/source-files.ts";
import { recordedTerminal } from "./recorded-terminal.ts";

const PROCESS = `process: greet
title: Приветствие
input: { who: { type: user, title: Кого, required: true } }
start:
  - form: {}
do:
  - id: hello
    notify: \${ who }
    subject: Привет
    text: Добрый день
`;
const SCENARIO = `scenario: Приветствие
process: greet
given:
  now: 2026-11-20T10:00:00+03:00
  directory: "../../our people.yaml"
start:
  input: { who: anna }
  by: anna
then:
  status: completed
`;
const PEOPLE = `users:
  anna: { name: Анна, groups: [staff] }
departments: {}
groups: { staff: { title: Сотрудники } }
`;

/** A company with one process in which a check finds nothing; what was seen is remembered beside it. */
async function soundCompany(): Promise<string> {
  const root = folderWith({
    "p/greet/process.yaml": PROCESS,
    "p/greet/README.md": "# Приветствие\n",
    "p/greet/scenarios/hello.yaml": SCENARIO,
    "p/our people.yaml": PEOPLE,
  });
  vi.stubEnv("XDG_CACHE_HOME", join(root, "cache"));
  const terminal = recordedTerminal();
  expect(await check([join(root, "p")], {}, terminal), terminal.printed.join("\n")).toBe(0);
  expect(rememberedIn(root)).toBe(1);
  return root;
}

function rememberedIn(root: string): number | null {
  return CheckMemory.of({ paths: [join(root, "p")], directory: null })?.checked() ?? null;
}

function write(root: string, path: string, text: string): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
}

afterEach(() => vi.unstubAllEnvs());

describe("a check that found nothing is made again as soon as anything it saw is different", () => {
  test.each<readonly [what: string, change: (root: string) => void]>([
    [
      "a letter, of the same size and time",
      (root) => {
        const path = join(root, "p/greet/process.yaml");
        utimesSync(path, 1, 1);
        writeFileSync(path, PROCESS.replace("Добрый", "добрый"));
        utimesSync(path, 1, 1);
      },
    ],
    [
      "people that a scenario names, in a file whose name has a space",
      (root) => write(root, "p/our people.yaml", "users: {}\n"),
    ],
    ["people that are gone", (root) => rmSync(join(root, "p/our people.yaml"))],
    ["one more scenario", (root) => write(root, "p/greet/scenarios/two.yaml", "scenario: x\n")],
    ["a table beside it", (root) => write(root, "p/greet/decisions/a.csv", "x\n")],
    ["a template", (root) => write(root, "p/greet/templates/a.md", "x\n")],
    ["a process beside it", (root) => write(root, "p/other/process.yaml", PROCESS)],
    ["a catalog above", (root) => write(root, "catalog.yaml", "records: {}\n")],
    ["settings above", (root) => write(root, "ordo.yaml", "directory: people\n")],
    ["a calendar above", (root) => write(root, "calendars/ru-office.yaml", "zone: UTC\n")],
    ["the process renamed", (root) => rmSync(join(root, "p/greet/process.yaml"))],
  ])("%s", async (_, change) => {
    const root = await soundCompany();
    change(root);
    expect(rememberedIn(root)).toBe(null);
  });

  test("but not for a new time of a file, nor for a file that no check looks at", async () => {
    const root = await soundCompany();
    utimesSync(join(root, "p/greet/process.yaml"), 1, 1);
    write(root, "p/greet/README.md", "# Привет\n");
    expect(rememberedIn(root)).toBe(1);
  });

  test("another question has an answer of its own", async () => {
    const root = await soundCompany();
    expect(CheckMemory.of({ paths: [join(root, "p")], directory: join(root, "p/our people.yaml") })?.checked()).toBe(
      null,
    );
    expect(CheckMemory.of({ paths: [join(root, "p/greet")], directory: null })?.checked()).toBe(null);
  });
});

test("whatever a check reads, it reads by looks that are noted", () => {
  // The one that says why a path cannot be walked, and where the product itself lies (its build is part of the question).
  const noting = ["kind-of-path.ts", "read-source.ts", "walk-folder.ts", "folder-source.ts"];
  const allowed = [...noting.map((name) => `adapters/process-source/folder/${name}`), "adapters/product-folder.ts"];
  const reached = new Set([
    "adapters/command-line/check-fresh.ts",
    "adapters/command-line/default-paths.ts",
    "adapters/process-source/folder/folder-source.ts",
  ]);
  for (const path of reached) {
    for (const { target, typeOnly } of importsOf(path)) if (!typeOnly && target.endsWith(".ts")) reached.add(target);
  }
  const reading = [...reached].filter((path) => importsOf(path).some(({ target }) => /^(?:node:)?fs\b/.test(target)));
  expect(reading.sort()).toEqual([...allowed].sort());
});
