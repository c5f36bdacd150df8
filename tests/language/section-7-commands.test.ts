import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { check } from "../../adapters/command-line/check.ts";
import { diagram } from "../../adapters/command-line/diagram.ts";
import { dryRun } from "../../adapters/command-line/dry-run.ts";
import { test as runTest } from "../../adapters/command-line/test.ts";
import { Complaint } from "../../adapters/complaint.ts";
import { recordedTerminal } from "../adapters/command-line/recorded-terminal.ts";
import { folderWith } from "../support/command-line.ts";
import { ASK, COMPANY, DECIDE, GIVEN, START } from "./asked-company.ts";

const AT = "2026-11-20T10:00:00+03:00";
const STORY = `scenario: История\n${GIVEN}${START}when:\n  - wait: { businessDays: 1 }\n${DECIDE}then: { status: completed }\n`;

function company(more: Readonly<Record<string, string>> = {}): string {
  return folderWith({ ...COMPANY, "processes/ask/scenarios/story.yaml": STORY, ...more });
}

interface Ended {
  readonly exit: number;
  readonly out: string;
  readonly talk: string;
}

/** Runs a command; what it complains of is talk, as the command line prints it. */
async function ended(
  run: (terminal: ReturnType<typeof recordedTerminal>) => Promise<number>,
  locale: "ru" | "en" = "en",
): Promise<Ended> {
  const terminal = recordedTerminal([], locale);
  const exit = await run(terminal).catch((error: unknown) => {
    if (!(error instanceof Complaint)) throw error;
    terminal.say(`${terminal.pick(error.says)} ${terminal.pick(error.remedy)}`);
    return error.exitCode;
  });
  return { exit, out: terminal.printed.join("\n"), talk: terminal.said.join("\n") };
}

describe("ordo dry-run --json is one documented object", () => {
  async function told(): Promise<Record<string, unknown>> {
    const folder = company();
    const { out } = await ended((terminal) =>
      dryRun(
        join(folder, "processes/ask"),
        { scenario: join(folder, "processes/ask/scenarios/story.yaml"), json: true },
        terminal,
      ),
    );
    return JSON.parse(out);
  }

  test("with these keys, in this order; what is added comes after them", async () => {
    expect(Object.keys(await told()).slice(0, 13)).toEqual([
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
    ]);
  });

  test("instants carry the offset of the calendar's zone, values are plain", async () => {
    expect(await told()).toMatchObject({
      process: "ask",
      status: "completed",
      startedAt: AT,
      endedAt: "2026-11-23T10:00:00+03:00",
      variables: {
        what: "чай",
        lines: [],
        decide: {
          outcome: "yes",
          by: "worker-1",
          onBehalfOf: null,
          at: "2026-11-23T10:00:00+03:00",
          comment: null,
          n: 1,
        },
      },
      path: ["each-line", "decide", "again", "write", "book", "tell"],
    });
  });

  test("a task says who could and who did it; completing claims", async () => {
    expect((await told())["tasks"]).toEqual([
      expect.objectContaining({
        step: "decide",
        title: "Решите чай",
        assignee: "worker-1",
        candidates: ["worker-1", "worker-2"],
        openedAt: AT,
        closedAt: "2026-11-23T10:00:00+03:00",
        outcome: "yes",
        by: "worker-1",
        onBehalfOf: null,
      }),
    ]);
  });

  test("messages say of what kind they are, to whom and where they went", async () => {
    const { messages } = (await told()) as { messages: readonly Record<string, unknown>[] };
    expect(messages.map(({ kind, to }) => `${kind} ${to}`)).toEqual([
      "task worker-1",
      "task worker-2",
      "notice worker-1",
      "notice worker-2",
      "notice worker-1",
    ]);
    expect(messages.at(-1)).toMatchObject({
      at: "2026-11-23T10:00:00+03:00",
      channel: "portal",
      address: "worker-1",
      subject: null,
      text: "Готово чай",
    });
  });

  test("records are told before and after, registries by their rows", async () => {
    const { records, registry, incidents, decisions } = await told();
    expect(records).toEqual({
      "deal/1": {
        before: expect.objectContaining({ title: "Кофе" }),
        after: expect.objectContaining({ title: "чай" }),
      },
    });
    expect(registry).toEqual({ decisions: [expect.objectContaining({ what: "чай", n: 1, by: "worker-1" })] });
    expect([incidents, decisions]).toEqual([[], []]);
  });

  test("the timeline is the history: an instant, a kind, a step, people as ids", async () => {
    const { timeline } = (await told()) as { timeline: readonly Record<string, unknown>[] };
    expect(timeline[0]).toMatchObject({ at: AT, kind: "instanceStarted", requester: "worker-1" });
    expect(timeline.at(-1)).toMatchObject({
      at: "2026-11-23T10:00:00+03:00",
      kind: "instanceEnded",
      status: "completed",
    });
    const known = [
      "instanceStarted",
      "stepEntered",
      "stepCompleted",
      "taskOpened",
      "taskClaimed",
      "taskCompleted",
      "rungFired",
      "callRequested",
      "callEnded",
      "timerScheduled",
      "timerCanceled",
      "timerFired",
      "messageRequested",
      "registryAppended",
      "instanceEnded",
    ];
    expect(timeline.map(({ kind }) => kind).filter((kind) => !known.includes(String(kind)))).toEqual([]);
    expect(timeline.find(({ kind }) => kind === "rungFired")).toMatchObject({
      step: "decide",
      to: ["worker-1", "worker-2"],
    });
  });
});

