import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { check } from "../../adapters/command-line/check.ts";
import { dryRun } from "../../adapters/command-line/dry-run.ts";
import { evaluate } from "../../adapters/command-line/eval.ts";
import type { ExitCode, Terminal } from "../../adapters/command-line/terminal.ts";
import { test as playScenarios } from "../../adapters/command-line/test.ts";
import { Complaint } from "../../adapters/complaint.ts";
import { type RecordedTerminal, recordedTerminal } from "../adapters/command-line/recorded-terminal.ts";
import { folderWith, ordo, stackTrace } from "../support/command-line.ts";
import { ROOT } from "../support/source-files.ts";

const SCENARIO = "processes/lead-distribution/scenarios/remind.yaml";

describe("bad input to the other commands: 2 or 3, a sentence, a remedy, no stack trace", () => {
  const BINARY = new Uint8Array([0x7f, 0x45, 0x4c, 0x46, 0x02, 0xff, 0xfe, 0x00]);
  const CASES: readonly (readonly [name: string, argv: readonly string[], code: number, says: string])[] = [
    ["dry-run of no process", ["dry-run", "lead-distributoin"], 2, "lead-distribution"],
    [
      "dry-run with no such scenario",
      ["dry-run", "lead-distribution", "--scenario", "no.yaml"],
      2,
      "No such file or folder: no.yaml",
    ],
    [
      "dry-run with a folder as scenario",
      ["dry-run", "lead-distribution", "--scenario", "bench"],
      2,
      "This is a folder",
    ],
    [
      "dry-run with flags that do not go together",
      ["dry-run", "lead-distribution", "--scenario", SCENARIO, "--input", "x"],
      2,
      "do not go together",
    ],
    ["dry-run at no instant", ["dry-run", "lead-distribution", "--at", "tomorrow"], 2, "tomorrow"],
    ["dry-run without what it needs", ["dry-run", "invoice-approval"], 2, "supplier"],
    [
      "dry-run with an event that is none",
      ["dry-run", "lead-distribution", "--event", "catalog.yaml"],
      2,
      "The event has no type",
    ],
    ["test of nothing", ["test", "no/such/folder"], 2, "No such file or folder"],
    ["test where there are no scenarios", ["test", "bench"], 2, "There are no scenarios here"],
    ["diagram of no process", ["diagram", "nothing"], 2, 'There is no process "nothing"'],
    [
      "diagram into no folder",
      ["diagram", "lead-distribution", "--out", "no/such/x.svg"],
      3,
      "Could not write no/such/x.svg",
    ],
    ["eval with a folder", ["eval", "a", "--with", "bench"], 2, "This is a folder"],
    ["eval at no instant", ["eval", "today()", "--at", "noon"], 2, "Not an instant: noon"],
    ["explain of no code", ["explain", "step-target-exist"], 2, "step-target-exists"],
    ["table of no process", ["table", "eval", "nothing"], 2, 'There is no process "nothing"'],
    ["table without a name where there is none", ["table", "eval", "lead-distribution"], 2, "Which table?"],
    ["table with a slip in its name", ["table", "export", "invoice-approval", "rout"], 2, "Did you mean route?"],
    ["table import without a file", ["table", "import", "invoice-approval"], 2, "Which file is to be read?"],
  ];

  test.each(CASES)("%s", (_, argv, code, says) => {
    const ended = ordo(argv);
    expect(ended.talk + ended.out).toContain(says);
    expect(ended.code).toBe(code);
    expect(stackTrace(ended)).toEqual([]);
  });

  const FILES: readonly (readonly [name: string, content: string | Uint8Array])[] = [
    ["empty", ""],
    ["a text", "hello"],
    ["a list", "- 1\n"],
    ["broken", "a: [\n"],
    ["binary", BINARY],
    ["deep", `a: ${"[".repeat(20_000)}`],
  ];
  /** Each option that takes a file: as it is typed, and what it calls. */
  const OPTIONS: readonly (readonly [
    argv: readonly string[],
    run: (file: string, terminal: Terminal) => Promise<ExitCode>,
  ])[] = [
    ...(["scenario", "input", "event", "records", "directory"] as const).map(
      (name) =>
        [
          ["dry-run", "lead-distribution", `--${name}`],
          (file: string, terminal: Terminal) => dryRun("lead-distribution", { [name]: file }, terminal),
        ] as const,
    ),
    [["eval", "1", "--with"], (file, terminal) => evaluate("1", { with: file }, terminal)],
    [
      ["check", "processes/lead-distribution", "--directory"],
      (file, terminal) => check(["processes/lead-distribution"], { directory: file }, terminal),
    ],
    [["test"], (file, terminal) => playScenarios([file], {}, terminal)],
  ];

  test.each(FILES)("a file that is %s, given to each option that takes a file", async (_, content) => {
    const file = join(folderWith({ "x.yaml": content }), "x.yaml");
    for (const [argv, run] of OPTIONS) {
      const terminal: RecordedTerminal = { ...recordedTerminal([], "en"), interactive: false };
      const code = await run(file, terminal).catch((error: unknown) => {
        if (!(error instanceof Complaint)) throw error;
        terminal.say(error.says.en);
        return error.exitCode;
      });
      expect([1, 2, 3], argv.join(" ")).toContain(code);
      expect([...terminal.printed, ...terminal.said].join("").trim(), argv.join(" ")).not.toBe("");
    }
  });

  test.each(OPTIONS.map(([argv], at) => [argv.join(" "), argv, FILES[at % FILES.length]?.[1] ?? ""] as const))(
    "a file that is none of its kind, typed behind %s",
    (_, argv, content) => {
      const ended = ordo([...argv, join(folderWith({ "x.yaml": content }), "x.yaml")]);
      expect(stackTrace(ended)).toEqual([]);
      expect([1, 2, 3]).toContain(ended.code);
      expect(`${ended.out}${ended.talk}`.trim()).not.toBe("");
    },
  );
});

