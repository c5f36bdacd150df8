import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { playAll, testJson } from "../../adapters/command-line/test.ts";
import { recordedTerminal } from "../adapters/command-line/recorded-terminal.ts";
import { type Caller, type ServedCompany, servedCompany } from "../support/served-company.ts";
import { ROOT } from "../support/source-files.ts";

let company: ServedCompany;
let analyst: Caller;

beforeAll(async () => {
  company = await servedCompany();
  analyst = await company.person("admin-1", "analyst");
});
afterAll(() => company.close());

const PROCESS = "invoice-approval";
const text = readFileSync(join(ROOT, "processes", PROCESS, "process.yaml"), "utf8");
const of = (body: object) => ({ process: PROCESS, files: [], ...body });
const file = (path: string, changed: string | null) => of({ files: [{ path, text: changed }] });

describe("who may", () => {
  test("a person may not; an operator reads, and does not edit", async () => {
    const person = await company.person("manager-1");
    const operator = await company.person("head-1", "operator");
    for (const url of ["/api/processes", `/api/processes/${PROCESS}`, `/api/processes/${PROCESS}/files`])
      expect((await person.call("GET", url)).statusCode, url).toBe(403);
    expect((await operator.call("GET", "/api/processes")).statusCode).toBe(200);
    for (const url of ["check", "scenarios", "plan", "deploy"]) {
      const body = url === "plan" ? {} : url === "deploy" ? { plan: "0".repeat(64) } : of({});
      expect((await operator.call("POST", `/api/processes/${url}`, body)).statusCode, url).toBe(403);
      expect((await person.call("POST", `/api/processes/${url}`, body)).statusCode, url).toBe(403);
    }
  });
});

describe("processes as they are", () => {
  test("the list says what is in force, and that nothing differs", async () => {
    const { source, rows } = (await analyst.call("GET", "/api/processes")).json();
    expect(source).toBe("folder");
    expect(rows).toHaveLength(9);
    expect(rows.map((row: { drift: string }) => row.drift)).toEqual(rows.map(() => "same"));
    const row = rows.find((one: { process: string }) => one.process === PROCESS);
    expect(row).toMatchObject({ version: 1, running: 0, errors: 0 });
  });

  test("one process has its versions and files; an unknown one is not found", async () => {
    const { versions } = (await analyst.call("GET", `/api/processes/${PROCESS}`)).json();
    expect(versions).toHaveLength(1);
    const source = (await analyst.call("GET", `/api/processes/${PROCESS}/files`)).json();
    const [version] = versions;
    const deployed = (await analyst.call("GET", `/api/processes/${PROCESS}/files?version=${version.digest}`)).json();
    const main = (files: readonly { path: string; text: string }[]) =>
      files.find(({ path }) => path === "process.yaml");
    expect(main(source.files)?.text).toBe(text);
    expect(main(deployed.files)?.text).toBe(text);
    expect(source.files.some(({ path }: { path: string }) => path.startsWith("scenarios/"))).toBe(true);
    expect((await analyst.call("GET", "/api/processes/nothing")).statusCode).toBe(404);
    expect((await analyst.call("GET", "/api/processes/nothing/files")).statusCode).toBe(404);
  });

  test("the picture is that of the command line, with numbers where something waits", async () => {
    const picture = await analyst.call("GET", `/api/processes/${PROCESS}/diagram.svg?scheme=light`);
    expect(picture.headers["content-type"]).toMatch(/^image\/svg\+xml/);
    expect(picture.body).toMatch(/^<svg [^>]*class="ordo-diagram"/);
    expect(picture.body).not.toMatch(/<script|javascript:|\son\w+=/i);
    const source = await analyst.call("GET", `/api/processes/${PROCESS}/diagram.svg?scheme=light&version=source`);
    expect(source.body).toBe(picture.body);
  });

  test("an archive holds every file", async () => {
    const zip = await analyst.call("GET", `/api/processes/${PROCESS}/export.zip`);
    expect(zip.rawPayload.subarray(0, 2).toString()).toBe("PK");
    expect(zip.rawPayload.includes(`${PROCESS}/process.yaml`)).toBe(true);
  });
});