describe("ordo dry-run without a scenario", () => {
  const given = (folder: string) => ({
    directory: join(folder, "data/directory.yaml"),
    records: join(folder, "data/records.yaml"),
    at: AT,
  });

  test("and without answers runs the clock through every timer, at most a year", async () => {
    const folder = company({
      "in.yaml": "what: чай\n",
      "processes/ask/process.yaml": ASK.replaceAll("    timeout: { after: P30D, then: end }\n", ""),
    });
    const { exit, out } = await ended((terminal) =>
      dryRun(join(folder, "processes/ask"), { input: join(folder, "in.yaml"), ...given(folder), json: true }, terminal),
    );
    const result: { status: string; timeline: readonly { at: string }[] } = JSON.parse(out);
    expect([exit, result.status]).toEqual([0, "waiting"]);
    const last = result.timeline.at(-1)?.at ?? "";
    expect(last > "2027-11-1" && last <= "2027-11-20T10:00:00+03:00").toBe(true);
  });

  test("tells a refused start with its reason, in the object too, and ends with 1", async () => {
    const folder = company({ "in.yaml": "wat: чай\n" });
    const { exit, out, talk } = await ended((terminal) =>
      dryRun(join(folder, "processes/ask"), { input: join(folder, "in.yaml"), ...given(folder), json: true }, terminal),
    );
    expect(exit).toBe(1);
    expect(JSON.parse(out)).toMatchObject({
      status: "notStarted",
      path: [],
      refusal: expect.stringContaining("FORM_INVALID"),
    });
    expect(talk).toContain('There is no field "wat"');
  });

  test("stops at the errors of the files, and programs get them as check has them", async () => {
    const folder = company({
      "in.yaml": "what: чай\n",
      "processes/ask/process.yaml": ASK.replace(
        "    candidateGroups: [crew]\n    form: { n:",
        "    candidateGroup: [crew]\n    form: { n:",
      ),
    });
    const { exit, out, talk } = await ended((terminal) =>
      dryRun(join(folder, "processes/ask"), { input: join(folder, "in.yaml"), ...given(folder), json: true }, terminal),
    );
    expect(exit).toBe(1);
    expect(JSON.parse(out)).toMatchObject({
      problems: expect.arrayContaining([
        expect.objectContaining({ code: "unknown-key", severity: "error", line: 26, column: 5 }),
      ]),
    });
    expect(talk).toContain("candidateGroup:");
  });
});

describe("a claim that does not hold", () => {
  test("prints what was expected, what happened, and the timeline up to there", async () => {
    const folder = company({
      "processes/ask/scenarios/story.yaml": `scenario: История\n${GIVEN}${START}when:\n  - expect: { task: write }\n${DECIDE}then: { status: waiting }\n`,
    });
    const { exit, out } = await ended((terminal) => runTest([join(folder, "processes/ask")], {}, terminal));
    expect(exit).toBe(1);
    const [first = "", second = ""] = out.split("story.yaml:7");
    expect(first).toContain(
      "story.yaml:5  There is no such open task\n    expected    task: { task: write }\n    happened    [{ task: decide, for: [worker-1, worker-2] }]",
    );
    expect(first).toContain("Решите чай");
    expect(first).not.toContain("Готово чай");
    expect(second).toContain("Готово чай");
  });

  test("is in --json with its line", async () => {
    const folder = company({
      "processes/ask/scenarios/story.yaml": STORY.replace("status: completed", "status: waiting"),
    });
    const { out } = await ended((terminal) => runTest([folder], { json: true }, terminal));
    expect(JSON.parse(out)).toEqual({
      passed: 0,
      failed: 1,
      scenarios: [
        {
          file: join(folder, "processes/ask/scenarios/story.yaml"),
          name: "История",
          status: "failed",
          failures: [expect.objectContaining({ line: 7, expected: "waiting", actual: "completed" })],
        },
      ],
      coverage: {},
    });
  });
});

