import { readdirSync, readFileSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { folderWith, ordo, stackTrace } from "../support/command-line.ts";

const GOOD = `process: greet
title: Приветствие
input: { who: { type: user, title: Кого, required: true } }
start:
  - form: { candidateGroups: [staff] }
do:
  - id: hello
    notify: \${ who }
    subject: Привет
    text: Добрый день
`;
/** One slip that is mended without a doubt, beside a comment that must stay. */
const SLIP = GOOD.replace("title: Приветствие", "titel: Приветствие   # так зовут процесс");
/** A warning and no error: the ladder's last rung does not repeat. */
const WARNED = GOOD.replace(
  "  - id: hello\n",
  "  - id: ask\n    userTask: Поздоровайтесь\n    assignee: ${ who }\n    escalation: [{ after: { businessDays: 1 }, action: remind }]\n  - id: hello\n",
);

function company(process: string | Uint8Array): string {
  return folderWith({ "greet/process.yaml": process });
}

describe("what check says", () => {
  test("a sound process is fine: 0, and a sentence", () => {
    expect(ordo(["check", company(GOOD)])).toEqual({ code: 0, out: "1 file checked: no problems.\n", talk: "" });
  });

  test("an error is 1, with place, source line, caret and remedy on standard output", () => {
    const folder = company(GOOD.replace("notify:", "notifi:"));
    const { code, out, talk } = ordo(["check", folder]);
    expect(code).toBe(1);
    expect(out).toContain(`${folder}/greet/process.yaml:8:5`);
    expect(out).toMatch(/8 \| {5}notifi: \$\{ who \}\n\s+\| {5}\^{6}/);
    expect(talk).toBe("");
  });

  test("a warning alone is 0, with --strict 1", () => {
    const folder = company(WARNED);
    expect(ordo(["check", folder])).toMatchObject({ code: 0, out: expect.stringContaining("warning") });
    expect(ordo(["check", folder, "--strict"]).code).toBe(1);
  });

  test("--fix mends what is certain, keeps comments, and looks again", () => {
    const folder = company(SLIP);
    const { code, out, talk } = ordo(["check", folder, "--fix"]);
    expect({ code, out, talk }).toEqual({
      code: 0,
      out: "1 file checked: no problems.\n",
      talk: "Mended in 1 place.\n",
    });
    expect(readFileSync(join(folder, "greet/process.yaml"), "utf8")).toBe(SLIP.replace("titel", "title"));
  });

  test("without --fix nothing is written", () => {
    const folder = company(SLIP);
    expect(ordo(["check", folder]).code).toBe(1);
    expect(readFileSync(join(folder, "greet/process.yaml"), "utf8")).toBe(SLIP);
  });
});

describe("for programs", () => {
  test("--json is one object, as the language page has it", () => {
    const folder = company(GOOD.replace("notify:", "notifi:"));
    const { code, out } = ordo(["check", folder, "--json"]);
    expect(code).toBe(1);
    const found: { checked: number; problems: Record<string, unknown>[] } = JSON.parse(out);
    expect(found.checked).toBe(1);
    expect(Object.keys(found.problems[0] ?? {})).toEqual([
      "code",
      "severity",
      "file",
      "line",
      "column",
      "endLine",
      "endColumn",
      "message",
      "remedy",
    ]);
    expect(found.problems[0]).toMatchObject({
      severity: "error",
      file: `${folder}/greet/process.yaml`,
      line: 8,
      column: 5,
      endLine: 8,
      endColumn: 11,
    });
  });

  test("--json of a sound folder has an empty list", () => {
    expect(JSON.parse(ordo(["check", company(GOOD), "--json"]).out)).toEqual({ checked: 1, problems: [] });
  });

  test("--format github is annotations", () => {
    const { out } = ordo(["check", company(GOOD.replace("notify:", "notifi:")), "--format", "github"]);
    expect(out).toMatch(/^::error file=.*,line=8,.*title=[a-z-]+::/);
  });
});

describe("bad input is told in words, with a remedy, never as a stack trace", () => {
  const BAD: readonly (readonly [string, string | Uint8Array, RegExp])[] = [
    ["an empty file", "", /empty-file/],
    ["a file of comments", "# nothing\n", /empty-file/],
    ["not YAML", "process: [a, b\ntitle: }{\n", /bracket-not-closed|yaml-syntax|missing-comma/],
    ["plain text", "Dear colleagues,\nplease approve.\n", /not-a-map|yaml-syntax|missing-colon/],
    ["a list", "- a\n- b\n", /not-a-map/],
    [
      "bytes that are no text",
      new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0xff, 0xfe]),
      /not-utf8/,
    ],
    ["Windows-1251", new Uint8Array([0x74, 0x3a, 0x20, 0xcf, 0xf0, 0xe8]), /not-utf8/],
    ["nothing but zeros", new Uint8Array(4096), /control-character/],
    ["10,000 open brackets", `a: ${"[".repeat(10_000)}`, /too-deep/],
    [
      "an alias bomb",
      `a: &a [x,x]\n${[..."bcdefgh"].map((name, at) => `${name}: &${name} [*${"abcdefg"[at]},*${"abcdefg"[at]}]`).join("\n")}\n`,
      /anchor/,
    ],
    ["a key that reaches into JavaScript", "process: x\n__proto__: { a: 1 }\n", /reserved-key/],
  ];

  test.each(BAD)("%s", (_, content, code) => {
    const ended = ordo(["check", company(content)]);
    expect(ended.out).toMatch(code);
    expect(ended.code).toBe(1);
    expect(stackTrace(ended)).toEqual([]);
  });

  test("a file of 50 MB is refused by its size, at once", () => {
    const folder = company(GOOD);
    truncateSync(join(folder, "greet/process.yaml"), 50 * 1024 * 1024);
    const before = performance.now();
    expect(ordo(["check", folder])).toMatchObject({ code: 1, out: expect.stringContaining("file-too-large") });
    expect(performance.now() - before).toBeLessThan(5_000);
  });

  test.each([
    ["a path that does not exist", ["check", "no/such/path"], "No such file or folder: no/such/path"],
    ["a folder without a process", ["check", "bench"], "There is no process.yaml here: bench"],
    [
      "a directory of people that does not exist",
      ["check", "processes", "--directory", "nobody.yaml"],
      "No such file or folder: nobody.yaml",
    ],
    [
      "a folder as the directory of people",
      ["check", "processes", "--directory", "bench"],
      "This is a folder, a file is needed: bench",
    ],
  ])("%s", (_, argv, message) => {
    const ended = ordo(argv);
    expect(ended.code).toBe(2);
    expect(ended.talk).toContain(message);
    expect(stackTrace(ended)).toEqual([]);
  });

  test("one broken process does not hide the problems of the others", () => {
    const folder = folderWith({ "a/process.yaml": "", "greet/process.yaml": GOOD.replace("notify:", "notifi:") });
    const { out } = ordo(["check", folder]);
    expect(out).toContain("a/process.yaml:1:1");
    expect(out).toContain("greet/process.yaml:8:5");
  });
});