describe("work on what is not saved", () => {
  test("a check says the words of the command line, with positions", async () => {
    const { problems } = (await analyst.call("POST", "/api/processes/check", of({}))).json();
    expect(problems).toEqual([]);
    const broken = text.replace(/^process: .*/m, "process: invoice-approvall");
    const told = (await analyst.call("POST", "/api/processes/check", file("process.yaml", broken))).json().problems;
    expect(told).toContainEqual(
      expect.objectContaining({ code: "process-folder", path: "process.yaml", line: expect.any(Number) }),
    );
  });

  test.each([
    ["brackets", "[".repeat(100_000)],
    ["a megabyte", `process: a\n# ${"x".repeat(1_048_576)}\n`],
    ["anchors", `a: &a [x,x,x]\n${Array.from({ length: 30 }, (_, at) => `b${at}: &b${at} [*a,*a,*a]`).join("\n")}\n`],
    ["no YAML at all", "\u0000\u0001: : : - -"],
  ])("%s is answered quickly with a problem", async (_, bomb) => {
    const began = performance.now();
    const answer = await analyst.call("POST", "/api/processes/check", file("process.yaml", bomb));
    expect(answer.statusCode).toBe(200);
    const { problems } = answer.json();
    expect(problems.some(({ severity }: { severity: string }) => severity === "error")).toBe(true);
    expect(performance.now() - began).toBeLessThan(10_000);
    expect((await analyst.call("POST", "/api/processes/tables", file("process.yaml", bomb))).statusCode).toBe(200);
    const at = { ...file("process.yaml", bomb), position: 10 };
    expect((await analyst.call("POST", "/api/processes/complete", at)).statusCode).toBe(200);
  });

  test("a path that leads out of the process is refused, and a scenario reads nothing of the machine", async () => {
    for (const path of ["../x.yaml", "scenarios/../../x.yaml", "/etc/passwd", "decisions/.hidden.csv", "ordo.yaml"])
      expect((await analyst.call("POST", "/api/processes/check", file(path, "x"))).statusCode, path).toBe(400);
    const scenario = "scenario: Чужой файл\ngiven:\n  records: /etc/passwd\n";
    const answer = await analyst.call("POST", "/api/processes/check", file("scenarios/foreign.yaml", scenario));
    expect(answer.json().problems).toContainEqual(expect.objectContaining({ code: "scenario-file" }));
    expect(answer.body).not.toContain("root:");
  });

  test("completions and hovers know keys, steps and people", async () => {
    const position = text.indexOf("process:") + 3;
    const { hover } = (await analyst.call("POST", "/api/processes/hover", of({ position }))).json();
    expect(hover.documentation).toMatch(/\S/);
    const begun = text.replace(/^title: .*/m, "tit");
    const asked = { ...file("process.yaml", begun), position: begun.search(/^tit$/m) + 3 };
    const { items } = (await analyst.call("POST", "/api/processes/complete", asked)).json();
    expect(items.map(({ label }: { label: string }) => label)).toContain("title");
  });

  test("scenarios and tables are helped with as well", async () => {
    const path = "scenarios/new.yaml";
    const begun = "scenario: Новый\nwhen:\n  - complete: appr\n    by: head-";
    const labels = async (position: number) => {
      const asked = { ...file(path, begun), path, position };
      const { items } = (await analyst.call("POST", "/api/processes/complete", asked)).json();
      return items.map(({ label }: { label: string }) => label);
    };
    expect(await labels(begun.indexOf("appr") + 4)).toContain("approval");
    expect(await labels(begun.length)).toContain("head-1");
    const hovered = { ...file(path, begun), path, position: 3 };
    expect((await analyst.call("POST", "/api/processes/hover", hovered)).json().hover.title).toBe("scenario");
  });

  test("a dry run asks for what the form asks, and tells what would have left", async () => {
    const trial = (await analyst.call("POST", "/api/processes/trial", of({}))).json();
    expect(trial).toMatchObject({ isSound: true, files: ["files"] });
    const supplier = trial.fields.find(({ name }: { name: string }) => name === "supplier");
    expect(supplier).toMatchObject({ type: "choice" });
    expect(supplier.choices).toContainEqual({ value: "company/50", title: "ТД Паровая линия" });
    const example = trial.examples.find(({ path }: { path: string }) => path === "scenarios/up-to-a-million.yaml");
    const { input, by, at } = example;
    const run = async (answers: "none" | "first") =>
      (await analyst.call("POST", "/api/processes/dry-run", of({ input: { input, by }, at, answers }))).json();
    const decided = await run("first");
    expect(decided).toMatchObject({ status: "completed", problems: [], refusal: null });
    expect(decided.picture).toContain("<svg");
    expect(decided.messages.map(({ to }: { to: string }) => to)).toContain("Анна Северова");
    expect(decided.writes).toContainEqual(expect.objectContaining({ change: "created", ref: "invoice/502" }));
    expect(decided.rows).toHaveLength(1);
    // Nobody answers: the ladder climbs, and nothing is paid.
    const silent = await run("none");
    expect(silent.status).toBe("waiting");
    expect(silent.rows).toEqual([]);
  });

  test("scenarios give what ordo test --json gives", async () => {
    const folder = join(company.service.configuration.processes[0] ?? "", PROCESS);
    const expected = testJson(playAll([folder], { coverage: true }, recordedTerminal([], "en")), "en");
    const round = (await analyst.call("POST", "/api/processes/scenarios", of({}))).json();
    expect({ passed: round.passed, failed: round.failed }).toEqual({
      passed: expected.passed,
      failed: expected.failed,
    });
    expect(round.passed).toBeGreaterThan(3);
    expect(round.coverage).toEqual(JSON.parse(JSON.stringify(expected.coverage[PROCESS])));
    expect(round.scenarios.map(({ path, timeline: _, ...rest }: { path: string; timeline: unknown }) => rest)).toEqual(
      expected.scenarios.map(({ file: _, ...rest }) => JSON.parse(JSON.stringify(rest))),
    );
    expect(round.scenarios[0].timeline.length).toBeGreaterThan(2);
  });

  test("a scenario that does not hold names its line", async () => {
    const { files } = (await analyst.call("GET", `/api/processes/${PROCESS}/files`)).json();
    const scenario = files.find(
      ({ path, text: own }: { path: string; text: string }) =>
        path.startsWith("scenarios/") && /status: completed/.test(own),
    );
    const wrong = scenario.text.replace("status: completed", "status: canceled");
    const asked = { ...file(scenario.path, wrong), path: scenario.path };
    const round = (await analyst.call("POST", "/api/processes/scenarios", asked)).json();
    expect(round).toMatchObject({ passed: 0, failed: 1, coverage: null });
    const line = wrong.slice(0, wrong.indexOf("status: canceled")).split("\n").length;
    expect(round.scenarios[0].failures).toContainEqual(expect.objectContaining({ line }));
  });
});

