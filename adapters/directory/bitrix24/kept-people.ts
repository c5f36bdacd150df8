import type { SqlDatabase } from "../../sql-database.ts";
import type { PortalPeopleTables } from "./people-tables.ts";
import type { PortalPeople } from "./portal-people.ts";

/** A reading as it was kept. */
export interface KeptReading {
  readonly people: PortalPeople;
  /** The same people have the same text. */
  readonly text: string;
  /** Milliseconds since 1970. */
  readonly readAt: number;
}

/** An administrator is known from his last change; one who made none for so long may be none any more. */
const ADMINISTRATOR_FOR_MS = 30 * 86_400_000;

/** The last good reading of a portal's people, in the engine's own database: a start without the portal has them. */
export class KeptPeople {
  readonly #database: SqlDatabase<PortalPeopleTables>;
  readonly #portal: () => string;

  /** @param portal host name of the portal: its numbers mean nobody elsewhere */
  constructor(database: SqlDatabase<PortalPeopleTables>, portal: () => string) {
    this.#database = database;
    this.#portal = portal;
  }

  /** Null: nobody ever read them. */
  async load(): Promise<KeptReading | null> {
    const row = await this.#database.db
      .selectFrom("bitrix24_people")
      .select(["people", "read_at"])
      .where("portal", "=", this.#portal())
      .executeTakeFirst();
    return row === undefined ? null : readingOf(row);
  }

  /** Kept unless another worker kept a later one. */
  async keep({ text, readAt }: KeptReading): Promise<void> {
    await this.#database.db
      .insertInto("bitrix24_people")
      .values({ portal: this.#portal(), people: text, read_at: readAt })
      .onConflict((conflict) =>
        conflict
          .column("portal")
          .doUpdateSet({ people: text, read_at: readAt })
          .where("bitrix24_people.read_at", "<", readAt),
      )
      .execute();
  }

  /** Numbers of those whose own token said lately that they are administrators. */
  async administrators(now: number): Promise<readonly number[]> {
    const rows = await this.#database.db
      .selectFrom("bitrix24_admin")
      .select("user_number")
      .where("seen_at", ">", now - ADMINISTRATOR_FOR_MS)
      .orderBy("user_number")
      .execute();
    return rows.map(({ user_number }) => Number(user_number));
  }
}

/** The youngest reading of any portal; null: there never was one. For a look from outside. */
export async function latestReading({ db }: SqlDatabase<PortalPeopleTables>): Promise<KeptReading | null> {
  const row = await db
    .selectFrom("bitrix24_people")
    .select(["people", "read_at"])
    .orderBy("read_at", "desc")
    .limit(1)
    .executeTakeFirst();
  return row === undefined ? null : readingOf(row);
}

function readingOf({
  people,
  read_at,
}: Pick<PortalPeopleTables["bitrix24_people"], "people" | "read_at">): KeptReading {
  return { people: JSON.parse(people) as PortalPeople, text: people, readAt: Number(read_at) };
}
