import { sql } from "kysely";
import type { Leased, Outbox } from "../../engine/ports/outbox.ts";
import type { Fence } from "../../engine/ports/store.ts";
import { among } from "./among.ts";
import { updating } from "./bulk.ts";
import type { Context, Session } from "./database.ts";
import { isFenced } from "./fence.ts";
import { fitText, jsonOf } from "./fit-text.ts";
import { type OutboxCells, outboxEntry } from "./rows.ts";
import type { Schema } from "./schema.ts";

/** Takes entries that are due and free; nobody else gets them until they are given back or the worker's lease ends. */
export async function lease(
  { database }: Context,
  fence: Fence,
  wanted: Parameters<Outbox["lease"]>[1],
): Promise<readonly Leased[]> {
  const { db, kind } = database;
  const { now, limit, lanes, only } = wanted;
  const free = sql`
    select id from outbox where owner is null and parked = 0 and due_at <= ${now}
    ${lanes === undefined ? sql`` : sql`and lane ${among(kind, lanes)}`}
    ${only === undefined ? sql`` : sql`and id ${among(kind, only)}`}
    order by priority, due_at, id limit ${limit} ${kind === "postgres" ? sql`for update skip locked` : sql``}`;
  // The subquery of an update may be run again for every row; a materialized one is run once.
  const query = sql<OutboxCells & { readonly begun: number }>`
    with free as materialized (${free})
    update outbox set owner = ${fence.worker}, epoch = ${fence.epoch} where id in (select id from free)
    returning id, instance, lane, priority, due_at, work, begun`;
  const rows = await database.transaction(async (tx) => {
    if (await isFenced(tx, kind, fence)) return [];
    return (await tx.run({ compile: () => query.compile(db) })).rows;
  });
  return [...rows].sort(byUrgency).map((row) => ({ entry: outboxEntry(row), uncertain: row.begun === 1 }));
}

function byUrgency(one: OutboxCells, other: OutboxCells): number {
  return one.priority - other.priority || one.due_at - other.due_at || (one.id < other.id ? -1 : 1);
}

const BEGIN = updating("outbox", { match: ["id"], was: ["owner", "epoch"], set: ["begun"] });

/** All of them or none. */
export async function begin({ database }: Context, fence: Fence, ids: readonly string[]): Promise<boolean> {
  const was = { was_owner: fence.worker, was_epoch: fence.epoch };
  const distinct = [...new Set(ids)];
  try {
    await database.transaction(async (tx) => {
      const begun = await tx.put(
        BEGIN,
        distinct.map((id) => ({ id, ...was, begun: 1 })),
      );
      if (begun !== distinct.length) throw new LeaseLost();
    });
    return true;
  } catch (error) {
    if (error instanceof LeaseLost) return false;
    throw error;
  }
}

/** Undoes the transaction; never leaves this file. */
class LeaseLost extends Error {}

/** An entry that goes back. With `work` its outcome is known and waits in it: it is not begun any more. */
interface GivenBack {
  readonly id: string;
  readonly dueAt: number;
  readonly parked?: boolean;
  readonly work?: string;
}

const GIVE_BACK = updating("outbox", { match: ["id"], was: ["owner", "epoch"], set: ["owner", "due_at", "parked"] });
const REPLACE = updating("outbox", { match: ["id"], was: ["owner", "epoch"], set: ["work", "begun"] });

/**
 * Gives entries back that the worker still holds. Parked they stay only where their instance is suspended at that moment:
 * one that has just resumed would never wake them.
 */
export async function giveBack({ database }: Context, fence: Fence, entries: readonly GivenBack[]): Promise<void> {
  if (entries.length === 0) return;
  const was = { was_owner: fence.worker, was_epoch: fence.epoch };
  await database.transaction(async (tx) => {
    const suspended = await suspendedOf(
      tx,
      database.kind,
      entries.filter((entry) => entry.parked).map((entry) => entry.id),
    );
    const replaced = entries.flatMap(({ id, work }) => (work === undefined ? [] : [{ id, ...was, work, begun: 0 }]));
    const rows = entries.map(({ id, dueAt, parked }) => {
      return { id, ...was, owner: null, due_at: dueAt, parked: parked && suspended.has(fitText(id)) ? 1 : 0 };
    });
    await Promise.all([tx.put(REPLACE, replaced), tx.put(GIVE_BACK, rows)]);
  });
}

/** Those whose instance is suspended; it cannot resume until the transaction ends. */
async function suspendedOf(
  tx: Session,
  kind: Context["database"]["kind"],
  ids: readonly string[],
): Promise<ReadonlySet<string>> {
  if (ids.length === 0) return new Set();
  const { rows } = await tx.query<Pick<Schema["outbox"], "id"> & Pick<Schema["instance"], "status">>(SUSPENDED[kind], [
    jsonOf(ids),
  ]);
  return new Set(rows.flatMap(({ id, status }) => (status === "suspended" ? [id] : [])));
}

const SUSPENDED = {
  sqlite: `select o.id, i.status from outbox o join instance i on i.id = o.instance
    where o.id in (select value from json_each(?1))`,
  postgres: `select o.id, i.status from outbox o join instance i on i.id = o.instance
    where o.id = any(array(select json_array_elements_text($1::json))) order by i.id for share of i`,
} as const;
