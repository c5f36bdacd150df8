import { describe, expect, test } from "vitest";
import { checkScenario } from "../../../engine/definition/check-scenario.ts";
import { readDocument } from "../../../engine/definition/document.ts";
import { examplePeople, exampleText } from "../../support/example-company.ts";

const PROCESS = exampleText(
  "- id: ask\n  userTask: Что делать?\n  assignee: manager-1\n  form: { day: { type: date, title: День } }\n  outcomes: { plan: Назначить, drop: Убрать }\n  timeout: { after: P1D, then: end }\n- id: log\n  set: { done: true }\n",
);

function read(path: string, text: string, kind: "process" | "scenario") {
  const { document } = readDocument(path, text, kind);
  if (!document) throw new Error(`${path} is not readable`);
  return document;
}

function problemsOf(text: string, own = true): readonly string[] {
  const process = read("processes/example/process.yaml", PROCESS, "process");
  const found = checkScenario(read("s.yaml", text, "scenario"), {
    own: own ? process : null,
    processes: [process],
    directory: examplePeople(),
  });
  return found.map((one) => `${one.place.line} ${one.code} ${one.remedy.en}`);
}

describe("what a scenario names must be there", () => {
  test.each<[law: string, text: string, problems: readonly string[]]>([
    [
      "nothing wrong",
      "scenario: x\nstart: { input: { lead: lead/1, company: company/1, amount: 5 }, by: manager-1 }\nwhen:\n  - complete: ask#2\n    by: manager-1\n    outcome: plan\n    with: { day: 2026-01-01 }\nthen:\n  path: [ask, …, log]\n",
      [],
    ],
    [
      "required inputs of a form",
      "scenario: x\nstart: { input: { lead: lead/1, amount: 5 } }\n",
      ["2 scenario-value Add them; if the refusal is what is tested, add `rejected`"],
    ],
    [
      "the types of inputs",
      "scenario: x\nstart: { input: { lead: lead/1, company: company/1, amount: семь } }\n",
      ["2 scenario-value Write, for example: 7"],
    ],
    ["its process", "scenario: x\nprocess: exmple\n", ['2 scenario-process Did you mean "example"?']],
    [
      "the steps of commands, expectations and the path",
      "scenario: x\nwhen:\n  - complete: aks\n    by: manager-1\n  - expect: { task: asc }\nthen:\n  path: [ask, lg]\n",
      [
        '3 scenario-step Did you mean "ask"?',
        '5 scenario-step Did you mean "ask"?',
        '7 scenario-step Did you mean "log"?',
      ],
    ],
    [
      "outcomes",
      "scenario: x\nwhen:\n  - complete: ask\n    by: manager-1\n    outcome: plann\n",
      ['5 scenario-outcome Did you mean "plan"?'],
    ],
    [
      "fields of the form",
      "scenario: x\nwhen:\n  - complete: ask\n    by: manager-1\n    with: { dya: 1 }\n",
      ['5 scenario-field Did you mean "day"?'],
    ],
    ["inputs", "scenario: x\nstart: { input: { amout: 1 } }\n", ['2 scenario-field Did you mean "amount"?']],
    [
      "people",
      "scenario: x\nwhen:\n  - complete: ask\n    by: manger-1\n  - absent: head-2\n    from: 2026-01-01\n    to: 2026-01-05\n",
      ['4 scenario-user Did you mean "manager-1"?', '5 scenario-user Did you mean "head-1"?'],
    ],
    [
      "operations that fail",
      "scenario: x\nwhen:\n  - fail: crm.updat\n",
      ['3 scenario-operation Did you mean "crm.update"?'],
    ],
    [
      "what shall be rejected may be wrong on purpose",
      "scenario: x\nwhen:\n  - complete: ask\n    by: manager-1\n    outcome: maybe\n    rejected: UNKNOWN_OUTCOME\n",
      [],
    ],
  ])("%s", (_, text, problems) => {
    expect(problemsOf(text)).toEqual(problems);
  });

  test("a scenario outside a process's folder must name its process", () => {
    expect(problemsOf("scenario: x\n", false)).toEqual(["1 scenario-process Add process: the id of a process"]);
  });
});
