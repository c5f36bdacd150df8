import { foldText } from "../base/fold-text.ts";
import { id, type UserId } from "../base/ids.ts";
import { instant } from "../base/instant.ts";
import { isRecord, type RecordSnapshot, refOf } from "../base/value.ts";
import { datesAt } from "../calendar/dates-at.ts";
import type { Catalog } from "../definition/catalog.ts";
import { actsToday } from "../people/acts-today.ts";
import type { DirectorySnapshot } from "../people/directory.ts";
import type { Viewer } from "../people/viewer.ts";
import type { Operations } from "../ports/operations.ts";
import type { InstanceRow } from "../ports/queries.ts";
import { why } from "../view/why.ts";
import type { Found, FoundInstance, FoundPerson, FoundRecord, FoundWaiting, RecordSearch } from "./finding.ts";
import type { Shown, UseCases } from "./use-cases.ts";

/** Characters of a search that count; whoever asks may send anything. */
const TEXT_MAX = 200;

/** Processes told of beside one record. */
const PROCESSES_MAX = 3;

/** Hits of one kind, whoever asks. */
const LIMIT_MAX = 20;

/** What looking needs. */
export interface Finding {
  readonly engine: Pick<UseCases, "seenInstances" | "showTo" | "people" | "now">;
  readonly operations: Pick<Operations, "look" | "find">;
  /** Absent: the CRM is asked by phone, address and title. */
  readonly searchRecords?: RecordSearch;
  readonly catalog: () => Promise<Catalog | null>;
  /** Live instances about a record, whoever may see them. */
  readonly openAbout: (ref: string) => Promise<number>;
}

/** Looks for a text everywhere. @see Reading.find */
export async function findAnything(of: Finding, text: string, viewer: Viewer, limit = 5): Promise<Found> {
  const sought = text.trim().slice(0, TEXT_MAX);
  if (sought === "") return { records: [], instances: [], people: [] };
  const most = Math.min(Math.max(limit, 1), LIMIT_MAX);
  const people = await of.engine.people();
  const catalog = await of.catalog();
  const telling = { viewer, people, catalog };
  const records: FoundRecord[] = [];
  for (const record of await recordsFor(of, catalog, sought, most)) records.push(await toldRecord(of, record, telling));
  const instances: FoundInstance[] = [];
  for (const row of await instancesFor(of, sought, viewer, most))
    instances.push(...(await toldInstance(of, row, telling)));
  return { records, instances, people: peopleFor(people, sought, most) };
}

interface Telling {
  readonly viewer: Viewer;
  readonly people: DirectorySnapshot;
  readonly catalog: Catalog | null;
}

