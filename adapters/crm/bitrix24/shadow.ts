import type { ValueMap } from "../../../engine/base/value.ts";
import { numberIn, typeOf } from "../../../engine/record/record-reference.ts";
import type { SqlDatabase, SqlSession } from "../../sql-database.ts";
import type { Bitrix24Tables } from "./bitrix24-tables.ts";

/** The state of a record that was told last. */
export interface ShadowRow {
  readonly ref: string;
  readonly fields: ValueMap;
  readonly revision: number;
  readonly isDeleted: boolean;
  readonly changed: string;
  readonly isSettled: boolean;
}

/** What a row is to say. */
export interface ShadowState {
  readonly fields: ValueMap;
  readonly revision: number;
  readonly isDeleted: boolean;
  readonly changed: string;
  readonly isSettled: boolean;
}

const ROWS_AT_ONCE = 500;
const FILLED_AT_ONCE = 100;

/** The copy of the portal's records as they were told last: against it every change is found. */
export class Shadow {
  readonly #database: SqlDatabase<Bitrix24Tables>;

  constructor(database: SqlDatabase<Bitrix24Tables>) {
    this.#database = database;
  }

  async rows(refs: readonly string[]): Promise<ReadonlyMap<string, ShadowRow>> {
    const found = new Map<string, ShadowRow>();
    for (let at = 0; at < refs.length; at += ROWS_AT_ONCE) {
      const rows = await this.#database.db
        .selectFrom("bitrix24_shadow")
        .selectAll()
        .where("ref", "in", refs.slice(at, at + ROWS_AT_ONCE))
        .execute();
      for (const row of rows) found.set(row.ref, shadowRow(row));
    }
    return found;
  }

  /** Numbers of a type's records that are not known to be gone, behind a number, in order. */
  async numbers(type: string, behind: number, limit: number): Promise<readonly number[]> {
    const rows = await this.#database.db
      .selectFrom("bitrix24_shadow")
      .select("number")
      .where("type", "=", type)
      .where("deleted", "=", 0)
      .where("number", ">", behind)
      .orderBy("number")
      .limit(limit)
      .execute();
    return rows.map(({ number }) => Number(number));
  }

  /** States that nobody is told of: what was there before anything was watched. Those that are known stay. */
  async fill(
    records: readonly { readonly ref: string; readonly fields: ValueMap; readonly changed: string }[],
  ): Promise<void> {
    for (let at = 0; at < records.length; at += FILLED_AT_ONCE) {
      const rows = records.slice(at, at + FILLED_AT_ONCE).map(({ ref, fields, changed }) => ({
        ...{ ref, type: typeOf(ref), number: numberIn(ref) ?? 0, fields: JSON.stringify(fields), changed },
        ...{ revision: 1, deleted: 0, settled: 0 },
      }));
      await this.#database.db
        .insertInto("bitrix24_shadow")
        .values(rows)
        .onConflict((conflict) => conflict.doNothing())
        .execute();
    }
  }

  /** Puts the state where the row still is as it was read; false: somebody else was faster. */
  async put(session: SqlSession, ref: string, was: ShadowRow | null, state: ShadowState): Promise<boolean> {
    const { db } = this.#database;
    const row = {
      fields: JSON.stringify(state.fields),
      revision: state.revision,
      deleted: state.isDeleted ? 1 : 0,
      changed: state.changed,
      settled: state.isSettled ? 1 : 0,
    };
    const query =
      was === null
        ? db
            .insertInto("bitrix24_shadow")
            .values({ ref, type: typeOf(ref), number: numberIn(ref) ?? 0, ...row })
            .onConflict((conflict) => conflict.doNothing())
        : db.updateTable("bitrix24_shadow").set(row).where("ref", "=", ref).where("revision", "=", was.revision);
    return (await session.run(query)).changes > 0;
  }
}

function shadowRow(row: Bitrix24Tables["bitrix24_shadow"]): ShadowRow {
  return {
    ref: row.ref,
    fields: JSON.parse(row.fields) as ValueMap,
    revision: Number(row.revision),
    isDeleted: Number(row.deleted) === 1,
    changed: row.changed,
    isSettled: Number(row.settled) === 1,
  };
}
