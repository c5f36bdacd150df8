import { readFileSync } from "node:fs";
import type { Calendar } from "../../engine/calendar/calendar.ts";
import { createCalendar } from "../../engine/calendar/create-calendar.ts";
import { type CompileResult, compileProcess } from "../../engine/definition/compile.ts";
import { readDocument } from "../../engine/definition/document.ts";
import type { Definition } from "../../engine/definition/model.ts";
import { plainOf } from "../../engine/definition/value-of-node.ts";

/** A process out of its text, compiled without a catalogue; a text with errors fails the test and shows them. */
export function definitionOf(text: string): Definition {
  const compiled = compiledOf(text);
  if (compiled.definition !== null) return compiled.definition;
  const found = compiled.problems.map((one) => `${one.place.line}: ${one.code} ${one.message.en}`);
  throw new Error([...found, text].join("\n"));
}

/** The same with its problems. */
export function compiledOf(text: string): CompileResult {
  const { document, problems } = readDocument("processes/under-test/process.yaml", text, "process");
  if (document === null) throw new Error(JSON.stringify(problems, null, 1));
  return compileProcess({
    document,
    files: [],
    catalog: null,
    calendars: () => ruOffice(),
    processes: [],
    directory: null,
  });
}

let calendar: Calendar | undefined;

/** The shipped calendar, read once. */
export function ruOffice(): Calendar {
  if (!calendar) {
    const { document } = readDocument(
      "calendars/ru-office.yaml",
      readFileSync(new URL("../../calendars/ru-office.yaml", import.meta.url), "utf8"),
      "calendar",
    );
    if (document === null) throw new Error("calendars/ru-office.yaml is not readable");
    calendar = createCalendar(plainOf(document.root) as never, "ru-office");
  }
  return calendar;
}
