import { Readable } from "node:stream";
import { id, type UserId } from "../../../engine/base/ids.ts";
import { isList, isMap, isTagged, refOf, type Value, type ValueMap } from "../../../engine/base/value.ts";
import { isoText } from "../../../engine/calendar/iso-text.ts";
import type { DirectorySnapshot } from "../../../engine/people/directory.ts";
import { personOf } from "../../../engine/people/lookup.ts";
import { registryCsv } from "../../../engine/registry/export-csv.ts";
import type { RegistryPage, RegistryShown } from "../../../engine/runtime/registry-reading.ts";
import { type Call, Reply } from "../api-route.ts";
import { choiceRows, choicesOf } from "../form-field.ts";
import { notFound, notPermitted, Problem } from "../problem.ts";
import { personShown, plainValue } from "../records/record-shown.ts";
import { type RegistryQuery, registryFilterOf, registrySortOf } from "./registry-asking.ts";
import { calledBy, plainText, registrySheet, rowHead, type SheetColumn } from "./registry-sheet.ts";

/** Rows of a workbook: it is built in memory. CSV has no such bound. */
const SHEET_ROWS_MAX = 20_000;
const EXPORT_PAGE = 1_000;

interface OfRegistry {
  readonly registry: string;
}

type Asked<Params = OfRegistry, Query = unknown, Body = unknown> = Pick<
  Call<Params, Query, Body>,
  "service" | "viewer" | "params" | "query" | "body" | "locale"
>;

/** The registries that the viewer may read. */
export async function readRegistries(call: Asked<unknown>) {
  const { service, viewer } = call;
  const written = new Map((await service.useCases.registries()).map((one) => [one.name, one]));
  const declared = Object.keys(service.assembled.catalog?.registries ?? {});
  const registries = [];
  for (const name of new Set([...declared, ...written.keys()])) {
    const page = await service.useCases.registryPage({ viewer, registry: name, limit: 1 });
    if (page === null) continue;
    const one = written.get(name);
    registries.push({ name, title: page.title, sealed: one?.head?.count ?? 0, unsealed: one?.unsealed ?? 0 });
  }
  return { registries };
}

/** A page of rows. */
export async function readRows(
  call: Asked<OfRegistry, RegistryQuery & { readonly limit: number; readonly after?: string }>,
) {
  const { service, params, query } = call;
  const page = await pageOf(call, { limit: query.limit, after: query.after ?? null });
  const people = await service.useCases.people();
  const columns = await columnsOf(params.registry, page, call);
  const numbers = await service.useCases.numbers([...new Set(page.rows.map(({ instance }) => instance))]);
  return {
    ...{ title: page.title, columns, next: page.next, complete: page.complete },
    names: await namesOf(call, page.rows, columns, people),
    rows: page.rows.map(({ number, at, by, process, instance, sequence, entry, erased }) => ({
      ...{ number, at: new Date(at).toISOString(), by: personShown(by, people), process, instance, sequence, erased },
      instanceNumber: numbers[instance] ?? null,
      entry: plainEntry(entry),
    })),
  };
}

/** How many rows fit, sums of money, and groups for the chart. */
export async function readTotals(call: Asked<OfRegistry, RegistryQuery & { readonly groupBy?: string }>) {
  const { service, viewer, params, query } = call;
  const { registry } = params;
  const { groupBy } = query;
  const filter = registryFilterOf(query);
  const totals = await service.useCases.registryTotals({
    ...{ viewer, registry, filter },
    ...(groupBy === undefined ? {} : { groupBy }),
  });
  if (totals === null) throw noRegistry();
  const people = await service.useCases.people();
  const [first] = (await pageOf(call, { limit: 1, after: null })).rows;
  const page = await service.useCases.registryPage({ viewer, registry, limit: 1 });
  const columns = page === null ? [] : await columnsOf(registry, page, call);
  const column = columns.find(({ name }) => name === groupBy) ?? null;
  const keys = totals.groups.map(({ key }) => ({ ...first, entry: { key } }) as unknown as RegistryShown);
  const names = column === null ? {} : await namesOf(call, keys, [{ ...column, name: "key" }], people);
  const title = (key: string): string =>
    groupBy === "by"
      ? (personOf(people, key)?.name ?? key)
      : column === null
        ? key
        : plainText(key, column, { names, locale: call.locale });
  return { ...totals, groups: totals.groups.map((group) => ({ ...group, title: title(group.key) })) };
}

