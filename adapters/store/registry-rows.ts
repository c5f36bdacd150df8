import { CompiledQuery, sql } from "kysely";
import { type InstanceId, id, type ProcessId } from "../../engine/base/ids.ts";
import { instant } from "../../engine/base/instant.ts";
import type { HistoryEvent, RegistryAppended } from "../../engine/instance/event.ts";
import type { Registries, RegistryRow, SealedRow } from "../../engine/ports/registries.ts";
import type { Appended } from "../../engine/registry/compare-history.ts";
import { ERASURES, REMOVALS } from "../../engine/registry/erasure.ts";
import { textsOf } from "./bulk.ts";
import type { Database } from "./database.ts";
import { eventsOfText } from "./history-text.ts";
import type { Schema } from "./schema.ts";

/** A row as the three tables give it. */
interface Cells {
  readonly registry: string;
  readonly instance: string;
  readonly sequence: number;
  readonly process: string;
  readonly step: string;
  readonly actor: string | null;
  readonly at: number;
  readonly number: number | null;
  readonly entry: string;
  readonly salts: string;
  readonly erased: string;
  readonly digest: string | null;
  readonly chain: string | null;
  readonly commitments: string | null;
  readonly sealed_at: number | null;
}

/** Rows of registries with their values and seals; the caller says which and in what order. */
export function selectRows({ db }: Pick<Database, "db">) {
  return db
    .selectFrom("registry_row as row")
    .innerJoin("registry_value as value", (join) =>
      join
        .onRef("value.registry", "=", "row.registry")
        .onRef("value.instance", "=", "row.instance")
        .onRef("value.sequence", "=", "row.sequence"),
    )
    .leftJoin("registry_seal as seal", (join) =>
      join
        .onRef("seal.registry", "=", "row.registry")
        .onRef("seal.instance", "=", "row.instance")
        .onRef("seal.sequence", "=", "row.sequence"),
    )
    .select(["row.registry", "row.instance", "row.sequence", "row.process", "row.step", "row.actor", "row.at"])
    .select(["row.number", "value.entry", "value.salts", "value.erased"])
    .select(["seal.digest", "seal.chain", "seal.commitments", "seal.sealed_at"]);
}

/** The row without what sealing added. */
export function plainRow(cells: Cells): RegistryRow {
  const { registry, instance, sequence, process, step, actor, at, entry } = cells;
  return {
    registry,
    instance: id(instance),
    sequence,
    process: id(process),
    step,
    actor: actor === null ? null : id(actor),
    at: instant(at),
    entry: parsed(entry, {}),
  };
}

/** The row with its seal. Somebody may have written past us: what cannot be read comes as empty and will not verify. */
export function sealedRow(cells: Cells): SealedRow {
  const { number, digest, chain, commitments, sealed_at, salts, erased } = cells;
  const seal = {
    digest: digest ?? "",
    chain: chain ?? "",
    commitments: parsed<Readonly<Record<string, string>>>(commitments ?? "{}", {}),
    sealedAt: instant(sealed_at ?? 0),
  };
  return {
    ...plainRow(cells),
    seal: number === null ? null : { number, ...seal },
    salts: parsed(salts, {}),
    erased: parsed(erased, []),
  };
}

/** A page by number, then those that wait for their seal. */
export async function rowsByNumber(
  database: Database,
  registry: string,
  { after = 0, limit }: Parameters<Registries["rows"]>[1],
): Promise<readonly SealedRow[]> {
  const sealed = selectRows(database).where("row.registry", "=", registry).where("row.number", ">", after);
  const page = await sealed.orderBy("row.number").limit(limit).execute();
  const waiting = page.length < limit ? await unsealedRows(database, registry, limit) : [];
  return [...page, ...waiting].map(sealedRow);
}

/** In the order in which they will be sealed. */
export async function unsealedRows(database: Database, registry: string, limit: number): Promise<readonly Cells[]> {
  return await selectRows(database)
    .where("row.registry", "=", registry)
    .where("row.number", "is", null)
    .orderBy("row.at")
    .orderBy("row.instance")
    .orderBy("row.sequence")
    .limit(limit)
    .execute();
}

/** Rows that fit, newest first. */
export async function findRows(
  database: Database,
  registry: string,
  { instance, actor, from, to, limit }: Parameters<Registries["find"]>[1],
): Promise<readonly SealedRow[]> {
  let query = selectRows(database).where("row.registry", "=", registry);
  if (instance !== undefined) query = query.where("row.instance", "=", instance);
  if (actor !== undefined) query = query.where("row.actor", "=", actor);
  if (from !== undefined) query = query.where("row.at", ">=", from);
  if (to !== undefined) query = query.where("row.at", "<=", to);
  const ordered = query.orderBy("row.at", "desc").orderBy("row.instance", "desc").orderBy("row.sequence", "desc");
  return (await ordered.limit(limit).execute()).map(sealedRow);
}

