import { textsOf } from "../bulk.ts";
import type { Session } from "../database.ts";
import { fitText, jsonOf } from "../fit-text.ts";
import type { DatabaseKind } from "../migrations/migration.ts";
import type { Prepared } from "./prepare.ts";

/** What stands in the database about a group of moves, their instances locked. */
export interface Looked {
  /** PostgreSQL's name of this transaction: to ask what became of it. */
  readonly transaction: string | null;
  /** Worker → epoch of those that may write. */
  readonly fences: ReadonlyMap<string, number>;
  /** Instances that are there; archived ones with revision -1. */
  readonly instances: ReadonlyMap<string, { readonly revision: number; readonly bytes: number }>;
  readonly inbox: ReadonlyMap<string, { readonly instance: string | null; readonly sequence: number }>;
  /** `pairOf(process, key)` → instance. */
  readonly keys: ReadonlyMap<string, string>;
  /** `pairOf(process, value)` */
  readonly once: ReadonlySet<string>;
  /** `pairOf(process, key)` → revision. */
  readonly queues: ReadonlyMap<string, number>;
  /** Group → last taker. */
  readonly turns: ReadonlyMap<string, string>;
}

/** One text for two names. */
export function pairOf(process: string, key: string): string {
  return JSON.stringify([fitText(process), fitText(key)]);
}

/**
 * Locks the rows of the moves' instances and workers, in the order of their ids, and reads every guard. What is read
 * after the locks is as new as they are; only rows that are not there yet cannot be locked: writing finds those.
 */
export async function look(tx: Session, kind: DatabaseKind, moves: readonly Prepared[]): Promise<Looked> {
  const [locked, guards] = await Promise.all([lock(tx, kind, moves), readGuards(tx, kind, moves)]);
  const of = (sort: string) => guards.filter((row) => row.sort === sort);
  const instances = [...of("archived"), ...locked.filter((row) => row.sort === "instance")];
  return {
    transaction: locked.find((row) => row.sort === "transaction")?.id ?? null,
    fences: new Map(locked.filter((row) => row.sort === "fence").map((row) => [row.id, row.number])),
    instances: new Map(instances.map((row) => [row.id, { revision: row.number, bytes: row.bytes }])),
    inbox: new Map(of("inbox").map(({ id, text, number }) => [id, { instance: text, sequence: number }])),
    keys: new Map(of("key").map((row) => [pairOf(row.process, row.id), row.text ?? ""])),
    once: new Set(of("once").map((row) => pairOf(row.process, row.id))),
    queues: new Map(of("queue").map((row) => [pairOf(row.process, row.id), row.number])),
    turns: new Map(of("turn").map((row) => [row.id, row.text ?? ""])),
  };
}

interface LockedRow {
  readonly sort: "fence" | "instance" | "transaction";
  readonly id: string;
  readonly number: number;
  readonly bytes: number;
}

async function lock(tx: Session, kind: DatabaseKind, moves: readonly Prepared[]): Promise<readonly LockedRow[]> {
  const workers = new Set(moves.flatMap(({ move }) => move.fence?.worker ?? []));
  const old = moves.filter(({ move }) => move.expected > 0).map(({ move }) => move.instance);
  const news = moves.filter(({ move }) => move.expected === 0).map(({ move }) => move.instance);
  const parameters = [jsonOf([...workers].sort()), jsonOf([...old, ...news])];
  return (await tx.query<LockedRow>(kind === "sqlite" ? SQLITE_LOCK : POSTGRES_LOCK, parameters)).rows;
}

const SQLITE_LOCK = `
  select 'fence' as sort, worker as id, epoch as number, 0 as bytes from fence where worker ${textsOf("sqlite", 1)}
  union all
  select 'instance', id, revision, history_bytes from instance where id ${textsOf("sqlite", 2)}`;

const POSTGRES_LOCK = `
  with fences as materialized (
    select worker, epoch from fence where worker ${textsOf("postgres", 1)} order by worker for share
  ), instances as materialized (
    select id, revision, history_bytes from instance where id ${textsOf("postgres", 2)} order by id for update
  )
  select 'fence' as sort, worker as id, epoch as number, 0::bigint as bytes from fences
  union all
  select 'instance', id, revision, history_bytes from instances
  union all
  select 'transaction', pg_current_xact_id()::text, 0, 0`;

interface GuardRow {
  readonly sort: "archived" | "inbox" | "key" | "once" | "queue" | "turn";
  readonly process: string;
  readonly id: string;
  readonly number: number;
  readonly bytes: number;
  readonly text: string | null;
}

/** Most moves of a group have none of these guards: then nothing is asked. */
async function readGuards(tx: Session, kind: DatabaseKind, moves: readonly Prepared[]): Promise<readonly GuardRow[]> {
  const news = moves.filter(({ move }) => move.expected === 0).map(({ move }) => move.instance);
  const inbox = moves.flatMap(({ move }) => move.inbox);
  const keys = moves.flatMap(({ move: { reserves, after } }) => {
    const key = reserves.key ?? (reserves.waiting === null ? null : after.key);
    return key === null ? [] : [{ process: after.process, key }];
  });
  const once = moves.flatMap(({ move: { reserves, after } }) =>
    reserves.once === null ? [] : [{ process: after.process, key: reserves.once }],
  );
  const turns = moves.flatMap(({ move }) => move.reserves.turns.map((turn) => turn.group));
  if (news.length + inbox.length + keys.length + once.length + turns.length === 0) return [];
  const lists = [news, inbox, keys, once, turns].map(jsonOf);
  return (await tx.query<GuardRow>(GUARDS[kind], lists)).rows;
}

const GUARDS: Readonly<Record<DatabaseKind, string>> = { sqlite: guardsOf("sqlite"), postgres: guardsOf("postgres") };

function guardsOf(kind: DatabaseKind): string {
  const pairs = (parameter: number) =>
    kind === "sqlite"
      ? `(select value ->> 'process' as process, value ->> 'key' as key from json_each(?${parameter}))`
      : `json_to_recordset($${parameter}::json) as r(process text, key text)`;
  const wanted = (parameter: number) => (kind === "sqlite" ? `${pairs(parameter)} as r` : pairs(parameter));
  return `
  select 'archived' as sort, process, id, -1 as number, history_bytes as bytes, null as text
    from instance_archive where id ${textsOf(kind, 1)}
  union all
  select 'inbox', '', id, sequence, 0, instance from inbox where id ${textsOf(kind, 2)}
  union all
  select 'key', t.process, t.key, 0, 0, t.instance
    from ${wanted(3)} join live_key t on t.process = r.process and t.key = r.key
  union all
  select 'queue', t.process, t.key, t.revision, 0, null
    from ${wanted(3)} join start_queue t on t.process = r.process and t.key = r.key
  union all
  select 'once', t.process, t.value, 0, 0, null
    from ${wanted(4)} join once_used t on t.process = r.process and t.value = r.key
  union all
  select 'turn', '', "of", 0, 0, taker from turn where "of" ${textsOf(kind, 5)}`;
}
