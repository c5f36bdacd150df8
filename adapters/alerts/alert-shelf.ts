import type { Instant } from "../../engine/base/instant.ts";
import type { IncidentRow } from "../../engine/ports/store.ts";
import { type SqlDatabase, type SqlSession, singly } from "../sql-database.ts";
import { type KeptIncident, kindOf } from "./alert-plan.ts";
import type { AlertTables } from "./alert-tables.ts";

/** What a rule has told. */
export interface RuleState {
  readonly number: number;
  readonly kinds: readonly string[];
  readonly sendingSince: number | null;
  readonly notBefore: number;
  readonly failures: number;
  readonly kept: ReadonlyMap<string, KeptIncident>;
  readonly toldAt: ReadonlyMap<string, number>;
}

/** An incident that somebody has seen. */
export interface SeenIncident {
  readonly incident: string;
  /** When that incident was raised. */
  readonly at: number;
  readonly seenBy: string | null;
  readonly seenAt: number;
}

const IDS_AT_ONCE = 200;

/** Where it is kept who was told of what. Of two workers at one rule one wins: its number moves on once. */
export class AlertShelf {
  readonly database: SqlDatabase<AlertTables>;

  constructor(database: SqlDatabase<AlertTables>) {
    this.database = database;
  }

  /** Somebody has seen it. The first who did stays. */
  async see({ id, at }: Pick<IncidentRow, "id" | "at">, by: string | null, now: Instant): Promise<void> {
    const row = { at, seen_by: by, seen_at: now };
    const { db } = this.database;
    await db
      .insertInto("incident_seen")
      .values({ incident: id, ...row })
      .onConflict((conflict) => conflict.column("incident").doUpdateSet(row).where("incident_seen.at", "<>", at))
      .execute();
  }

  async seen(ids: readonly string[] | null = null): Promise<ReadonlyMap<string, SeenIncident>> {
    const found = new Map<string, SeenIncident>();
    const parts = ids === null ? [null] : chunked(ids);
    for (const part of parts) {
      let query = this.database.db.selectFrom("incident_seen").selectAll();
      if (part !== null) query = query.where("incident", "in", part);
      for (const { incident, at, seen_by, seen_at } of await query.execute())
        found.set(incident, { incident, at: Number(at), seenBy: seen_by, seenAt: Number(seen_at) });
    }
    return found;
  }

  /** What was settled is forgotten; so is what came again under the same id. @param open when each open one was raised */
  async forget(open: ReadonlyMap<string, number>): Promise<void> {
    const { db } = this.database;
    for (const { incident, at } of (await this.seen()).values())
      if (open.get(incident) !== at) await db.deleteFrom("incident_seen").where("incident", "=", incident).execute();
    const kept = await db.selectFrom("alert_incident").select(["rule", "incident", "at"]).execute();
    for (const { rule, incident, at } of kept)
      if (open.get(incident) !== Number(at))
        await db.deleteFrom("alert_incident").where("rule", "=", rule).where("incident", "=", incident).execute();
  }

  async state(rule: string): Promise<RuleState> {
    const { db } = this.database;
    const row = await db.selectFrom("alert_rule").selectAll().where("rule", "=", rule).executeTakeFirst();
    const kept = await db.selectFrom("alert_incident").selectAll().where("rule", "=", rule).execute();
    const told = await db.selectFrom("alert_kind").selectAll().where("rule", "=", rule).execute();
    const since = row?.sending_since ?? null;
    return {
      number: Number(row?.number ?? 0),
      kinds: row === undefined ? [] : (JSON.parse(row.kinds) as readonly string[]),
      sendingSince: since === null ? null : Number(since),
      notBefore: Number(row?.not_before ?? 0),
      failures: Number(row?.failures ?? 0),
      kept: new Map(
        kept.map(({ incident, at, kind, number }) => [
          incident,
          { incident, at: Number(at), kind, number: number === null ? null : Number(number) },
        ]),
      ),
      toldAt: new Map(told.map(({ kind, told_at }) => [kind, Number(told_at)])),
    };
  }

  /** Takes the next number of a rule, with what its message tells. False: another worker was first. */
  async claim(
    rule: string,
    of: {
      readonly state: RuleState;
      readonly incidents: readonly IncidentRow[];
      readonly kinds: readonly string[];
      readonly now: Instant;
    },
  ): Promise<boolean> {
    const { state, incidents, kinds, now } = of;
    const { db } = this.database;
    const number = state.number + 1;
    return await this.database.transaction(async (session) => {
      await session.run(
        db
          .insertInto("alert_rule")
          .values({ rule, number: 0, kinds: "[]", sending_since: null, not_before: 0, failures: 0 })
          .onConflict((conflict) => conflict.doNothing()),
      );
      const { changes } = await session.run(
        db
          .updateTable("alert_rule")
          .set({ number, kinds: JSON.stringify(kinds), sending_since: now })
          .where("rule", "=", rule)
          .where("number", "=", state.number)
          .where("sending_since", "is", null),
      );
      if (changes === 0) return false;
      for (const one of incidents) {
        const row = { at: one.at, kind: kindOf(one), number };
        const fits = state.kept.get(one.id);
        if (fits !== undefined && fits.at === one.at && fits.number !== null) continue;
        await session.run(
          db
            .insertInto("alert_incident")
            .values({ rule, incident: one.id, ...row })
            .onConflict((conflict) => conflict.columns(["rule", "incident"]).doUpdateSet(row)),
        );
      }
      return true;
    });
  }

  /** Takes over what a worker that is gone began. False: another was first. */
  async resume(rule: string, state: RuleState, now: Instant): Promise<boolean> {
    const { changes } = await singly(this.database).run(
      this.database.db
        .updateTable("alert_rule")
        .set({ sending_since: now })
        .where("rule", "=", rule)
        .where("number", "=", state.number)
        .where("sending_since", "=", state.sendingSince),
    );
    return changes > 0;
  }

  /** Its message of that number left. */
  async sent(rule: string, number: number, kinds: readonly string[], now: Instant): Promise<void> {
    const { db } = this.database;
    await this.database.transaction(async (session) => {
      await this.#end(session, rule, number, { failures: 0, not_before: 0 });
      for (const kind of kinds)
        await session.run(
          db
            .insertInto("alert_kind")
            .values({ rule, kind, told_at: now })
            .onConflict((conflict) => conflict.columns(["rule", "kind"]).doUpdateSet({ told_at: now })),
        );
    });
  }

  /** It reached nobody: what it was to tell is untold again. */
  async failed(
    rule: string,
    number: number,
    of: { readonly failures: number; readonly notBefore: number },
  ): Promise<void> {
    const { db } = this.database;
    await this.database.transaction(async (session) => {
      await this.#end(session, rule, number, { failures: of.failures, not_before: of.notBefore });
      await session.run(
        db.updateTable("alert_incident").set({ number: null }).where("rule", "=", rule).where("number", "=", number),
      );
    });
  }

  async #end(
    session: SqlSession,
    rule: string,
    number: number,
    set: { readonly failures: number; readonly not_before: number },
  ): Promise<void> {
    await session.run(
      this.database.db
        .updateTable("alert_rule")
        .set({ sending_since: null, ...set })
        .where("rule", "=", rule)
        .where("number", "=", number),
    );
  }
}

function chunked(ids: readonly string[]): readonly (readonly string[])[] {
  return Array.from({ length: Math.ceil(ids.length / IDS_AT_ONCE) }, (_, at) =>
    ids.slice(at * IDS_AT_ONCE, (at + 1) * IDS_AT_ONCE),
  );
}