describe("where things are looked for", () => {
  test("`<process>` is an id or a path; a process is known by its id though its folder is called otherwise", async () => {
    const folder = folderWith({
      "a/process.yaml": ASK,
      "b/process.yaml":
        'process: starter\ntitle: Б\ninput: { x: { type: text, title: Икс, required: true } }\nstart:\n  - form: {}\ndo:\n  - id: go\n    run: ask\n    with: { what: "${ x }" }\n',
      "b/scenarios/s.yaml":
        "scenario: s\ngiven: { processes: [ask], directory: { users: { a: { groups: [crew] } }, groups: { crew: {} } } }\nstart: { input: { x: A }, by: a }\nthen: { instances: { ask: 1 }, tasks: [ { step: decide } ] }\n",
    });
    expect(await ended((terminal) => runTest([folder], {}, terminal))).toMatchObject({ exit: 0 });
    expect(
      await ended((terminal) =>
        dryRun(join(folder, "b/process.yaml"), { scenario: join(folder, "b/scenarios/s.yaml") }, terminal),
      ),
    ).toMatchObject({ exit: 0 });
  });

  test("the catalog is the nearest upwards, the calendar a file of the nearest calendars/, else one that ships", async () => {
    const files = {
      "processes/ask/process.yaml": ASK.replace("calendar: ru-office", "calendar: own").replace(
        "what: { type: text",
        "deal: { type: record, of: deel, title: Сделка }\n  what: { type: text",
      ),
      "processes/note/process.yaml": COMPANY["processes/note/process.yaml"] ?? "",
      "calendars/own.yaml": "zone: Asia/Omsk\nhours: { mon-fri: ['09:00-18:00'] }\n",
      "catalog.yaml": "records: { deal: { title: Сделка, fields: { title: { type: text, title: Название } } } }\n",
    };
    const { out } = await ended((terminal) => check([folderWith(files)], {}, terminal));
    expect(out).toContain("deel");
    expect(out).not.toContain("calendar");
  });

  test("people are checked against the scenario's own directory", async () => {
    const inline = STORY.replace(
      "../../../data/directory.yaml",
      "{ users: { worker-1: { groups: [crew] } }, groups: { crew: {} } }",
    );
    const folder = company({
      "ordo.yaml": "directory: data/other.yaml\n",
      "data/other.yaml": "users: { x: { groups: [crew] } }\n",
      "processes/ask/scenarios/story.yaml": inline,
    });
    expect(await ended((terminal) => check([folder], {}, terminal))).toMatchObject({ exit: 0 });
  });
});