describe("files of other kinds", () => {
  test.each([
    ["directory.yaml", "users: { a: { name: A, boss: b } }\n", "boss"],
    ["calendars/own.yaml", "zone: Mars/Olympus\nhours: { mon-fri: ['09:00-18:00'] }\n", "Mars/Olympus"],
    ["catalog.yaml", "recordz: {}\n", "recordz"],
    ["records.yaml", "recordz: {}\n", "recordz"],
    ["scenarios/a.yaml", "scenario: a\nwhenn: []\n", "whenn"],
    ["who-knows.yaml", "a: 1\n", "a: 1"],
  ])("%s is checked for what it is", (name, content, named) => {
    const ended = ordo(["check", join(folderWith({ [name]: content }), name)]);
    expect(ended.code).toBe(1);
    expect(ended.out).toContain(named);
    expect(stackTrace(ended)).toEqual([]);
  });
});

describe("where nothing was found, nothing is compiled again", () => {
  const remembering = (folder: string) => ({ environment: { XDG_CACHE_HOME: join(folder, "cache") } });

  test("until one of the files that the check reads changes", () => {
    const folder = folderWith({
      "catalog.yaml":
        "registries: { greetings: { title: Приветствия, columns: { who: { type: user, title: Кого } } } }\n",
      "p/greet/process.yaml": `${GOOD}  - id: kept\n    record: greetings\n    entry: { who: "\${ who }" }\n`,
    });
    const look = () => ordo(["check", join(folder, "p")], remembering(folder));
    expect(look().code).toBe(0);
    expect(readdirSync(join(folder, "cache/ordo/checked"))).toHaveLength(1);
    expect(look()).toMatchObject({ code: 0, out: "1 file checked: no problems.\n" });
    writeFileSync(join(folder, "catalog.yaml"), "registries: {}\n");
    expect(look().code).toBe(1);
    expect(look().code).toBe(1);
  });

  test("but problems are found every time, and a memory that cannot be written is no problem", () => {
    const folder = folderWith({ "p/greet/process.yaml": WARNED, cache: "a file where the folder should be" });
    for (let run = 0; run < 2; run += 1) {
      expect(ordo(["check", join(folder, "p")], remembering(folder))).toMatchObject({
        code: 0,
        out: expect.stringContaining("warning"),
        talk: "",
      });
    }
  });
});