/** All rows as CSV, as they are read: of any length. */
export async function exportCsv(call: Asked<OfRegistry, RegistryQuery>) {
  const first = await pageOf(call, { limit: EXPORT_PAGE, after: null });
  const columns = await columnsOf(call.params.registry, first, call);
  const people = await call.service.useCases.people();
  const zone = await call.service.useCases.zone();
  const words = rowHead({ columns, locale: call.locale });
  const order = {
    ...{ columns, bom: true, separator: call.locale === "ru" ? (";" as const) : ("," as const) },
    // The wall clock of the zone that the header names: spreadsheets read it as a time.
    when: (at: RegistryShown["at"]) => isoText(at, zone).slice(0, 19).replace("T", " "),
    head: [words.number, `${words.at} (${zone})`, words.process, words.id, words.step, words.by],
  } as const;
  async function* lines(): AsyncGenerator<string> {
    let isHead = true;
    for await (const rows of pagesFrom(call, first)) {
      const names = await namesOf(call, rows, columns, people);
      const numbers = await call.service.useCases.numbers([...new Set(rows.map(({ instance }) => instance))]);
      const written = rows.map((row) => ({
        ...{
          at: row.at,
          process: calledBy(row, numbers) as RegistryShown["process"],
          instance: row.instance,
          step: row.step,
        },
        seal: row.number === null ? null : { number: row.number },
        actor: row.by === null ? null : id<UserId>(personOf(people, row.by)?.name ?? row.by),
        entry: inWords(row, columns, { names, locale: call.locale }),
      }));
      const [head, ...rest] = [...registryCsv(written, order)];
      yield (isHead ? (head ?? "") : "") + rest.join("");
      isHead = false;
    }
  }
  return new Reply(Readable.from(lines()), { headers: attachment(call.params.registry, "csv") });
}

/** All rows as XLSX. @throws {Problem} `EXPORT_TOO_LARGE` */
export async function exportXlsx(call: Asked<OfRegistry, RegistryQuery>) {
  const { service, params, locale } = call;
  const first = await pageOf(call, { limit: EXPORT_PAGE, after: null });
  const columns = await columnsOf(params.registry, first, call);
  const all: RegistryShown[] = [];
  for await (const rows of pagesFrom(call, first)) {
    all.push(...rows);
    if (all.length > SHEET_ROWS_MAX) throw tooLarge();
  }
  const people = await service.useCases.people();
  const names = await namesOf(call, all, columns, people);
  const persons = all.flatMap(({ by }) => (by === null ? [] : [[by, personOf(people, by)?.name ?? by] as const]));
  const numbers = await service.useCases.numbers([...new Set(all.map(({ instance }) => instance))]);
  const zone = await service.useCases.zone();
  const bytes = await registrySheet({
    ...{ title: first.title, columns, rows: all, numbers, zone, locale },
    names: { ...names, ...Object.fromEntries(persons) },
  });
  return new Reply(bytes, { headers: attachment(params.registry, "xlsx") });
}

/** Does the chain hold, and what is its head? */
export async function verify(call: Asked) {
  const { service, params } = call;
  await readable(call);
  const { useCases } = service;
  const verification = await useCases.verifyRegistry(params.registry);
  const summary = (await useCases.registries()).find(({ name }) => name === params.registry);
  const head = summary?.head ?? null;
  return {
    sealed: verification?.sealed ?? 0,
    unsealed: verification?.unsealed ?? 0,
    erased: verification?.erased ?? 0,
    breaches: verification?.breaches ?? 0,
    head: head === null ? null : { count: head.count, chain: head.chain, at: new Date(head.at).toISOString() },
  };
}

/** Saved views: the viewer's own, then shared ones. */
export async function readViews(call: Asked) {
  await readable(call);
  const { service, viewer, params } = call;
  const views = await service.useCases.views(viewer, params.registry);
  const people = await service.useCases.people();
  return {
    views: views.map(({ owner, name, filter, shared }) => ({
      ...{ name, shared, isOwn: owner === viewer.user, owner: personOf(people, owner)?.name ?? owner },
      filter: textsIn(filter),
    })),
  };
}

/** Keeps a view of the viewer's own. */
export async function saveView(
  call: Asked<
    OfRegistry & { readonly name: string },
    unknown,
    { readonly filter: Readonly<Record<string, string>>; readonly shared: boolean }
  >,
): Promise<void> {
  await readable(call);
  const { service, viewer, params, body } = call;
  const { registry, name } = params;
  const isSaved = await service.useCases.saveView(viewer, { registry, name, ...body });
  if (!isSaved) throw notPermitted();
}

/** Takes a view of the viewer's own away. */
export async function removeView(call: Asked<OfRegistry & { readonly name: string }>): Promise<void> {
  const { service, viewer, params } = call;
  const isGone = await service.useCases.removeView(viewer, { registry: params.registry, name: params.name });
  if (!isGone) throw notFound({ ru: "Такого представления нет", en: "There is no such view" });
}

async function readable({ service, viewer, params }: Asked): Promise<void> {
  const page = await service.useCases.registryPage({ viewer, registry: params.registry, limit: 1 });
  if (page === null) throw noRegistry();
}

async function pageOf(
  { service, viewer, params, query }: Asked<OfRegistry, RegistryQuery>,
  at: { readonly limit: number; readonly after: string | null },
): Promise<RegistryPage> {
  const wanted = { viewer, registry: params.registry, filter: registryFilterOf(query), sort: registrySortOf(query) };
  const page = await service.useCases.registryPage({ ...wanted, ...at });
  if (page === null) throw noRegistry();
  return page;
}