describe("one documented object for programs (language §7)", () => {
  test("dry-run --json", () => {
    const { code, out, talk } = ordo(["dry-run", "lead-distribution", "--scenario", SCENARIO, "--json"]);
    expect({ code, talk }).toEqual({ code: 0, talk: "" });
    const run: Record<string, unknown> = JSON.parse(out);
    const keys = [
      "process",
      "status",
      "startedAt",
      "endedAt",
      "variables",
      "path",
      "timeline",
      "tasks",
      "messages",
      "records",
      "registry",
      "decisions",
      "incidents",
    ];
    expect(Object.keys(run)).toEqual(expect.arrayContaining(keys));
    expect(run).toMatchObject({
      process: "lead-distribution",
      status: "completed",
      path: expect.arrayContaining(["acknowledge", "assign"]),
    });
    expect(run["timeline"]).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ at: expect.any(String), kind: "stepEntered", step: "acknowledge" }),
      ]),
    );
    expect(run["tasks"]).toEqual(
      expect.arrayContaining([
        expect.objectContaining({
          step: "assign",
          title: expect.any(String),
          candidates: expect.any(Array),
          openedAt: expect.any(String),
          outcome: "done",
          by: "head-1",
        }),
      ]),
    );
    expect(run["messages"]).toEqual(
      expect.arrayContaining([expect.objectContaining({ kind: "notice", channel: "sms", text: expect.any(String) })]),
    );
  });

  test("test --json", () => {
    const { code, out } = ordo(["test", SCENARIO, "--json"]);
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({
      passed: 1,
      failed: 0,
      scenarios: [{ file: SCENARIO, name: expect.any(String), status: "passed", failures: [] }],
    });
  });

  test("test --json of a claim that does not hold names its line", () => {
    const story = readFileSync(SCENARIO, "utf8")
      .replace("status: completed", "status: canceled")
      .replaceAll("../../sample", join(ROOT, "processes/sample"));
    const file = join(folderWith({ "s.yaml": `process: lead-distribution\n${story}` }), "s.yaml");
    const { code, out } = ordo(["test", file, "--json"]);
    expect(code).toBe(1);
    const failures = [{ line: expect.any(Number), expected: expect.anything(), actual: expect.anything() }];
    expect(JSON.parse(out)).toMatchObject({ passed: 0, failed: 1, scenarios: [{ file, status: "failed", failures }] });
  });

  test("eval --json, a value and a problem", () => {
    expect(JSON.parse(ordo(["eval", "0.1 + 0.2", "--json"]).out)).toEqual({ value: 0.3 });
    const wrong = ordo(["eval", "1 +", "--json"]);
    expect(wrong.code).toBe(1);
    expect(JSON.parse(wrong.out)).toMatchObject({
      problems: [
        {
          code: "expression-syntax",
          column: expect.any(Number),
          message: expect.any(String),
          remedy: expect.any(String),
        },
      ],
    });
  });

  test("explain --json, table --json", () => {
    expect(JSON.parse(ordo(["explain", "step-target-exists", "--json"]).out)).toMatchObject({
      code: "step-target-exists",
    });
    const variables = join(
      folderWith({ "v.yaml": 'requester: head-1\nkind: товар\namount: { amount: "50000.00", currency: RUB }\n' }),
      "v.yaml",
    );
    const { out } = ordo(["table", "eval", "invoice-approval", "route", "--with", variables, "--json"]);
    expect(JSON.parse(out)).toMatchObject({ matched: [5], outputs: { approvers: [{ managerOf: "head-1" }] } });
  });
});

describe("what is drawn and written", () => {
  test("diagram prints SVG, or writes it; BPMN is XML with a layout", () => {
    const target = join(folderWith({}), "lead.svg");
    expect(ordo(["diagram", "lead-distribution"]).out).toMatch(/^<svg[\s\S]*<\/svg>\n$/);
    expect(ordo(["diagram", "lead-distribution", "--out", target])).toEqual({
      code: 0,
      out: "",
      talk: `Written: ${target}\n`,
    });
    expect(existsSync(target)).toBe(true);
    const bpmn = ordo(["diagram", "lead-distribution", "--format", "bpmn"]).out;
    expect(bpmn).toMatch(/^<\?xml[\s\S]*BPMNDiagram/);
  });

  test("a table exported as CSV comes back as the grid it was", () => {
    const folder = folderWith({});
    const csv = join(folder, "route.csv");
    expect(ordo(["table", "export", "invoice-approval", "--out", csv]).code).toBe(0);
    const { code, out } = ordo(["table", "import", "invoice-approval", "--csv", csv]);
    expect(code).toBe(0);
    expect(out).toMatch(/^table: \|\n {2}\| Должность/);
    expect(out.trimEnd().split("\n")).toHaveLength(9);
  });
});