describe("tables", () => {
  const table = `inputs:
  amount: { type: number, title: сумма }
outputs:
  who: { type: text, title: кто }
table: |
  | сумма | кто |
  | < 10  | a   |
  | > 20  | b   |
`;

  test("a gap is a row that is missing, with a counter-example, and can be written", async () => {
    const asked = file("decisions/limits.yaml", table);
    const { tables } = (await analyst.call("POST", "/api/processes/tables", asked)).json();
    const route = tables.find(({ id }: { id: string }) => id === "limits");
    expect(route.rules.map(({ cells }: { cells: { text: string }[] }) => cells.map((cell) => cell.text))).toEqual([
      ["< 10", "a"],
      ["> 20", "b"],
    ]);
    const gap = route.findings.find(({ code }: { code: string }) => code === "table-gap");
    expect(gap.missing).toEqual(["[10..20]", ""]);
    expect(gap.example).toEqual([{ name: "сумма", value: "10" }]);
    const mended = table.slice(0, gap.edit.start) + gap.edit.text + table.slice(gap.edit.end);
    const again = (await analyst.call("POST", "/api/processes/tables", file("decisions/limits.yaml", mended))).json()
      .tables;
    const rules = again.find(({ id }: { id: string }) => id === "limits").rules;
    expect(rules.at(-1).cells.map((cell: { text: string }) => cell.text)).toEqual(["[10..20]", ""]);
  });
});

describe("plan and deploy", () => {
  test("a folder is not written to", async () => {
    const body = { seen: 0, files: [{ path: "process.yaml", text }] };
    const answer = await analyst.call("PUT", `/api/processes/${PROCESS}/draft`, body);
    expect(answer.json().code).toBe("SOURCE_IS_FOLDER");
    expect(answer.statusCode).toBe(409);
  });

  test("exactly the plan that was shown is applied; another is refused with the new one", async () => {
    const folder = join(company.service.configuration.processes[0] ?? "", PROCESS);
    const { writeFileSync } = await import("node:fs");
    writeFileSync(join(folder, "process.yaml"), text.replace(/^title: .*/m, "title: Счёт на согласовании"));
    const list = (await analyst.call("GET", "/api/processes")).json();
    expect(list.rows.find(({ process }: { process: string }) => process === PROCESS).drift).toBe("changed");
    const plan = (await analyst.call("POST", "/api/processes/plan", { processes: [PROCESS] })).json();
    expect(plan.processes.find(({ process }: { process: string }) => process === PROCESS).change).toBe("changed");
    expect(plan.changes).toBe(1);
    expect(plan.text).toContain(PROCESS);
    writeFileSync(join(folder, "process.yaml"), text.replace(/^title: .*/m, "title: Счёт"));
    const stale = await analyst.call("POST", "/api/processes/deploy", { processes: [PROCESS], plan: plan.digest });
    expect(stale.statusCode).toBe(409);
    expect(stale.json()).toMatchObject({ code: "PLAN_CHANGED", plan: { changes: 1 } });
    const next = stale.json().plan.digest;
    const deployed = await analyst.call("POST", "/api/processes/deploy", { processes: [PROCESS], plan: next });
    expect(deployed.statusCode).toBe(200);
    const { versions } = (await analyst.call("GET", `/api/processes/${PROCESS}`)).json();
    expect(versions[0]).toMatchObject({ number: 2, current: true, deployedBy: { id: "admin-1" } });
    writeFileSync(join(folder, "process.yaml"), "process: [");
    const broken = await analyst.call("POST", "/api/processes/plan", { processes: [PROCESS] });
    expect(broken.statusCode).toBe(422);
    expect(broken.json()).toMatchObject({ code: "FILES_UNSOUND", problems: [{ severity: "error" }] });
    writeFileSync(join(folder, "process.yaml"), text);
  });
});
