import { id, type ProcessId, type UserId } from "../../engine/base/ids.ts";
import { instant } from "../../engine/base/instant.ts";
import type { Bundle, CalendarRow, VersionRow, Versions } from "../../engine/ports/versions.ts";
import { inserting } from "./bulk.ts";
import type { Context, Database, Session } from "./database.ts";

/** Name of the number that moves with every deploy. */
const MARKER = "marker";

const CURRENT = inserting("current_version", { key: ["process"], set: ["digest"] });
const CALENDAR = inserting("calendar", { key: ["name"], set: ["digest", "source", "path"] });

type Order = Parameters<Versions["deploy"]>[0];

/** Deployed versions and calendars in the database. */
export function createVersions({ database }: Pick<Context, "database">): Versions {
  const { db } = database;
  return {
    marker: async () => {
      const row = await db.selectFrom("meta").select("value").where("name", "=", MARKER).executeTakeFirst();
      return row?.value ?? 0;
    },
    bundle: async (digest) => {
      const row = await db.selectFrom("version").select("bundle").where("digest", "=", digest).executeTakeFirst();
      return row === undefined ? null : (JSON.parse(row.bundle) as Bundle);
    },
    current: async () => {
      const rows = await db.selectFrom("current_version").selectAll().execute();
      return new Map(rows.map((row) => [id<ProcessId>(row.process), row.digest]));
    },
    calendars: async () => {
      const rows = await db.selectFrom("calendar").selectAll().orderBy("name").execute();
      return rows.map(({ name, digest, source, path }): CalendarRow => ({ name, digest, text: source, path }));
    },
    deploy: (order) => database.transaction((tx) => deploy(database, tx, order)),
    list: () => list(database),
  };
}

async function deploy({ db }: Database, tx: Session, order: Order): Promise<boolean> {
  await tx.run(
    db
      .insertInto("meta")
      .values({ name: MARKER, value: 0 })
      .onConflict((conflict) => conflict.doNothing()),
  );
  const moved = await tx.run(
    db
      .updateTable("meta")
      .set({ value: order.marker + 1 })
      .where("name", "=", MARKER)
      .where("value", "=", order.marker),
  );
  if (moved.changes === 0) return false;
  for (const { bundle, title } of order.bundles) await putVersion({ db }, tx, { order, bundle, title });
  await tx.put(
    CURRENT,
    order.bundles.map(({ bundle: { process, digest } }) => ({ process, digest })),
  );
  await tx.put(
    CALENDAR,
    order.calendars.map(({ name, digest, text, path }) => ({ name, digest, source: text, path })),
  );
  if (order.retired.length > 0)
    await tx.run(db.deleteFrom("current_version").where("process", "in", [...order.retired]));
  return true;
}

/** A digest that is known keeps its number; the vocabulary around it (catalog, neighbors) is that of the last deploy. */
async function putVersion(
  { db }: Pick<Database, "db">,
  tx: Session,
  of: { readonly order: Order; readonly bundle: Bundle; readonly title: string },
): Promise<void> {
  const { order, bundle, title } = of;
  const last = await tx.run(
    db
      .selectFrom("version")
      .select((select) => select.fn.max("number").as("number"))
      .where("process", "=", bundle.process),
  );
  await tx.run(
    db
      .insertInto("version")
      .values({
        digest: bundle.digest,
        process: bundle.process,
        number: Number(last.rows[0]?.number ?? 0) + 1,
        title,
        deployed_at: order.at,
        deployed_by: order.by,
        bundle: JSON.stringify(bundle),
      })
      .onConflict((conflict) => conflict.column("digest").doUpdateSet({ bundle: JSON.stringify(bundle) })),
  );
}

/** Newest version of each process first. */
async function list({ db }: Database): Promise<readonly VersionRow[]> {
  const rows = await db
    .selectFrom("version")
    .leftJoin("current_version", (join) =>
      join
        .onRef("current_version.process", "=", "version.process")
        .onRef("current_version.digest", "=", "version.digest"),
    )
    .select([
      "version.process",
      "version.number",
      "version.digest",
      "version.title",
      "version.deployed_at",
      "version.deployed_by",
      "current_version.digest as current",
    ])
    .select((select) =>
      select
        .selectFrom("instance")
        .select((counted) => counted.fn.countAll<number>().as("live"))
        .whereRef("instance.digest", "=", "version.digest")
        .where("instance.ended_at", "is", null)
        .as("live"),
    )
    .orderBy("version.process")
    .orderBy("version.number", "desc")
    .execute();
  return rows.map((row) => ({
    process: id<ProcessId>(row.process),
    number: row.number,
    digest: row.digest,
    title: row.title,
    deployedAt: instant(row.deployed_at),
    deployedBy: row.deployed_by === null ? null : id<UserId>(row.deployed_by),
    current: row.current !== null,
    live: Number(row.live ?? 0),
  }));
}
