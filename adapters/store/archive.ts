import type { Instant } from "../../engine/base/instant.ts";
import { textsOf } from "./bulk.ts";
import type { Context } from "./database.ts";
import type { DatabaseKind } from "./migrations/migration.ts";
import { type Schema, TABLES } from "./schema.ts";

/**
 * Moves ended instances into the archive tables, those first that ended first. One for which something is still in the
 * outbox (who waits for its end is not told yet) stays for the next time.
 */
export async function archive(
  { database }: Context,
  order: {
    readonly endedBefore: Instant;
    readonly limit: number;
    readonly of: { readonly only: string } | { readonly except: readonly string[] };
  },
): Promise<number> {
  const { kind } = database;
  const { endedBefore, limit, of } = order;
  const isOnly = "only" in of;
  const names = JSON.stringify(isOnly ? [of.only] : of.except);
  return await database.transaction(async (tx) => {
    const { rows } = await tx.query<Pick<Schema["instance"], "id">>(ENDED[kind](isOnly), [endedBefore, limit, names]);
    if (rows.length === 0) return 0;
    const ids = [JSON.stringify(rows.map((row) => row.id))];
    for (const statement of MOVES[kind]) await tx.query(statement, ids);
    return rows.length;
  });
}

const ENDED: Readonly<Record<DatabaseKind, (isOnly: boolean) => string>> = {
  sqlite: (isOnly) => endedOf("?1", "?2", `${isOnly ? "" : "not "}(i.process ${textsOf("sqlite", 3)})`),
  postgres: (isOnly) =>
    `${endedOf("$1", "$2", `${isOnly ? "" : "not "}(i.process ${textsOf("postgres", 3)})`)} for update skip locked`,
};

function endedOf(before: string, limit: string, ofProcess: string): string {
  return `select id from instance i where ended_at is not null and ended_at < ${before} and ${ofProcess}
    and not exists (select 1 from outbox o where o.instance = i.id)
    order by ended_at, id limit ${limit}`;
}

const MOVES: Readonly<Record<DatabaseKind, readonly string[]>> = {
  sqlite: movesOf("sqlite"),
  postgres: movesOf("postgres"),
};

function movesOf(kind: DatabaseKind): readonly string[] {
  const ids = textsOf(kind, 1);
  const [instance, history] = [columnsOf("instance"), columnsOf("history")];
  return [
    `insert into instance_archive (${instance}) select ${instance} from instance where id ${ids}`,
    `insert into history_archive (${history}) select ${history} from history where instance ${ids}`,
    `delete from history where instance ${ids}`,
    `delete from instance where id ${ids}`,
  ];
}

function columnsOf(table: "instance" | "history"): string {
  return Object.keys(TABLES[table])
    .map((name) => `"${name}"`)
    .join(", ");
}