async function recordsFor(
  of: Finding,
  catalog: Catalog | null,
  sought: string,
  limit: number,
): Promise<readonly RecordSnapshot[]> {
  const found = new Map<string, RecordSnapshot>();
  const look = async (ref: string): Promise<void> => {
    const record = await of.operations.look(ref);
    if (isRecord(record)) found.set(record.ref, record);
  };
  const types = Object.keys(catalog?.records ?? {});
  const ref = refOf(sought);
  if (ref !== null && types.includes(ref.slice(0, ref.indexOf("/")))) await look(ref);
  else if (/^[#№]?\s*\d{1,9}$/u.test(sought))
    for (const type of types) await look(`${type}/${sought.replace(/\D/gu, "")}`);
  for (const type of types) {
    if (found.size >= limit) break;
    if (of.searchRecords === undefined)
      for (const one of await metBy(of, catalog, { type, sought, limit })) await look(one);
    else for (const record of await of.searchRecords(type, sought, limit)) found.set(record.ref, record);
  }
  return [...found.values()].slice(0, limit);
}

/** Of a CRM that is asked by filters: the newest that fit. */
async function metBy(
  { operations }: Finding,
  catalog: Catalog | null,
  { type, sought, limit }: { readonly type: string; readonly sought: string; readonly limit: number },
): Promise<readonly string[]> {
  const fields = catalog?.records[type]?.fields ?? {};
  const isPhone = /^[\s\d()+.–-]{7,}$/u.test(sought);
  const field = isPhone ? "phone" : sought.includes("@") ? "email" : "title";
  if (!Object.hasOwn(fields, field)) return [];
  const filter = field === "title" ? { title: { contains: sought } } : { [field]: sought };
  return (await operations.find(type, filter)).slice(-limit);
}

async function toldRecord(of: Finding, record: RecordSnapshot, telling: Telling): Promise<FoundRecord> {
  const { ref, type, stageKind } = record;
  const live = { about: ref, status: ["running", "suspended"] } as const;
  const { rows } = await of.engine.seenInstances(telling.viewer, live, { limit: PROCESSES_MAX });
  const processes: FoundInstance[] = [];
  for (const row of rows) processes.push(...(await toldInstance(of, row, telling)));
  const title = record["title"];
  const responsible = record["responsible"];
  return {
    ...{ ref, type, stageKind, processes },
    typeTitle: telling.catalog?.records[type]?.title ?? type,
    title: typeof title === "string" && title !== "" ? title : ref,
    stage: stageTitle(record, telling.catalog),
    responsible: typeof responsible === "string" ? id<UserId>(responsible) : null,
    open: await of.openAbout(ref),
  };
}

/** Of a type with pipelines the stage of the record's own. */
function stageTitle(record: RecordSnapshot, catalog: Catalog | null): string | null {
  const [stage, pipeline] = [record["stage"], record["pipeline"]];
  if (typeof stage !== "string") return null;
  const type = catalog?.records[record.type];
  const own = typeof pipeline === "string" ? type?.pipelines[pipeline]?.stages[stage] : undefined;
  const any = Object.values(type?.pipelines ?? {}).flatMap(({ stages }) => stages[stage] ?? []);
  return (own ?? type?.stages[stage] ?? any[0])?.title ?? stage;
}

async function instancesFor(
  { engine }: Finding,
  sought: string,
  viewer: Viewer,
  limit: number,
): Promise<readonly InstanceRow[]> {
  const named = /^[\w-]+\/\d{1,15}$/u.test(sought) ? await engine.showTo(viewer, sought) : null;
  if (named !== null) return [named.row];
  return (await engine.seenInstances(viewer, { text: sought }, { limit })).rows;
}

/** Nothing where it went away meanwhile. */
async function toldInstance(of: Finding, row: InstanceRow, telling: Telling): Promise<readonly FoundInstance[]> {
  const shown = await of.engine.showTo(telling.viewer, row.id);
  if (shown === null) return [];
  const { process, number, subject, status, requester, startedAt, endedAt } = row;
  return [
    {
      ...{ id: row.id, process, number, subject, status, requester, startedAt, endedAt },
      title: shown.definition.title,
      waiting: endedAt === null ? waitingOf(of, shown, telling.people) : [],
    },
  ];
}

function waitingOf({ engine }: Finding, shown: Shown, people: DirectorySnapshot): readonly FoundWaiting[] {
  const now = engine.now();
  const today = datesAt(now, shown.definition.calendar);
  return why(shown, { people, now }).places.map((place) => {
    const tasks = Object.values(shown.instance.tasks).filter((task) => place.tasks.includes(task.id));
    const [next] = place.next;
    const acting = tasks.flatMap((task) => actsToday(people, task, today));
    return {
      step: place.step,
      title: tasks[0]?.title ?? place.title,
      since: instant(Date.parse(place.since)),
      people: acting.filter(({ user }, index) => acting.findIndex((one) => one.user === user) === index),
      next: next === undefined ? null : { at: next.at, text: next.text },
    };
  });
}

/** Everybody who works here and whose name has all the words. */
function peopleFor(people: DirectorySnapshot, sought: string, limit: number): readonly FoundPerson[] {
  const words = foldText(sought).split(/\s+/u);
  const named = Object.values(people.users).filter((person) => {
    const name = foldText(person.name);
    return person.active && words.every((word) => name.includes(word));
  });
  return named.slice(0, limit).map(({ id: user, name, position, department }) => ({
    id: id<UserId>(user),
    ...{ name, position },
    department: department === null ? null : (people.departments[department]?.title ?? department),
  }));
}
