import { UnknownCursor } from "../../../engine/base/unknown-cursor.ts";
import type { ValueMap } from "../../../engine/base/value.ts";
import type { DirectorySnapshot } from "../../../engine/people/directory.ts";
import { RecordRefusal } from "../../../engine/record/record-refusal.ts";
import type { RecordPast } from "../../crm/local/record-history.ts";
import { taskAddress } from "../../task-address.ts";
import { type Call, Reply } from "../api-route.ts";
import { notFound, Problem } from "../problem.ts";
import { checkSet, notKept } from "./check-set.ts";
import { filterOf, orderOf, type RecordQuery } from "./record-asking.ts";
import { namedInPast, pastShown } from "./record-past.ts";
import { type Named, namesIn, personShown, recordShown } from "./record-shown.ts";
import { type SeenType, typeShown, type Vocabulary, vocabularyOf } from "./vocabulary.ts";

/** Records of each kind of link that a card shows. */
const LINKED_MAX = 20;
/** Tasks about one record that are shown. */
const TASKS_MAX = 50;

interface OfType {
  readonly type: string;
}

interface OfRecord extends OfType {
  readonly number: string;
}

interface Paged {
  readonly limit: number;
  readonly after?: string;
}

type Asked<Params, Query = unknown, Body = unknown> = Pick<
  Call<Params, Query, Body>,
  "service" | "viewer" | "params" | "query" | "body" | "commandId" | "ifMatch"
>;

/** Types of records with all that a screen needs to draw them. */
export async function readTypes(call: Asked<unknown>) {
  const vocabulary = vocabularyOf(call);
  const lists = await vocabulary.lists();
  return { types: vocabulary.types().map((type) => typeShown(type, { catalog: vocabulary.catalog, lists })) };
}

/** A page of records. */
export async function readPage(call: Asked<OfType, RecordQuery & Paged>) {
  const { query, params } = call;
  const vocabulary = vocabularyOf(call);
  const type = vocabulary.type(params.type);
  const { by, isDescending } = orderOf(query, type);
  const find = query.find?.trim() ?? "";
  const { records, next } = await done(() =>
    vocabulary.editing.page({
      ...{ type: type.name, filter: filterOf(query, type), unseen: type.unseen },
      ...{ limit: query.limit, after: query.after ?? null, order: { by, descending: isDescending } },
      ...(find === "" ? {} : { find }),
    }),
  );
  const rows = records.map(({ record, revision }) => recordShown(record, revision, type));
  const named = records.map(({ record }): Named => ({ type, values: record }));
  return { rows, next, names: await namesOf(call, vocabulary, named) };
}

/** Records by stage. */
export async function readBoard(
  call: Asked<OfType, { readonly filter?: string; readonly pipeline?: string; readonly limit: number }>,
) {
  const { query, params, service } = call;
  const vocabulary = vocabularyOf(call);
  const type = vocabulary.type(params.type);
  const shown = typeShown(type, { catalog: vocabulary.catalog, lists: {} });
  const pipeline = shown.pipelines.find(({ name }) => name === query.pipeline) ?? shown.pipelines[0];
  const within = { ...query, ...(pipeline === undefined ? {} : { pipeline: pipeline.name }) };
  const named: Named[] = [];
  const columns = [];
  for (const stage of pipeline?.stages ?? shown.stages) {
    const filter = filterOf({ ...within, stage: stage.name }, type);
    const order = { by: null, descending: true };
    const wanted = { type: type.name, filter, limit: query.limit, after: null, order };
    const { records, next } = await done(() => vocabulary.editing.page(wanted));
    named.push(...records.map(({ record }) => ({ type, values: record })));
    const rows = records.map(({ record, revision }) => recordShown(record, revision, type));
    columns.push({ stage, rows, next, count: await countOf(service.assembled.outside.crm, type, filter) });
  }
  return { columns, names: await namesOf(call, vocabulary, named) };
}

/** A record with what links to it. */
export async function readCard(call: Asked<OfRecord>) {
  const { vocabulary, type, ref } = recordIn(call);
  return card(call, vocabulary, type, ref);
}

/** A new record; it starts what its creation starts. */
export async function create(call: Asked<OfType, unknown, { readonly set: Readonly<Record<string, unknown>> }>) {
  const { service, viewer, params, body, commandId } = call;
  const vocabulary = vocabularyOf(call);
  const type = vocabulary.type(params.type);
  const set = body.set as ValueMap;
  const people = await service.useCases.people();
  const { editing } = vocabulary;
  await checkSet(set, { type, before: null, editing, people, by: viewer.user });
  const { ref } = await done(() => editing.create({ type: type.name, set, by: viewer.user, key: commandId }));
  return card(call, vocabulary, type, ref);
}

