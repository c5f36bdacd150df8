import type { Context, Session } from "./database.ts";
import type { DatabaseKind, Migration } from "./migrations/migration.ts";
import { StoreError } from "./store-error.ts";

/** Any number of ours: workers that start together wait for each other here. */
const ADVISORY_LOCK = 7_331_905_114;

/**
 * Brings the schema forward to the last migration, in one transaction. A schema that is one migration ahead is accepted:
 * the next version of the product works on it already, and both work side by side while workers are exchanged.
 *
 * @throws {StoreError} `SCHEMA_TOO_NEW`, `SCHEMA_DIFFERS`
 */
export async function migrate({ database, clock, logger }: Context, migrations: readonly Migration[]): Promise<void> {
  const { kind } = database;
  await database.transaction(async (tx) => {
    if (kind === "postgres") await tx.query("select pg_advisory_xact_lock($1)", [ADVISORY_LOCK]);
    await tx.query(tableOf(kind), []);
    const { rows } = await tx.query<Applied>("select number, name from migration order by number", []);
    checkApplied(rows, migrations);
    const ahead = rows.length - migrations.length;
    if (ahead > 0) logger?.warn("the database's schema is one migration ahead of this version", { ahead });
    for (const migration of migrations.slice(rows.length)) {
      await apply(tx, migration, kind);
      const values = [migration.number, migration.name, clock.now()];
      await tx.query(`insert into migration (number, name, applied_at) values (${marks(kind)})`, values);
      logger?.info("migrated the database", { migration: migration.number });
    }
  });
}

interface Applied {
  readonly number: number;
  readonly name: string;
}

function tableOf(kind: DatabaseKind): string {
  const whole = kind === "sqlite" ? "integer" : "bigint";
  return `create table if not exists migration (number ${whole} primary key, name text not null, applied_at ${whole} not null)`;
}

function marks(kind: DatabaseKind): string {
  return kind === "sqlite" ? "?, ?, ?" : "$1, $2, $3";
}

async function apply(tx: Session, migration: Migration, kind: DatabaseKind): Promise<void> {
  for (const statement of migration.statements(kind)) await tx.query(statement, []);
}

function checkApplied(applied: readonly Applied[], known: readonly Migration[]): void {
  for (const [place, { number, name }] of applied.entries()) {
    const ours = known[place];
    if (number !== place + 1 || (ours !== undefined && ours.name !== name)) throw schemaDiffers(place + 1);
  }
  if (applied.length <= known.length + 1) return;
  throw new StoreError("SCHEMA_TOO_NEW", {
    says: {
      ru: `Схема базы новее программы: в ней ${applied.length} шагов, программа знает ${known.length}.`,
      en: `The database's schema is newer than this version: it has ${applied.length} migrations, ${known.length} are known here.`,
    },
    remedy: {
      ru: "Обновите программу; старая и новая работают рядом, пока разница — один шаг.",
      en: "Update this program; old and new work side by side as long as they are one migration apart.",
    },
  });
}

function schemaDiffers(number: number): StoreError {
  return new StoreError("SCHEMA_DIFFERS", {
    says: {
      ru: `Шаг ${number} схемы базы — не тот, что знает программа.`,
      en: `Migration ${number} of the database's schema is not the one this version knows.`,
    },
    remedy: {
      ru: "Проверьте, что указана та база; иначе восстановите её из копии.",
      en: "Check that this is the right database; otherwise restore it from a backup.",
    },
  });
}
