import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { BpmnModdle } from "bpmn-moddle";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import type { CalendarData } from "../../../engine/calendar/calendar-data.ts";
import { createCalendar } from "../../../engine/calendar/create-calendar.ts";
import { compileProcess } from "../../../engine/definition/compile.ts";
import { readDocument } from "../../../engine/definition/document.ts";
import type { Definition } from "../../../engine/definition/model.ts";
import { diagramBpmn } from "../../../engine/diagram/diagram-bpmn.ts";
import { diagramSvg } from "../../../engine/diagram/diagram-svg.ts";
import { readDirectory } from "../../../engine/people/read-directory.ts";

const ROOT = join(import.meta.dirname, "../../..");
const PROCESSES = join(ROOT, "processes");
const NAMES = readdirSync(PROCESSES).filter((name) => existsSync(join(PROCESSES, name, "process.yaml")));
const OFFICE = createCalendar(
  parse(readFileSync(join(ROOT, "calendars/ru-office.yaml"), "utf8")) as CalendarData,
  "ru-office",
);
const PEOPLE = readDirectory(parse(readFileSync(join(PROCESSES, "sample/directory.yaml"), "utf8")));

function filesOf(folder: string): { path: string; text: string }[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder).map((name) => ({
    path: join(folder, name),
    text: readFileSync(join(folder, name), "utf8"),
  }));
}

function definitionOf(name: string): Definition {
  const folder = join(PROCESSES, name);
  const path = join(folder, "process.yaml");
  const { document } = readDocument(path, readFileSync(path, "utf8"), "process");
  if (!document) throw new Error(`${path} cannot be read`);
  const files = [...filesOf(join(folder, "decisions")), ...filesOf(join(folder, "templates"))];
  const { definition, problems } = compileProcess({
    document,
    files,
    catalog: null,
    calendars: () => OFFICE,
    processes: [],
  });
  if (!definition) throw new Error(problems.map(({ message }) => message.en).join("\n"));
  return definition;
}

describe.each(NAMES)("%s", (name) => {
  test("is drawn with every step and the names of the directory", async () => {
    const definition = definitionOf(name);
    const svg = await diagramSvg(definition, { directory: PEOPLE });
    for (const step of definition.steps.keys()) expect(svg).toContain(`data-step="${step}"`);
    expect(svg).not.toMatch(/undefined|null,|\[object|NaN/);
  });

  test("becomes BPMN that reads without warnings", async () => {
    const { warnings } = await new BpmnModdle().fromXML(await diagramBpmn(definitionOf(name)));
    expect(warnings).toEqual([]);
  });
});
