import type { Field } from "../../engine/base/field.ts";
import type { Value, ValueMap } from "../../engine/base/value.ts";
import { membersOf } from "../../engine/people/lookup.ts";
import { readScenario } from "../../engine/simulation/read-scenario.ts";
import { DEFAULT_NOW, type Scenario } from "../../engine/simulation/scenario.ts";
import { type Json, plain } from "../../engine/view/plain.ts";
import { sampleCompany } from "../command-line/dry-run-opening.ts";
import { LoaderPool } from "../command-line/loader-pool.ts";
import { pathInside, type WorkPlace } from "./work-place.ts";

/** Something that may be chosen. */
interface Choice {
  readonly value: string;
  readonly title: string;
}

/** A start that a scenario has, to begin from. */
export interface TrialExample {
  /** Of the scenario, inside the process's folder. */
  readonly path: string;
  readonly name: string;
  readonly by: string | null;
  /** One of both is null. */
  readonly input: Json;
  readonly event: Json;
  readonly at: string;
}

/** What a dry run of a process asks for, with what the sample company has to choose from. */
export interface Trial {
  readonly fields: readonly Field[];
  /** Rows of reference lists. */
  readonly lists: Readonly<Record<string, readonly ValueMap[]>>;
  readonly people: readonly Choice[];
  /** Records by type. */
  readonly records: Readonly<Record<string, readonly Choice[]>>;
  /** Who may fill the form in; empty: it is not started by a form. */
  readonly starters: readonly Choice[];
  /** Events that start it. */
  readonly events: readonly string[];
  readonly examples: readonly TrialExample[];
}

const EXAMPLES_MAX = 60;
const RECORDS_MAX = 500;

/** Null: the files have errors, and nothing can be tried. */
export function workTrial({ folder, source }: WorkPlace): Trial | null {
  const pool = new LoaderPool(source);
  const data = sampleCompany(folder, {}, pool);
  const loader = pool.checkedAgainst(data.people);
  const { definition } = loader.load(folder);
  if (definition === null) return null;
  const catalog = loader.catalog(folder);
  const { users } = data.people;
  const active = Object.values(users).filter((person) => person.active);
  const people = active.map(({ id, name }) => ({ value: id, title: name }));
  const forms = definition.starts.flatMap((start) => (start.kind === "form" ? [start] : []));
  const isOpen = forms.some(
    ({ candidateGroups, candidateUsers }) => candidateGroups.length === 0 && candidateUsers.length === 0,
  );
  const starters = new Set<string>(
    forms.flatMap(({ candidateGroups }) => candidateGroups.flatMap((group) => membersOf(data.people, group))),
  );
  const { zone } = definition.calendar;
  return {
    fields: definition.inputs.filter(({ hidden }) => !hidden).map(plainField),
    lists: {
      ...Object.fromEntries(Object.entries(catalog?.lists ?? {}).map(([name, { values }]) => [name, values] as const)),
      ...data.records.lists,
    },
    people,
    records: recordsOf(data.records.records),
    starters: people.filter(({ value }) => isOpen || starters.has(value)),
    events: definition.starts.flatMap((start) => (start.kind === "event" ? start.types : [])),
    examples: source
      .read(folder)
      .scenarios.flatMap((path) => exampleIn(path, { pool, folder, zone }))
      .slice(0, EXAMPLES_MAX),
  };
}

/** The declaration alone: what is compiled cannot leave the thread. */
function plainField(field: Field): Field {
  const { name, type, title, required, hidden, help, of, from, values, include, currency, min, max } = field;
  const own = { name, type, title, required, hidden, help, of, from, values, include, currency, min, max };
  return { ...own, default: field.default };
}

function recordsOf(records: Readonly<Record<string, ValueMap>>): Readonly<Record<string, readonly Choice[]>> {
  const all = Object.entries(records).map(([ref, fields]) => {
    const title: Value | undefined = fields["title"];
    return { type: ref.slice(0, ref.indexOf("/")), value: ref, title: typeof title === "string" ? title : ref };
  });
  const byType = Object.groupBy(all, ({ type }) => type);
  return Object.fromEntries(
    Object.entries(byType).map(([type, own = []]) => [
      type,
      own.slice(0, RECORDS_MAX).map(({ value, title }) => ({ value, title })),
    ]),
  );
}

function exampleIn(
  path: string,
  { pool, folder, zone }: { readonly pool: LoaderPool; readonly folder: string; readonly zone: string },
): readonly TrialExample[] {
  const { document } = pool.common.reader.document(path, "scenario");
  if (document?.root.kind !== "map") return [];
  const { scenario } = readScenario(document);
  const start = startOf(scenario);
  if (start === null) return [];
  const inside = pathInside(path, folder) ?? path;
  const { name, given } = scenario;
  return [
    {
      ...{ path: inside, name, by: scenario.start?.by ?? null, at: given.now ?? DEFAULT_NOW },
      ...{ input: plain(start.input, zone), event: plain(start.event, zone) },
    },
  ];
}

/** What starts it; null: something that has to happen outside first, or records that the scenario alone has. */
function startOf({
  start,
  given,
}: Scenario): { readonly input: ValueMap | null; readonly event: ValueMap | null } | null {
  if (start === null || given.records?.some((one) => typeof one !== "string") === true) return null;
  if (start.act.kind === "input") return { input: start.act.input, event: null };
  return start.act.kind === "event" ? { input: null, event: { ...start.act.fields, type: start.act.type } } : null;
}
