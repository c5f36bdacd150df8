import { describe, expect, test } from "vitest";
import { checkProcesses } from "../../../engine/definition/check-processes.ts";
import { ruOffice } from "../../support/definition-of.ts";

const PROCESS =
  'process: a\ntitle: А\ninput:\n  deal: { type: record, of: deal, title: Сделка, required: true }\ndo:\n  - id: put\n    call: crm.update\n    with: { record: "${ deal }", set: { title: Новая } }\n';
const CATALOG =
  "records:\n  deal:\n    title: Сделка\n    fields: { title: { type: text, title: Название }, company: { type: record, of: compny, title: Компания } }\n";

function problemsOf(files: Readonly<Record<string, string>>): readonly string[] {
  const set = Object.entries(files).map(([path, text]) => ({ path, text }));
  const found = checkProcesses({
    files: set,
    shippedCalendar: (id) => (id === "ru-office" ? ruOffice() : null),
    directory: null,
  });
  return found.map((one) => `${one.place.file}:${one.place.line} ${one.code}`);
}

describe("a set of files is checked as a whole", () => {
  test("a sound process has no problem", () => {
    expect(problemsOf({ "p/a/process.yaml": PROCESS })).toEqual([]);
  });
  test("the nearest catalog upwards is the vocabulary, and is checked itself", () => {
    const files = { "p/a/process.yaml": PROCESS.replace("title: Новая", "titel: Новая"), "catalog.yaml": CATALOG };
    expect(problemsOf(files)).toEqual(["catalog.yaml:4 record-type-exists", "p/a/process.yaml:8 field-exists"]);
  });
  test("files of decisions/ and templates/ belong to the process beside them", () => {
    const text =
      'process: a\ntitle: А\nstart: [{ form: { candidateGroups: [x] } }]\ndo:\n  - id: tell\n    notify: "${ requester }"\n    template: done\n';
    expect(problemsOf({ "p/a/process.yaml": text, "p/a/templates/done.md": "Готово, ${ nobody }\n" })).toEqual([
      "p/a/templates/done.md:1 expression-unknown-name",
    ]);
    expect(problemsOf({ "p/a/process.yaml": text, "p/b/templates/done.md": "Готово\n" })).toEqual([
      "p/a/process.yaml:7 template-exists",
    ]);
  });
  test("a calendar among the files comes before the shipped one", () => {
    const files = {
      "p/a/process.yaml": PROCESS.replace("title: А", "title: А\ncalendar: own"),
      "p/calendars/own.yaml": 'zone: Europe/Moscow\nhours: { mon-fri: ["09:00-18:00"] }\n',
    };
    expect(problemsOf(files)).toEqual([]);
    expect(problemsOf({ "p/a/process.yaml": files["p/a/process.yaml"] })).toEqual([
      "p/a/process.yaml:3 calendar-exists",
    ]);
  });
  test("a scenario is checked against its process", () => {
    expect(
      problemsOf({ "p/a/process.yaml": PROCESS, "p/a/scenarios/s.yaml": "scenario: x\nthen: { path: [putt] }\n" }),
    ).toEqual(["p/a/scenarios/s.yaml:2 scenario-step"]);
  });
  test("`run` is checked against the process beside", () => {
    const caller = "process: b\ntitle: Б\ndo:\n  - id: call-a\n    run: a\n";
    expect(problemsOf({ "p/a/process.yaml": PROCESS, "p/b/process.yaml": caller })).toEqual([
      "p/b/process.yaml:5 input-missing",
    ]);
  });
});
