import { type Instant, instant } from "../../engine/base/instant.ts";
import type { AbsenceOrder } from "../../engine/people/absence-order.ts";
import { type SqlDatabase, type SqlSession, singly } from "../sql-database.ts";
import type { PeopleTables } from "./people-tables.ts";

/** An absence that somebody entered, with its history. */
export interface EnteredAbsence extends AbsenceOrder {
  readonly id: string;
  readonly enteredBy: string;
  readonly enteredAt: Instant;
  /** Who took it back; null: it stands. */
  readonly removedBy: string | null;
  readonly removedAt: Instant | null;
}

/** Somebody who left, and perhaps came back. */
export interface Leaver {
  readonly person: string;
  readonly leftBy: string | null;
  readonly leftAt: Instant;
  /** When his last open task had moved; null: some still wait. */
  readonly settledAt: Instant | null;
  readonly returnedAt: Instant | null;
}

/** What is laid over the directory, as of a revision. */
export interface PeopleOverlay {
  readonly revision: number;
  /** Those that stand and are not long over. */
  readonly absences: readonly EnteredAbsence[];
  readonly left: readonly string[];
}

const NAME = "people";
const ABSENCES_MAX = 1_000;

/** Where absences that people enter, and leavers, are kept. Every change moves the revision, in the same transaction. */
export class PeopleLedger {
  readonly database: SqlDatabase<PeopleTables>;

  constructor(database: SqlDatabase<PeopleTables>) {
    this.database = database;
  }

  /** Moves with every change; 0: nothing was ever entered. */
  async revision(session: SqlSession = singly(this.database)): Promise<number> {
    const query = this.database.db.selectFrom("people_revision").select("revision").where("name", "=", NAME);
    const { rows } = await session.run(query);
    return rows[0] === undefined ? 0 : Number(rows[0].revision);
  }

  /** @param from the first day that still matters: what ended before is left out */
  async overlay(from: string): Promise<PeopleOverlay> {
    const { db } = this.database;
    return await this.database.transaction(async (session) => {
      const revision = await this.revision(session);
      const absences = await session.run(
        db
          .selectFrom("person_absence")
          .selectAll()
          .where("removed_at", "is", null)
          .where("last_day", ">=", from)
          .orderBy("first_day")
          .orderBy("id"),
      );
      const left = await session.run(
        db.selectFrom("person_left").select("person").where("returned_at", "is", null).orderBy("person"),
      );
      return { revision, absences: absences.rows.map(absenceOf), left: left.rows.map(({ person }) => person) };
    });
  }

  /** Newest first, those that were taken back too. @param wanted.person only that one's @param wanted.from ending on or after that day */
  async absences(wanted: {
    readonly person?: string;
    readonly from?: string;
    readonly limit?: number;
  }): Promise<readonly EnteredAbsence[]> {
    let query = this.database.db.selectFrom("person_absence").selectAll();
    if (wanted.person !== undefined) query = query.where("person", "=", wanted.person);
    if (wanted.from !== undefined) query = query.where("last_day", ">=", wanted.from);
    const rows = await query
      .orderBy("first_day", "desc")
      .orderBy("id", "desc")
      .limit(wanted.limit ?? ABSENCES_MAX)
      .execute();
    return rows.map(absenceOf);
  }

  async absence(id: string): Promise<EnteredAbsence | null> {
    const row = await this.database.db.selectFrom("person_absence").selectAll().where("id", "=", id).executeTakeFirst();
    return row === undefined ? null : absenceOf(row);
  }