async function* pagesFrom(call: Asked<OfRegistry, RegistryQuery>, first: RegistryPage) {
  for (let page = first; ; ) {
    yield page.rows;
    if (page.next === null) return;
    page = await pageOf(call, { limit: EXPORT_PAGE, after: page.next });
  }
}

/** Columns with what their choices are called. */
async function columnsOf(
  registry: string,
  page: RegistryPage,
  { service }: Pick<Asked, "service">,
): Promise<readonly SheetColumn[]> {
  const { assembled } = service;
  const registries = assembled.catalog?.registries ?? {};
  const declared = (Object.hasOwn(registries, registry) ? registries[registry]?.columns : null) ?? {};
  const rows = await choiceRows(assembled, assembled.catalog, Object.values(declared));
  return page.columns.map(({ name, title, type }) => {
    const column = Object.hasOwn(declared, name) ? declared[name] : undefined;
    const isLink = type === "record" || type === "records";
    const records = isLink && Array.isArray(column?.of) ? (column.of as readonly string[]) : [];
    return { name, title, type, records, choices: column === undefined ? null : choicesOf(column, rows) };
  });
}

/** Titles of the records and names of the people that stand in these rows. */
async function namesOf(
  { service }: Pick<Asked, "service">,
  rows: readonly Pick<RegistryShown, "entry">[],
  columns: readonly SheetColumn[],
  people: DirectorySnapshot,
): Promise<Readonly<Record<string, string>>> {
  const within = (types: readonly string[]) => {
    const named = columns.filter(({ type }) => types.includes(type)).map(({ name }) => name);
    return [...new Set(rows.flatMap(({ entry }) => named.flatMap((name) => textsOf(entry[name] ?? null))))];
  };
  // Of a decision in a list: who decided, and for whom.
  const deciders = rows.flatMap(({ entry }) => Object.values(entry).flatMap(decidersIn));
  const persons = [...new Set([...within(["user", "users"]), ...deciders])].flatMap((user) => {
    const name = personOf(people, user)?.name;
    return name === undefined ? [] : [[user, name] as const];
  });
  const refs = within(["record", "records"]).filter((ref) => refOf(ref) !== null);
  return { ...Object.fromEntries(persons), ...(await titlesOf(service, refs)) };
}

async function titlesOf(
  { assembled }: Asked["service"],
  refs: readonly string[],
): Promise<Readonly<Record<string, string>>> {
  const { editing, crm } = assembled.outside;
  if (editing !== null) return editing.titles(refs);
  const titles: Record<string, string> = {};
  for (const ref of refs) {
    const title = (await crm.look(ref))?.["title"];
    if (typeof title === "string") titles[ref] = title;
  }
  return titles;
}

function inWords(
  { entry, erased }: RegistryShown,
  columns: readonly SheetColumn[],
  { names, locale }: { readonly names: Readonly<Record<string, string>>; readonly locale: "ru" | "en" },
): ValueMap {
  const cells = columns.map((column) => {
    const value = entry[column.name] ?? null;
    if (erased.includes(column.name)) return [column.name, locale === "ru" ? "стёрто" : "erased"] as const;
    return [column.name, isOfNumbers(value) ? value : plainText(value, column, { names, locale })] as const;
  });
  return Object.fromEntries(cells);
}

/** What a cell holds as it is: numbers, and dates in the writing of ISO 8601. */
function isOfNumbers(value: Value): boolean {
  return typeof value === "number" || value === null || isTagged(value);
}

function plainEntry(entry: ValueMap): ValueMap {
  return Object.fromEntries(Object.entries(entry).map(([name, value]) => [name, plainValue(value)]));
}

function textsOf(value: Value): readonly string[] {
  if (typeof value === "string") return [value];
  return Array.isArray(value) ? value.flatMap(textsOf) : [];
}

function decidersIn(value: Value): readonly string[] {
  if (isList(value)) return value.flatMap(decidersIn);
  if (!isMap(value) || value["outcome"] === undefined) return [];
  return [value["by"], value["onBehalfOf"], value["overrideBy"]].filter((one) => typeof one === "string");
}

function textsIn(filter: Value): Readonly<Record<string, string>> {
  if (typeof filter !== "object" || filter === null) return {};
  return Object.fromEntries(
    Object.entries(filter).flatMap(([name, value]) => (typeof value === "string" ? [[name, value] as const] : [])),
  );
}

function attachment(registry: string, ending: string): Readonly<Record<string, string>> {
  const name = registry.replaceAll(/[^\w-]/g, "_");
  return { "content-disposition": `attachment; filename="${name}.${ending}"`, "cache-control": "no-store" };
}

function noRegistry(): Problem {
  return notFound({ ru: "Такого реестра нет", en: "There is no such registry" });
}

function tooLarge(): Problem {
  return new Problem("EXPORT_TOO_LARGE", {
    says: {
      ru: `В книге Excel было бы больше ${SHEET_ROWS_MAX} строк.`,
      en: `The workbook would hold more than ${SHEET_ROWS_MAX} rows.`,
    },
    remedy: { ru: "Сузьте отбор или возьмите CSV.", en: "Narrow the filter, or take CSV." },
  });
}