/** Changes fields of a record; its change starts what it starts. */
export async function edit(call: Asked<OfRecord, unknown, { readonly set: Readonly<Record<string, unknown>> }>) {
  const { service, viewer, body, commandId, ifMatch } = call;
  const { vocabulary, type, ref } = recordIn(call);
  const { editing } = vocabulary;
  const expected = revisionOf(ifMatch);
  const people = await service.useCases.people();
  const before = await editing.read(ref);
  if (before === null) throw noRecord();
  const set = body.set as ValueMap;
  await checkSet(set, { type, before: before.record, editing, people, by: viewer.user });
  try {
    await done(() => editing.edit({ ref, set, by: viewer.user, expected, key: commandId }));
  } catch (error) {
    if (!(error instanceof Problem) || error.code !== "RECORD_CHANGED") throw error;
    const past = (await editing.history(ref)).filter(({ revision }) => revision > expected);
    throw await changedMeanwhile(call, { vocabulary, type, ref, past, people });
  }
  return card(call, vocabulary, type, ref);
}

/** @throws {UnknownCursor} */
function revisionAt(cursor: string): number {
  if (!/^\d{1,15}$/.test(cursor)) throw new UnknownCursor();
  return Number(cursor);
}

/** Who changed what, the newest first. */
export async function readHistory(call: Asked<OfRecord, Paged>) {
  const { service, viewer, query } = call;
  const { vocabulary, type, ref } = recordIn(call);
  await there(vocabulary, ref);
  const { useCases } = service;
  const people = await useCases.people();
  const before = query.after === undefined ? Number.POSITIVE_INFINITY : revisionAt(query.after);
  const all = (await vocabulary.editing.history(ref)).filter(({ revision }) => revision < before).toReversed();
  const page = all.slice(0, query.limit);
  const processes = await processTitles(call);
  return {
    rows: await pastShown(page, { type, viewer, useCases, people, processes }),
    names: await namesOf(call, vocabulary, namedInPast(page, type)),
    next: all.length > page.length ? String(page.at(-1)?.revision ?? 0) : null,
  };
}

/** What runs about a record, and what ran, as far as the viewer may see it. */
export async function readProcesses(call: Asked<OfRecord, Paged>) {
  const { service, viewer, query } = call;
  const { vocabulary, ref } = recordIn(call);
  await there(vocabulary, ref);
  const { useCases } = service;
  const people = await useCases.people();
  const lists = await Promise.all(
    (["mine", "group", "team", "all"] as const).map((list) =>
      useCases.inbox({ viewer, list, about: ref, limit: TASKS_MAX }),
    ),
  );
  const tasks = new Map(lists.flatMap(({ rows }) => rows.map((task) => [task.id, task] as const)));
  const instances = await useCases.seenInstances(viewer, { about: ref }, query);
  const titles = await processTitles(call);
  return {
    tasks: [...tasks.values()].slice(0, TASKS_MAX).map((task) => ({
      ...{ id: taskAddress(task.id), title: task.title, process: task.process, number: task.number },
      ...{ assignee: personShown(task.assignee, people), dueAt: isoOrNull(task.dueAt) },
    })),
    instances: instances.rows.map(({ id, process, number, subject, status, requester, startedAt, endedAt }) => ({
      ...{ id, process, title: titles.get(process) ?? process, number, subject, status },
      ...{ requester: personShown(requester, people) },
      ...{ startedAt: new Date(startedAt).toISOString(), endedAt: isoOrNull(endedAt) },
    })),
    next: instances.next,
  };
}

/** What people noted on a record, the oldest first. */
export async function readNotes(call: Asked<OfRecord>) {
  const { vocabulary, ref } = recordIn(call);
  await there(vocabulary, ref);
  const people = await call.service.useCases.people();
  const notes = await vocabulary.editing.notes(ref);
  return {
    rows: notes.map(({ text, by, at }) => ({ text, by: personShown(by, people), at: new Date(at).toISOString() })),
  };
}

/** A note; the same command again is one note. */
export async function addNote(call: Asked<OfRecord, unknown, { readonly text: string }>): Promise<void> {
  const { viewer, body, commandId } = call;
  const { vocabulary, ref } = recordIn(call);
  const note = { text: body.text, files: [] };
  await done(() => vocabulary.editing.note({ ref, note, by: viewer.user, id: commandId }));
}

function recordIn(call: Asked<OfRecord>) {
  const vocabulary = vocabularyOf(call);
  const type = vocabulary.type(call.params.type);
  return { vocabulary, type, ref: `${type.name}/${call.params.number}` };
}

async function there({ editing }: Vocabulary, ref: string): Promise<void> {
  if ((await editing.read(ref)) === null) throw noRecord();
}

