import type { Calendar } from "../../engine/calendar/calendar.ts";
import type { Definition } from "../../engine/definition/model.ts";
import type { Problem } from "../../engine/definition/problem.ts";
import type { ProcessSource } from "../../engine/ports/process-source.ts";
import type { ProcessLoader } from "../command-line/process-loader.ts";
import type { Configuration } from "../configuration/configuration.ts";
import { doubtful, type Finding, fine, skipped, wrong } from "../finding.ts";

/** What the company wrote, read for this look. */
export interface Company {
  readonly source: ProcessSource;
  readonly loader: ProcessLoader;
  readonly configuration: Configuration;
  /** Process → digest that runs; null: not known. */
  readonly current: ReadonlyMap<string, string> | null;
  /** Milliseconds since 1970. */
  readonly now: number;
}

/** Directory, who the system's users are, processes against what runs, and the calendars they count on. */
export function checkCompany(company: Company): readonly Finding[] {
  const loaded = loadedOf(company);
  const calendars = new Map(
    loaded.flatMap(({ definition }) =>
      definition === null ? [] : [[definition.calendar.id, definition.calendar] as const],
    ),
  );
  return [
    ...directory(company),
    processes(loaded),
    ...drift(loaded, company.current),
    ...[...calendars.values()].map((calendar) => runsOut(calendar, company.now)),
  ];
}

/** Processes of the files that are sound. */
export function definitionsOf(company: Company): readonly Definition[] {
  return loadedOf(company).flatMap(({ definition }) => (definition === null ? [] : [definition]));
}

/** Each is read once, however often it is asked for. */
function loadedOf({ source, configuration, loader }: Company): Loaded {
  const folders = source.find(configuration.processes.filter((path) => isThere(source, path))).folders;
  return folders.map((folder) => loader.load(folder));
}

function isThere(source: ProcessSource, path: string): boolean {
  try {
    source.find([path]);
    return true;
  } catch {
    return false;
  }
}

type Loaded = readonly ReturnType<ProcessLoader["load"]>[];

function directory({ loader, configuration }: Company): readonly Finding[] {
  const check = "directory";
  const { directory: path, users } = configuration;
  // People of a portal are looked at with the portal.
  if (path === null && configuration.root.section("directory").names().length > 0) return [];
  if (path === null)
    return [
      doubtful(
        check,
        { ru: "Справочник людей не назван", en: "No directory of people is named" },
        { ru: "Напишите в ordo.yaml: directory: directory.yaml", en: "Write in ordo.yaml: directory: directory.yaml" },
      ),
    ];
  const { value, problems } = loader.reader.directory(path);
  if (value === null || problems.some(isError))
    return [
      wrong(
        check,
        { ru: `Справочник людей не читается: ${path}`, en: `The directory of people cannot be read: ${path}` },
        { ru: `Что в нём не так: ordo check ${path}`, en: `What is wrong with it: ordo check ${path}` },
      ),
    ];
  const unknown = Object.entries(users).filter(([, user]) => !(user in value.users));
  return [
    fine(
      check,
      `Людей в справочнике: ${Object.keys(value.users).length}`,
      `People in the directory: ${Object.keys(value.users).length}`,
    ),
    ...unknown.map(([name, user]) =>
      wrong(
        "users",
        {
          ru: `users: ${name} — это «${user}», а такого сотрудника нет`,
          en: `users: ${name} is "${user}", but there is no such user`,
        },
        {
          ru: `Исправьте users в ordo.yaml; id сотрудников — в ${path}`,
          en: `Mend users in ordo.yaml; the ids are in ${path}`,
        },
      ),
    ),
  ];
}

function processes(loaded: Loaded): Finding {
  const broken = loaded.filter(({ problems }) => problems.some(isError)).map(({ folder }) => folder.path);
  if (loaded.length === 0) return skipped("processes", "Процессов нет", "There are no processes");
  if (broken.length === 0)
    return fine("processes", `Процессов без ошибок: ${loaded.length}`, `Processes without errors: ${loaded.length}`);
  return wrong(
    "processes",
    { ru: `С ошибками: ${broken.join(", ")}`, en: `With errors: ${broken.join(", ")}` },
    { ru: "Посмотрите их: ordo check", en: "See them: ordo check" },
  );
}

/** Files and what runs: what differs was changed and not deployed, or deployed from elsewhere. */
function drift(loaded: Loaded, current: ReadonlyMap<string, string> | null): readonly Finding[] {
  if (current === null) return [];
  const digests = new Map<string, string>(
    loaded.flatMap(({ definition }) => (definition === null ? [] : [[definition.process, definition.digest]])),
  );
  const changed = [...digests].filter(([process, digest]) => current.has(process) && current.get(process) !== digest);
  const fresh = [...digests.keys()].filter((process) => !current.has(process));
  const gone = [...current.keys()].filter(
    (process) => !loaded.some(({ definition }) => definition?.process === process),
  );
  const parts = [
    { ids: changed.map(([process]) => process), ru: "изменены", en: "changed" },
    { ids: fresh, ru: "не развёрнуты", en: "not deployed" },
    { ids: gone, ru: "развёрнуты, а файлов нет", en: "deployed, without files" },
  ].filter(({ ids }) => ids.length > 0);
  if (parts.length === 0)
    return [fine("drift", "Развёрнуто то, что в файлах", "What is deployed is what the files say")];
  return [
    doubtful(
      "drift",
      {
        ru: `Файлы расходятся с развёрнутым: ${parts.map(({ ids, ru }) => `${ru} — ${ids.join(", ")}`).join("; ")}`,
        en: `Files and what is deployed differ: ${parts.map(({ ids, en }) => `${en}: ${ids.join(", ")}`).join("; ")}`,
      },
      {
        ru: "Что изменится, покажет ordo plan; ввести в силу — ordo deploy",
        en: "`ordo plan` shows what would change; `ordo deploy` puts it in force",
      },
    ),
  ];
}

const DAYS_AHEAD = 30;
const DAY_MS = 86_400_000;

/** A calendar whose next year has no decree is drafted: deadlines on it would shift when the decree comes. */
function runsOut(calendar: Calendar, now: number): Finding {
  const check = "calendar";
  const years = [now, now + DAYS_AHEAD * DAY_MS].map((at) => new Date(at).getUTCFullYear());
  const missing = years.find((year) => calendar.isProvisional(year));
  if (missing === undefined)
    return fine(
      check,
      `Календарь ${calendar.id}: известен на ${DAYS_AHEAD} дней вперёд`,
      `Calendar ${calendar.id}: known ${DAYS_AHEAD} days ahead`,
    );
  return doubtful(
    check,
    {
      ru: `Календарь ${calendar.id}: ${missing} год ещё не внесён`,
      en: `Calendar ${calendar.id}: the year ${missing} is not in it yet`,
    },
    {
      ru: `Внесите его по постановлению: ordo calendar import <файл> --year ${missing} --name ${calendar.id}, затем ordo deploy`,
      en: `Add it from its decree: ordo calendar import <file> --year ${missing} --name ${calendar.id}, then ordo deploy`,
    },
  );
}

function isError({ severity }: Problem): boolean {
  return severity === "error";
}