/** Rows by time, a window of them. */
export async function scanRows(
  database: Database,
  registry: string,
  { instance, actor, from, to, ascending, after, limit }: Parameters<Registries["scan"]>[1],
): Promise<readonly SealedRow[]> {
  const direction = ascending ? "asc" : "desc";
  const than = sql.raw(ascending ? ">" : "<");
  let query = selectRows(database).where("row.registry", "=", registry);
  if (instance !== undefined) query = query.where("row.instance", "=", instance);
  if (actor !== undefined) query = query.where("row.actor", "=", actor);
  if (from !== undefined) query = query.where("row.at", ">=", from);
  if (to !== undefined) query = query.where("row.at", "<=", to);
  if (after !== null)
    query = query.where(
      sql<boolean>`("row".at, "row".instance, "row".sequence) ${than} (${after.at}, ${after.instance}, ${after.sequence})`,
    );
  const ordered = query
    .orderBy("row.at", direction)
    .orderBy("row.instance", direction)
    .orderBy("row.sequence", direction);
  return (await ordered.limit(limit).execute()).map(sealedRow);
}

/** All rows of some instances. */
export async function rowsOf(database: Database, instances: readonly InstanceId[]): Promise<readonly SealedRow[]> {
  if (instances.length === 0) return [];
  const query = selectRows(database).where("row.instance", "in", [...instances]);
  const ordered = query.orderBy("row.registry").orderBy("row.instance").orderBy("row.sequence");
  return (await ordered.execute()).map(sealedRow);
}

/** Rows whose instance is nowhere. */
export async function orphans({ db }: Database, registry: string, limit: number): Promise<readonly SealedRow[]> {
  if (registry === ERASURES || registry === REMOVALS) return [];
  const query = selectRows({ db })
    .where("row.registry", "=", registry)
    .where(({ not, exists, selectFrom }) =>
      not(exists(selectFrom("instance").select("instance.id").whereRef("instance.id", "=", "row.instance"))),
    )
    .where(({ not, exists, selectFrom }) =>
      not(exists(selectFrom("instance_archive as old").select("old.id").whereRef("old.id", "=", "row.instance"))),
    )
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom("registry_row as gone")
            .select("gone.at")
            .where("gone.registry", "=", REMOVALS)
            .where(sql<boolean>`gone.instance = ${`${REMOVALS}/`} || "row".instance`),
        ),
      ),
    );
  return (await query.orderBy("row.instance").orderBy("row.sequence").limit(limit).execute()).map(sealedRow);
}

type Told = Pick<Schema["history"], "instance" | "first" | "at" | "command" | "events"> &
  Pick<Schema["instance"], "process">;

/**
 * What histories say was written. A move's events are one text, so that the database only finds the moves that mention
 * such an event; which of their events it is, is seen here.
 */
export async function appendedBy(database: Database, instances: readonly InstanceId[]): Promise<readonly Appended[]> {
  if (instances.length === 0) return [];
  const told = async (history: string, instance: string): Promise<readonly Told[]> => {
    const text = `select h.instance, h.first, h.at, h.command, h.events, i.process from ${history} h join ${instance} i on i.id = h.instance
      where h.instance ${textsOf(database.kind, 1)} and h.events like '%"registryAppended"%'
      order by h.instance, h.first`;
    const query = CompiledQuery.raw(text, [JSON.stringify(instances)]);
    return (await database.db.executeQuery<Told>(query)).rows;
  };
  const parts = [...(await told("history", "instance")), ...(await told("history_archive", "instance_archive"))];
  return grouped(parts);
}

function grouped(parts: readonly Told[]): readonly Appended[] {
  const found = new Map<string, Appended & { readonly events: (RegistryAppended & HistoryEvent)[] }>();
  for (const part of parts) {
    const { instance, process } = part;
    for (const event of eventsOfText(part)) {
      if (event.kind !== "registryAppended") continue;
      const key = JSON.stringify([event.registry, instance]);
      const of = found.get(key) ?? {
        registry: event.registry,
        instance: id<InstanceId>(instance),
        process: id<ProcessId>(process),
        events: [],
      };
      of.events.push(event);
      found.set(key, of);
    }
  }
  return [...found.values()];
}

function parsed<T>(text: string, otherwise: T): T {
  try {
    return JSON.parse(text) as T;
  } catch {
    return otherwise;
  }
}