  /** Enters one that was judged by that revision. False: something changed meanwhile, judge again. The same id twice is one. */
  async enter(
    { id, person, from, to, substitute, enteredBy, enteredAt }: EnteredAbsence,
    revision: number,
  ): Promise<boolean> {
    return await this.#changing(revision, async (session) => {
      await session.run(
        this.database.db
          .insertInto("person_absence")
          .values({
            ...{ id, person, first_day: from, last_day: to, substitute },
            ...{ entered_by: enteredBy, entered_at: enteredAt, removed_by: null, removed_at: null },
          })
          .onConflict((conflict) => conflict.doNothing()),
      );
    });
  }

  /** Takes one back. False: something changed meanwhile, judge again. */
  async remove(id: string, by: string, at: Instant, revision: number): Promise<boolean> {
    return await this.#changing(revision, async (session) => {
      await session.run(
        this.database.db
          .updateTable("person_absence")
          .set({ removed_by: by, removed_at: at })
          .where("id", "=", id)
          .where("removed_at", "is", null),
      );
    });
  }

  /** Those who left and have not come back. @param unsettled only those with tasks that still wait */
  async leavers(unsettled = false): Promise<readonly Leaver[]> {
    let query = this.database.db.selectFrom("person_left").selectAll().where("returned_at", "is", null);
    if (unsettled) query = query.where("settled_at", "is", null);
    return (await query.orderBy("left_at").orderBy("person").execute()).map(leaverOf);
  }

  /** Somebody left: inactive from now on. Twice is once; who came back and leaves again leaves anew. */
  async leave(person: string, by: string | null, at: Instant): Promise<void> {
    const { db } = this.database;
    const row = { left_by: by, left_at: at, settled_at: null, returned_by: null, returned_at: null };
    await this.#always(async (session) => {
      await session.run(
        db
          .insertInto("person_left")
          .values({ person, ...row })
          .onConflict((conflict) => conflict.doNothing()),
      );
      await session.run(
        db.updateTable("person_left").set(row).where("person", "=", person).where("returned_at", "is not", null),
      );
    });
  }

  /** All that he had open has moved. */
  async settle(person: string, at: Instant): Promise<void> {
    await this.database.db
      .updateTable("person_left")
      .set({ settled_at: at })
      .where("person", "=", person)
      .where("settled_at", "is", null)
      .execute();
  }

  /** He works here again. False: he had not left. */
  async comeBack(person: string, by: string | null, at: Instant): Promise<boolean> {
    let isBack = false;
    await this.#always(async (session) => {
      const { changes } = await session.run(
        this.database.db
          .updateTable("person_left")
          .set({ returned_by: by, returned_at: at })
          .where("person", "=", person)
          .where("returned_at", "is", null),
      );
      isBack = changes > 0;
    });
    return isBack;
  }

  async #changing(revision: number, work: (session: SqlSession) => Promise<void>): Promise<boolean> {
    return await this.database.transaction(async (session) => {
      if (!(await this.#moved(session, revision))) return false;
      await work(session);
      return true;
    });
  }

  async #always(work: (session: SqlSession) => Promise<void>): Promise<void> {
    await this.database.transaction(async (session) => {
      await this.#seeded(session);
      await session.run(
        this.database.db
          .updateTable("people_revision")
          .set(({ eb }) => ({ revision: eb("revision", "+", 1) }))
          .where("name", "=", NAME),
      );
      await work(session);
    });
  }

  /** The row of the revision is locked by its change: of two at once the second finds another revision. */
  async #moved(session: SqlSession, from: number): Promise<boolean> {
    await this.#seeded(session);
    const { changes } = await session.run(
      this.database.db
        .updateTable("people_revision")
        .set({ revision: from + 1 })
        .where("name", "=", NAME)
        .where("revision", "=", from),
    );
    return changes > 0;
  }

  async #seeded(session: SqlSession): Promise<void> {
    await session.run(
      this.database.db
        .insertInto("people_revision")
        .values({ name: NAME, revision: 0 })
        .onConflict((conflict) => conflict.doNothing()),
    );
  }
}

function absenceOf(row: PeopleTables["person_absence"]): EnteredAbsence {
  return {
    ...{ id: row.id, person: row.person, from: row.first_day, to: row.last_day, substitute: row.substitute },
    ...{ enteredBy: row.entered_by, enteredAt: instant(Number(row.entered_at)), removedBy: row.removed_by },
    removedAt: row.removed_at === null ? null : instant(Number(row.removed_at)),
  };
}

function leaverOf(row: PeopleTables["person_left"]): Leaver {
  const at = (ms: number | null): Instant | null => (ms === null ? null : instant(Number(ms)));
  return {
    ...{ person: row.person, leftBy: row.left_by, leftAt: instant(Number(row.left_at)) },
    ...{ settledAt: at(row.settled_at), returnedAt: at(row.returned_at) },
  };
}
