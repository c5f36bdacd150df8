import { id as brand, type UserId } from "../../engine/base/ids.ts";
import { type Instant, instant } from "../../engine/base/instant.ts";
import { isMap, type ValueMap } from "../../engine/base/value.ts";
import type { Definition } from "../../engine/definition/model.ts";
import type { Problem } from "../../engine/definition/problem.ts";
import { valueOfNode } from "../../engine/definition/value-of-node.ts";
import { membersOf } from "../../engine/people/lookup.ts";
import { RecordRefusal } from "../../engine/record/record-refusal.ts";
import { happen } from "../../engine/simulation/happen.ts";
import { instantOf } from "../../engine/simulation/instant-of.ts";
import { World } from "../../engine/simulation/world.ts";
import type { Host } from "../../engine/simulation/world-parts.ts";
import { wrongUse } from "../complaint.ts";
import { type CompanyData, companyData } from "./company-data.ts";
import { companyLocale } from "./company-locale.ts";
import type { DryRunOptions } from "./dry-run.ts";
import { loadSettings } from "./load-settings.ts";
import type { LoaderPool } from "./loader-pool.ts";
import { neighborsOf } from "./scenario-file.ts";
import type { Terminal } from "./terminal.ts";

/** A world in which the process has just been started, or what keeps it from starting. */
export type Opening =
  | { readonly kind: "problems"; readonly problems: readonly Problem[] }
  | {
      readonly kind: "open";
      readonly world: World;
      readonly definition: Definition;
      /** The instance started; null where nothing started. */
      readonly main: () => Host | null;
      /** Why the start was refused, in the reader's language. */
      readonly refusal: string | null;
    };

/** Makes the world of a dry run without a scenario and starts the process by form, event or schedule. */
export function openDryRun(
  folder: string,
  options: DryRunOptions,
  { pool, terminal }: { readonly pool: LoaderPool; readonly terminal: Terminal },
): Opening {
  const data = sampleCompany(folder, options, pool);
  const loader = pool.checkedAgainst(data.people);
  const { definition, problems } = loader.load(folder);
  const all = [...data.problems, ...problems];
  if (!definition || data.problems.some(({ severity }) => severity === "error"))
    return { kind: "problems", problems: all };
  const world = new World({
    now: startTime(options.at, definition),
    catalog: loader.catalog(folder),
    records: data.records,
    people: data.people,
    definitions: [definition],
    definitionOf: neighborsOf(folder, pool.source, loader),
    locale: companyLocale(pool.common.reader, pool.source, folder),
    schedules: false,
  });
  const refusal = begin(world, definition, options, { pool, terminal });
  return {
    kind: "open",
    world,
    definition,
    refusal,
    main: () => world.instances.find((host) => host.definition === definition) ?? null,
  };
}

/** People and records of a dry run: those that were named, else those of the nearest `ordo.yaml`. */
export function sampleCompany(
  folder: string,
  options: Pick<DryRunOptions, "records" | "directory">,
  pool: LoaderPool,
): CompanyData {
  const settings = loadSettings(pool.common.reader, pool.source, folder);
  const records = options.records ?? settings.records;
  const directory = options.directory ?? settings.directory;
  const sources = {
    records: records === null ? [] : [records],
    directory: directory === null ? [] : [directory],
  };
  return companyData({ ...sources, lists: {}, base: null }, pool.common.reader);
}

/** Starts it; the reason where it was refused. */
function begin(
  world: World,
  definition: Definition,
  options: DryRunOptions,
  { pool, terminal }: { readonly pool: LoaderPool; readonly terminal: Terminal },
): string | null {
  if (options.event !== undefined) return beginWithEvent(world, fileOf(options.event, pool), options.event, terminal);
  const given = options.input === undefined ? {} : fileOf(options.input, pool);
  const { input, by } = splitInput(given, definition);
  if (options.input === undefined) {
    const schedule = definition.starts.find((start) => start.kind === "schedule");
    const needed = definition.inputs.filter(
      (one) => one.required && one.default === undefined && one.defaultOf === null,
    );
    if (schedule && needed.length > 0) {
      world.schedule(definition, schedule);
      return null;
    }
    if (needed.length > 0)
      throw needsInput(
        definition,
        needed.map((one) => `${one.name} (${one.title})`),
      );
  }
  const answer = world.start(definition, input, by ?? usualStarter(world, definition));
  if (answer.kind !== "rejected") return null;
  const reason =
    answer.answer?.kind === "rejected"
      ? terminal.pick(answer.answer.reason)
      : terminal.pick({
          ru: "Этот сотрудник не может запускать процесс.",
          en: "This person may not start the process.",
        });
  const fields =
    answer.answer?.kind === "rejected"
      ? Object.entries(answer.answer.fields).map(([name, note]) => `  ${name}: ${terminal.pick(note)}`)
      : [];
  return [`${terminal.pick({ ru: "Не запущен", en: "Not started" })} (${answer.code}). ${reason}`, ...fields].join(
    "\n",
  );
}

