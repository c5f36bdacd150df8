import { readFileSync } from "node:fs";
import type { CalendarData } from "../../../engine/calendar/calendar-data.ts";
import { createCalendar } from "../../../engine/calendar/create-calendar.ts";
import { compileProcess } from "../../../engine/definition/compile.ts";
import type { ProcessSignature } from "../../../engine/definition/compiler.ts";
import { readDocument } from "../../../engine/definition/document.ts";
import type { Definition } from "../../../engine/definition/model.ts";
import { signatureOf } from "../../../engine/definition/process-signature.ts";
import { valueOfNode } from "../../../engine/definition/value-of-node.ts";
import { readDirectory } from "../../../engine/people/read-directory.ts";
import type { RecordsData } from "../../../engine/record/record-change.ts";
import { readScenario } from "../../../engine/simulation/read-scenario.ts";
import { runScenario, type ScenarioRun } from "../../../engine/simulation/run-scenario.ts";

const CALENDAR = createCalendar(
  valueOfNode(
    documentOf("calendars/ru-office.yaml", readFileSync("calendars/ru-office.yaml", "utf8"), "calendar").root,
  ) as unknown as CalendarData,
  "ru-office",
);

/** Two bosses, two workers, one administrator; the head of `sales` is boss-1, whose manager is boss-2. */
export const PEOPLE = readDirectory({
  users: {
    "boss-1": { name: "Анна", email: "a@x.example", department: "sales", manager: "boss-2" },
    "boss-2": { name: "Олег", email: "o@x.example" },
    "worker-1": { name: "Игорь", phone: "+71", department: "sales", groups: ["crew"] },
    "worker-2": { name: "Мария", department: "sales", groups: ["crew"] },
    "admin-1": { name: "Тимур" },
  },
  departments: { sales: { title: "Продажи", head: "boss-1" } },
  groups: { crew: { title: "Бригада", members: [] } },
  administrators: ["admin-1"],
});

/** Compiles processes given as texts; throws with all problems where one is wrong. */
export function processes(...texts: readonly string[]): readonly Definition[] {
  const documents = texts.map((text) =>
    documentOf(`processes/${/^process: (.*)$/m.exec(text)?.[1]}/process.yaml`, text, "process"),
  );
  const signatures = documents.flatMap((document): ProcessSignature[] => {
    const signature = signatureOf(document);
    return signature === null ? [] : [signature];
  });
  return documents.map((document) => {
    const { definition, problems } = compileProcess({
      document,
      files: [],
      catalog: null,
      calendars: () => CALENDAR,
      processes: signatures,
      directory: PEOPLE,
    });
    if (definition) return definition;
    throw new Error(problems.map((one) => `${one.place.line}: ${one.code} ${one.message.en}`).join("\n"));
  });
}

/** Plays a scenario text on processes; the first is the one under test. Replays each history after every commit. */
export function play(
  definitions: readonly Definition[],
  scenario: string,
  records: RecordsData["records"] = {},
  verify = true,
): ScenarioRun {
  const { scenario: read, problems } = readScenario(documentOf("s.yaml", `scenario: s\n${scenario}`, "scenario"));
  if (problems.length > 0) throw new Error(problems.map((one) => one.message.en).join("\n"));
  const [definition] = definitions;
  if (!definition) throw new Error("No process");
  return runScenario(read, {
    catalog: null,
    definition,
    definitions,
    definitionOf: (id) => definitions.find((one) => one.process === id) ?? null,
    records: { records, lists: {} },
    people: PEOPLE,
    locale: "ru",
    verify,
  });
}

/** The failures of a scenario as a reader would want them in a test's report. */
export function failuresOf({ failures }: ScenarioRun): readonly string[] {
  return failures.map(
    ({ line, says, expected, actual }) =>
      `${line}: ${says.en} — expected ${JSON.stringify(expected)}, happened ${JSON.stringify(actual)}`,
  );
}

function documentOf(path: string, text: string, kind: Parameters<typeof readDocument>[2]) {
  const { document, problems } = readDocument(path, text, kind);
  if (!document) throw new Error(problems.map((one) => one.message.en).join("\n"));
  return document;
}
