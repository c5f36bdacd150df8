import { id } from "../engine/base/ids.ts";
import { instant } from "../engine/base/instant.ts";
import type { Calendar } from "../engine/calendar/calendar.ts";
import { createCalendar } from "../engine/calendar/create-calendar.ts";
import { compileProcess } from "../engine/definition/compile.ts";
import { readDocument } from "../engine/definition/document.ts";
import type { Definition } from "../engine/definition/model.ts";
import type { Command, CommandBody, Facts } from "../engine/instance/command.ts";

const CALENDAR: Calendar = createCalendar(
  { zone: "Europe/Moscow", hours: { "mon-fri": ["09:00-18:00"] } },
  "ru-office",
);

/** Compiles a process from its text; one with errors is a mistake of the bench. @param folder its id. @default "bench" */
export function definitionOf(text: string, folder = "bench"): Definition {
  const { document } = readDocument(`${folder}/process.yaml`, text, "process");
  if (document === null) throw new Error("The bench's own process cannot be read");
  const { definition, problems } = compileProcess({
    document,
    files: [],
    catalog: null,
    calendars: () => CALENDAR,
    processes: [],
  });
  if (definition === null)
    throw new Error(`The bench's own process has problems: ${problems.map(({ message }) => message.en).join("; ")}`);
  return definition;
}

/** Facts that stand still. */
export const FACTS: Facts = {
  now: instant(Date.parse("2026-11-20T10:00:00+03:00")),
  people: {
    users: {
      "head-1": {
        id: "head-1",
        name: "Анна",
        position: null,
        email: null,
        phone: null,
        department: null,
        groups: [],
        manager: null,
        locale: "ru",
        timeZone: null,
        absent: [],
        active: true,
      },
    },
    departments: {},
    groups: {},
    administrators: [],
  },
  lists: {},
  turns: {},
  number: 1,
  locale: "ru",
  departments: {},
};

/** A command of the engine itself to the instance of that number. */
export function command(number: number, body: CommandBody): Command {
  return { id: id(`c-${number}`), instance: id(`bench/${number}`), by: null, ...body };
}

/** The start of the instance of that number. */
export function startOf(number: number, input: Record<string, number | string>): Command {
  return command(number, { kind: "start", input, requester: null, key: null, start: null, cause: null });
}