function beginWithEvent(world: World, given: ValueMap, path: string, terminal: Terminal): string | null {
  const event: ValueMap = isMap(given["event"] ?? null)
    ? { by: given["by"] ?? null, ...(given["event"] as ValueMap) }
    : given;
  const { type, with: inside = null, by = null, ...fields } = event;
  if (typeof type !== "string") {
    throw wrongUse(
      { ru: `В событии нет type: ${path}`, en: `The event has no type: ${path}` },
      {
        ru: "Пишите { type: crm.lead.created, record: lead/101 }.",
        en: "Write { type: crm.lead.created, record: lead/101 }.",
      },
    );
  }
  try {
    happen(
      world,
      { kind: "event", type, fields: { ...fields, ...(isMap(inside) ? inside : {}) } },
      typeof by === "string" ? brand<UserId>(by) : null,
    );
  } catch (error) {
    if (!(error instanceof RecordRefusal)) throw error;
    throw wrongUse(
      { ru: `Такого события не может быть: ${error.says.ru}`, en: `There can be no such event: ${error.says.en}` },
      { ru: "Назовите запись, которая есть в --records.", en: "Name a record that is in --records." },
    );
  }
  if (world.hosts.size > 0 || world.incidents.length > 0) return null;
  return terminal.pick({
    ru: "Событие ничего не запустило: ни один start процесса ему не подходит.",
    en: "The event started nothing: no start of the process fits it.",
  });
}

/** The input alone, or `{ by, input }`. */
function splitInput(given: ValueMap, definition: Definition): { readonly input: ValueMap; readonly by: UserId | null } {
  const isWrapped = isMap(given["input"] ?? null) && !definition.inputs.some((one) => one.name === "input");
  const by = isWrapped && typeof given["by"] === "string" ? brand<UserId>(given["by"]) : null;
  return { input: isWrapped ? (given["input"] as ValueMap) : given, by };
}

/** Whoever may fill in the form first: a dry run shows what happens, so somebody has to have asked for it. */
function usualStarter(world: World, definition: Definition): UserId | null {
  const form = definition.starts.find((start) => start.kind === "form");
  if (form?.kind !== "form") return null;
  const candidates = form.candidateGroups.flatMap((group) => membersOf(world.people, group));
  const isOpen = form.candidateGroups.length === 0 && form.candidateUsers.length === 0;
  return candidates[0] ?? (isOpen ? firstPerson(world) : null);
}

function firstPerson({ people }: World): UserId | null {
  const person = Object.values(people.users).find(({ active }) => active);
  return person ? brand<UserId>(person.id) : null;
}

function fileOf(path: string, pool: LoaderPool): ValueMap {
  const { document, problems } = pool.common.reader.document(path, "scenario");
  const value = document ? valueOfNode(document.root) : null;
  if (isMap(value)) return value;
  const first = problems[0];
  throw wrongUse(
    first
      ? {
          ru: `${path}:${first.place.line}: ${first.message.ru}`,
          en: `${path}:${first.place.line}: ${first.message.en}`,
        }
      : { ru: `Здесь нет значений: ${path}`, en: `There are no values here: ${path}` },
    first
      ? first.remedy
      : { ru: "Пишите имя: значение, как в input процесса.", en: "Write name: value, as in the process's input." },
  );
}

function startTime(at: string | undefined, definition: Definition): Instant {
  // The one place of a dry run where the real clock may be asked: nobody said when it is.
  if (at === undefined) return instant(Math.floor(Date.now() / 60_000) * 60_000);
  const found = instantOf(at, definition.calendar.zone);
  if (found !== null) return found;
  throw wrongUse(
    { ru: `--at: это не момент времени: ${at}`, en: `--at: this is no instant: ${at}` },
    { ru: "Пишите 2026-11-20T10:00:00+03:00.", en: "Write 2026-11-20T10:00:00+03:00." },
  );
}

function needsInput(definition: Definition, names: readonly string[]): Error {
  const events = definition.starts.flatMap((start) => (start.kind === "event" ? start.types : []));
  const event = events[0];
  const remedy =
    event === undefined
      ? {
          ru: "Дайте их файлом: --input вход.yaml (имя: значение).",
          en: "Give them in a file: --input input.yaml (name: value).",
        }
      : {
          ru: `Дайте событие: --event событие.yaml ({ type: ${event}, record: … }), --input, или сценарий: --scenario.`,
          en: `Give an event: --event event.yaml ({ type: ${event}, record: … }), --input, or a scenario: --scenario.`,
        };
  return wrongUse(
    {
      ru: `Процессу нужны входные данные: ${names.join(", ")}.`,
      en: `The process needs its input: ${names.join(", ")}.`,
    },
    remedy,
  );
}