describe("wrong use ends with 2 and a remedy, what does not hold with 1; nobody sees a stack trace", () => {
  const ROOT = folderWithAll();
  const path = (name: string) => join(ROOT, name);
  const people = { directory: path("data/directory.yaml"), at: AT };
  const CASES: readonly (readonly [
    string,
    number,
    string,
    (terminal: ReturnType<typeof recordedTerminal>) => Promise<number>,
  ])[] = [
    ["a process that is not there", 2, 'There is no process "nosuch"', (t) => dryRun("nosuch", {}, t)],
    ["a folder without a process", 2, "There is no process", (t) => dryRun(path("data"), {}, t)],
    [
      "a file that is no process.yaml",
      2,
      "The file of a process is called process.yaml",
      (t) => dryRun(path("data/directory.yaml"), {}, t),
    ],
    [
      "no input where one is needed",
      2,
      "The process needs its input: what (Что)",
      (t) => dryRun(path("processes/ask"), people, t),
    ],
    [
      "an input file that is not there",
      2,
      "No such file or folder",
      (t) => dryRun(path("processes/ask"), { input: path("no.yaml"), ...people }, t),
    ],
    [
      "a folder as input",
      2,
      "This is a folder, a file is needed",
      (t) => dryRun(path("processes/ask"), { input: ROOT, ...people }, t),
    ],
    [
      "a list as input",
      2,
      "There are no values here",
      (t) => dryRun(path("processes/ask"), { input: path("list.yaml"), ...people }, t),
    ],
    [
      "text as input",
      2,
      "There are no values here",
      (t) => dryRun(path("processes/ask"), { input: path("text.yaml"), ...people }, t),
    ],
    [
      "an empty file as input",
      2,
      "empty.yaml:1: The file is empty",
      (t) => dryRun(path("processes/ask"), { input: path("empty.yaml"), ...people }, t),
    ],
    [
      "bytes as input",
      2,
      "is not UTF-8",
      (t) => dryRun(path("processes/ask"), { input: path("bytes.yaml"), ...people }, t),
    ],
    [
      "input and event",
      2,
      "--input and --event do not go together",
      (t) => dryRun(path("processes/ask"), { input: "a", event: "b" }, t),
    ],
    [
      "scenario and input",
      2,
      "--scenario and --input do not go together",
      (t) => dryRun(path("processes/ask"), { scenario: "a", input: "b" }, t),
    ],
    [
      "scenario and the time",
      2,
      "--scenario and --at do not go together",
      (t) => dryRun(path("processes/ask"), { scenario: "a", at: AT }, t),
    ],
    [
      "scenario and answers",
      2,
      "--scenario and --answers do not go together",
      (t) => dryRun(path("processes/ask"), { scenario: "a", answers: "ask" }, t),
    ],
    [
      "a time in words",
      2,
      "--at: this is no instant: tomorrow",
      (t) => dryRun(path("processes/ask"), { input: path("in.yaml"), at: "tomorrow" }, t),
    ],
    [
      "a day that does not exist",
      2,
      "--at: this is no instant: 2026-13-40",
      (t) => dryRun(path("processes/ask"), { input: path("in.yaml"), at: "2026-13-40" }, t),
    ],
    [
      "an event without a type",
      2,
      "The event has no type",
      (t) => dryRun(path("processes/note"), { event: path("in.yaml"), ...people }, t),
    ],
    [
      "an event of a record that is not there",
      2,
      "There is no record deal/9",
      (t) => dryRun(path("processes/note"), { event: path("event.yaml"), ...people }, t),
    ],
    [
      "a directory that is not there",
      2,
      "No such file or folder",
      (t) => dryRun(path("processes/ask"), { input: path("in.yaml"), directory: path("no.yaml") }, t),
    ],
    [
      "records as the directory",
      1,
      'There is no key "records" here',
      (t) => dryRun(path("processes/ask"), { input: path("in.yaml"), directory: path("data/records.yaml") }, t),
    ],
    [
      "a directory as records",
      1,
      'There is no key "users" here',
      (t) => dryRun(path("processes/ask"), { input: path("in.yaml"), records: path("data/directory.yaml") }, t),
    ],
    [
      "bytes as records",
      1,
      "is not UTF-8",
      (t) => dryRun(path("processes/ask"), { input: path("in.yaml"), records: path("bytes.yaml") }, t),
    ],
    [
      "a field of the wrong type",
      1,
      "a number is wanted",
      (t) => dryRun(path("processes/typed"), { input: path("typed.yaml"), ...people }, t),
    ],
    [
      "somebody who may not start it",
      1,
      "NOT_ALLOWED",
      (t) => dryRun(path("processes/ask"), { input: path("by.yaml"), ...people }, t),
    ],
    ["a process with errors", 1, "notifi", (t) => dryRun(path("processes/broken"), {}, t)],
    [
      "a scenario that is not there",
      2,
      "No such file or folder",
      (t) => dryRun(path("processes/ask"), { scenario: path("no.yaml") }, t),
    ],
    ["a folder as scenario", 2, "This is a folder", (t) => dryRun(path("processes/ask"), { scenario: ROOT }, t)],
    ["bytes as scenario", 1, "is not UTF-8", (t) => dryRun(path("processes/ask"), { scenario: path("bytes.yaml") }, t)],
    [
      "a process as scenario",
      1,
      "process",
      (t) => dryRun(path("processes/ask"), { scenario: path("processes/ask/process.yaml") }, t),
    ],
    [
      "a scenario of another process",
      1,
      "The scenario is of another process",
      (t) => dryRun(path("processes/note"), { scenario: path("of-ask.yaml") }, t),
    ],
    ["nothing to check", 2, "There is no process.yaml here", (t) => check([path("nothing")], {}, t)],
    ["a path to check that is not there", 2, "No such file or folder", (t) => check([path("no")], {}, t)],
    ["a device to check", 2, "This is not a regular file", (t) => check(["/dev/null"], {}, t)],
    [
      "a directory option that is not there",
      2,
      "No such file or folder",
      (t) => check([path("processes")], { directory: path("no.yaml") }, t),
    ],
    [
      "a process in a file of another name is still compiled",
      1,
      "notifi",
      (t) => check([path("named-otherwise.yaml")], {}, t),
    ],
    [
      "a scenario by itself has its names checked",
      1,
      "scenario-step",
      (t) => check([path("of-ask-wrong.yaml")], {}, t),
    ],
    ["a scenario of nothing", 1, "scenario-process", (t) => check([path("of-nothing.yaml")], {}, t)],
    ["a folder of scenarios is checked", 1, "scenario-step", (t) => check([path("processes/broken/scenarios")], {}, t)],
    ["no scenario to test", 2, "There are no scenarios here", (t) => runTest([path("nothing")], {}, t)],
    ["a path to test that is not there", 2, "No such file or folder", (t) => runTest([path("no")], {}, t)],
    ["a scenario to test that is a device", 1, "This is not a regular file", (t) => runTest(["/dev/null"], {}, t)],
    [
      "a scenario of a process with errors",
      1,
      "notifi",
      (t) => runTest([path("processes/broken/scenarios/of-broken.yaml")], {}, t),
    ],
    ["a picture of a process with errors", 1, "notifi", (t) => diagram(path("processes/broken"), {}, t)],
    ["a picture of nothing", 2, "There is no process", (t) => diagram("nosuch", {}, t)],
    [
      "a picture where no file can be",
      3,
      "Could not write",
      (t) => diagram(path("processes/ask"), { out: path("no/x.svg") }, t),
    ],
  ];

  test.each(CASES)("%s", async (_, exit, words, run) => {
    const found = await ended(run);
    expect(`${found.talk}\n${found.out}`).toContain(words);
    expect(found.exit).toBe(exit);
  });

  test.each(CASES)("%s — in Russian, too", async (_, exit, __, run) => {
    const found = await ended(run, "ru");
    expect(found.exit).toBe(exit);
    expect(`${found.talk}\n${found.out}`).toMatch(/[А-Яа-яё]{3}/);
    expect(`${found.talk}\n${found.out}`).not.toMatch(/\b(?:There is|No such|The |This is)\b/);
  });

  function folderWithAll(): string {
    return kept({
      ...COMPANY,
      "processes/typed/process.yaml": ASK.replace("process: ask", "process: typed").replace(
        "what: { type: text",
        "n: { type: number, title: Число }\n  what: { type: text",
      ),
      "processes/broken/process.yaml":
        "process: broken\ntitle: Т\nstart:\n  - form: {}\ndo:\n  - id: x\n    notifi: a\n    text: b\n",
      "processes/broken/scenarios/of-broken.yaml": "scenario: s\nstart: { by: worker-1 }\nthen: { path: [nosuch] }\n",
      "nothing/readme.md": "",
      "in.yaml": "what: чай\n",
      "by.yaml": "by: boss-1\ninput: { what: чай }\n",
      "typed.yaml": "what: чай\nn: много\n",
      "list.yaml": "- a\n",
      "text.yaml": "чай\n",
      "empty.yaml": "",
      "bytes.yaml": new Uint8Array([0xff, 0xfe, 0x41]),
      "event.yaml": "{ type: crm.deal.updated, record: deal/9 }\n",
      "of-ask.yaml": `scenario: s\nprocess: ask\n`,
      "of-ask-wrong.yaml": `scenario: s\nprocess: ask\nwhen: [ { complete: nosuch, by: worker-1 } ]\n`,
      "of-nothing.yaml": "scenario: s\n",
      "named-otherwise.yaml":
        "process: other\ntitle: Т\nstart:\n  - form: {}\ndo:\n  - id: x\n    notifi: a\n    text: b\n",
    });
  }
});

/** A folder for all tests of this file. */
function kept(files: Readonly<Record<string, string | Uint8Array>>): string {
  const folder = mkdtempSync(join(tmpdir(), "ordo-section-7-"));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
  return folder;
}