async function card(call: Asked<unknown>, vocabulary: Vocabulary, type: SeenType, ref: string) {
  const read = await vocabulary.editing.read(ref);
  if (read === null) throw noRecord();
  const named: Named[] = [{ type, values: read.record }];
  const links = [];
  for (const { of, field } of linkingTo(vocabulary, type.name)) {
    const order = { by: null, descending: true };
    const wanted = { type: of.name, filter: { [field.name]: ref }, limit: LINKED_MAX, after: null, order };
    const { records, next } = await done(() => vocabulary.editing.page(wanted));
    if (records.length === 0) continue;
    named.push(...records.map(({ record }) => ({ type: of, values: record })));
    links.push({
      ...{ type: of.name, typeTitle: of.title, field: field.name, fieldTitle: field.title, hasMore: next !== null },
      rows: records.map(({ record, revision }) => recordShown(record, revision, of)),
    });
  }
  const record = recordShown(read.record, read.revision, type);
  const names = await namesOf(call, vocabulary, named);
  // Not as the answer's own tag: what links to the record changes without it.
  return new Reply({ record, names, links }, { etag: `${read.revision}` });
}

/** Fields of the vocabulary in which a record of that type may be named. */
function linkingTo(vocabulary: Vocabulary, name: string) {
  return vocabulary.types().flatMap((of) =>
    Object.values(of.fields)
      .filter(
        ({ type, of: targets }) =>
          (type === "record" || type === "records") && Array.isArray(targets) && targets.includes(name),
      )
      .map((field) => ({ of, field })),
  );
}

async function namesOf(call: Asked<unknown>, vocabulary: Vocabulary, named: readonly Named[]) {
  const people = await call.service.useCases.people();
  const titled = (type: string): boolean =>
    vocabulary.types().some(({ name, fields }) => name === type && Object.hasOwn(fields, "title"));
  return namesIn(named, { editing: vocabulary.editing, people, titled });
}

/** Titles of processes in force. */
async function processTitles({ service }: Pick<Asked<unknown>, "service">): Promise<ReadonlyMap<string, string>> {
  const versions = await service.useCases.versions();
  return new Map(versions.filter(({ current }) => current).map(({ process, title }) => [process, title]));
}

async function countOf(
  crm: { find(type: string, filter: ValueMap): Promise<readonly string[]> },
  type: SeenType,
  filter: ValueMap,
): Promise<number | null> {
  try {
    return (await crm.find(type.name, filter)).length;
  } catch (error) {
    if (error instanceof RecordRefusal) return null;
    throw error;
  }
}

/** @throws {Problem} what the records refuse, in our words */
async function done<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof RecordRefusal)) throw error;
    const { code, field, says } = error;
    if (code === "RECORD_NOT_FOUND") throw noRecord();
    if (field !== null) throw notKept({ [field]: code === "FIELD_REQUIRED" ? NEEDED : says }, code);
    throw new Problem(code, { says, remedy: { ru: "Уточните запрос.", en: "Ask for less." } });
  }
}

const NEEDED = { ru: "Нужно заполнить.", en: "This is needed." };

function revisionOf(ifMatch: string | null): number {
  const revision = Number(ifMatch);
  if (ifMatch !== null && Number.isSafeInteger(revision) && revision > 0) return revision;
  throw new Problem("REVISION_NEEDED", {
    says: {
      ru: "Не сказано, какую ревизию записи вы видели: чужая правка могла бы потеряться.",
      en: "It is not said which revision was read: somebody else's change could get lost.",
    },
    remedy: {
      ru: "Прочитайте запись и пришлите её revision в заголовке If-Match.",
      en: "Read the record, and send its revision in the header If-Match.",
    },
  });
}

/** Somebody wrote since: who, and what, without fields that the viewer may not see. */
async function changedMeanwhile(
  call: Asked<unknown>,
  of: {
    readonly vocabulary: Vocabulary;
    readonly type: SeenType;
    readonly ref: string;
    readonly past: readonly RecordPast[];
    readonly people: DirectorySnapshot;
  },
): Promise<Problem> {
  const { vocabulary, type, ref, past, people } = of;
  const read = await vocabulary.editing.read(ref);
  if (read === null) return noRecord();
  const processes = await processTitles(call);
  const { useCases } = call.service;
  const changes = await pastShown(past, { type, viewer: call.viewer, useCases, people, processes });
  const named = [...namedInPast(past, type), { type, values: read.record }];
  const who = [...new Set(changes.flatMap(({ by, cause }) => by?.name ?? cause?.title ?? []))].join(", ");
  return new Problem("RECORD_CHANGED", {
    says: {
      ru: `Пока вы правили, запись изменили${who === "" ? "" : `: ${who}`}.`,
      en: `The record was changed while you were editing${who === "" ? "" : `: ${who}`}.`,
    },
    remedy: {
      ru: "Посмотрите, что изменилось, и решите, чьё значение оставить.",
      en: "See what has changed, and decide whose value stays.",
    },
    more: {
      record: recordShown(read.record, read.revision, type),
      changes,
      names: await namesOf(call, vocabulary, named),
    },
  });
}

function noRecord(): Problem {
  return notFound({ ru: "Такой записи нет", en: "There is no such record" });
}

function isoOrNull(at: number | null): string | null {
  return at === null ? null : new Date(at).toISOString();
}
