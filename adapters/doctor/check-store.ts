import { existsSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import type { WorkerRow } from "../../engine/ports/workers.ts";
import { systemClock } from "../clock/system-clock.ts";
import type { Configuration } from "../configuration/configuration.ts";
import { doubtful, type Finding, fine, skipped, wrong } from "../finding.ts";
import { withTables } from "../sql-database.ts";
import type { Context } from "../store/database.ts";
import { MIGRATIONS } from "../store/migrations/index.ts";
import { openDatabase } from "../store/open-store.ts";
import { createVersions } from "../store/versions.ts";
import { createWorkers } from "../store/workers.ts";
import { unreachableStore } from "../unreachable-server.ts";
import type { DraftTables } from "../workshop/draft-tables.ts";
import { type Draft, Drafts } from "../workshop/drafts.ts";

/** What was found in the store; `current` is what runs, for comparing with the files. */
export interface StoreFindings {
  readonly findings: readonly Finding[];
  /** Process → digest of the version that new instances start on; null: not known. */
  readonly current: ReadonlyMap<string, string> | null;
  /** Processes that are being written in the store; null: not known. */
  readonly drafts: readonly Draft[] | null;
}

/** Beyond it deadlines of two workers differ so much that the engine refuses to start. Milliseconds. */
const SKEW_MAX_MS = 5_000;
/** How long the store may take to answer. Milliseconds. */
const STORE_MS_MAX = 15_000;

/** Connection, version of the server, migrations, clock, workers. Changes nothing. */
export async function checkStore({ store }: Configuration): Promise<StoreFindings> {
  if (store.kind === "sqlite" && !existsSync(store.file)) {
    const says = skipped(
      "store",
      `Базы ещё нет: ${store.file}; её создаст ordo serve`,
      `No database yet: ${store.file}; ordo serve makes it`,
    );
    return { findings: [says], current: null, drafts: null };
  }
  const config = store.kind === "sqlite" ? store : { kind: store.kind, url: store.url.reveal(), poolSize: 2 };
  const opening = openDatabase(config, { clock: systemClock() });
  try {
    const context = await inTime(opening);
    try {
      return await inTime(lookInto(context, store.kind));
    } finally {
      await context.database.close();
    }
  } catch (error) {
    // One that opens after all is of no use any more.
    void opening.then(({ database }) => database.close()).catch(() => {});
    return { findings: [unreachable(error, store.kind)], current: null, drafts: null };
  }
}

async function lookInto(context: Context, kind: "sqlite" | "postgres"): Promise<StoreFindings> {
  const server = kind === "postgres" ? `PostgreSQL ${await serverVersion(context)}` : null;
  const connected = fine("store", server ?? "База SQLite открывается", server ?? "The SQLite database opens");
  const applied = await migrationsOf(context);
  const schema = migrations(applied);
  const clock = kind === "postgres" ? [await skew(context)] : [];
  if (applied === null || applied > MIGRATIONS.length + 1 || applied === 0)
    return { findings: [connected, schema, ...clock], current: null, drafts: null };
  const workers = await createWorkers(context).list();
  return {
    findings: [connected, schema, ...clock, alive(workers, Date.now())],
    current: await createVersions(context).current(),
    drafts:
      applied === MIGRATIONS.length
        ? await new Drafts(withTables<DraftTables>(context.database), systemClock()).all()
        : null,
  };
}

async function serverVersion({ database }: Context): Promise<string> {
  const { rows } = await database.snapshot((tx) => tx.query<{ server_version: string }>("show server_version", []));
  return rows[0]?.server_version ?? "?";
}

/** How many migrations the database has; null: it is not ours yet. */
async function migrationsOf({ database: { kind, snapshot } }: Context): Promise<number | null> {
  const exists =
    kind === "sqlite"
      ? "select count(*) as count from sqlite_master where type = 'table' and name = 'migration'"
      : "select count(*)::int as count from information_schema.tables where table_name = 'migration' and table_schema = any (current_schemas(false))";
  return await snapshot(async (tx) => {
    const [found] = (await tx.query<{ count: number }>(exists, [])).rows;
    if (Number(found?.count ?? 0) === 0) return null;
    const [counted] = (await tx.query<{ count: number }>("select count(*) as count from migration", [])).rows;
    return Number(counted?.count ?? 0);
  });
}

/** What the database's schema means for this program. @param applied migrations it has; null: it is not ours yet */
export function migrations(applied: number | null): Finding {
  const check = "migrations";
  const known = MIGRATIONS.length;
  if (applied === null)
    return skipped(check, "База пуста: схему создаст ordo serve", "The database is empty: ordo serve makes the schema");
  if (applied < known)
    return doubtful(
      check,
      {
        ru: `Схема базы отстаёт: ${applied} из ${known} шагов`,
        en: `The schema is behind: ${applied} of ${known} migrations`,
      },
      {
        ru: "Сделайте копию (ordo backup) и запустите ordo serve: он обновит схему сам",
        en: "Make a backup (ordo backup) and start `ordo serve`: it brings the schema forward",
      },
    );
  if (applied > known + 1)
    return wrong(
      check,
      {
        ru: `Схема базы новее программы: ${applied} шагов, известно ${known}`,
        en: `The schema is newer than the program: ${applied} migrations, ${known} known`,
      },
      { ru: "Обновите Ordo", en: "Update Ordo" },
    );
  if (applied > known)
    return doubtful(
      check,
      {
        ru: `Схема базы новее программы на шаг: ${applied}, известно ${known}`,
        en: `The schema is one migration newer than the program: ${applied}, ${known} known`,
      },
      {
        ru: "Так бывает, пока рабочие процессы меняют по одному. Обновите Ordo и здесь",
        en: "That is so while workers are exchanged one by one. Update Ordo here too",
      },
    );
  return fine(check, `Схема базы: ${applied} из ${known}`, `Schema: ${applied} of ${known} migrations`);
}

async function skew({ database }: Context): Promise<Finding> {
  const before = Date.now();
  const theirs = await database.now();
  // Half of the way there and back is the best guess of when the other side looked at its clock.
  const difference = Math.round(theirs - (before + Date.now()) / 2);
  const seconds = (Math.abs(difference) / 1_000).toFixed(1);
  if (Math.abs(difference) <= SKEW_MAX_MS)
    return fine(
      "clock-skew",
      `Часы расходятся с базой на ${seconds} с`,
      `The clock is ${seconds} s off the database's`,
    );
  return wrong(
    "clock-skew",
    {
      ru: `Часы расходятся с базой на ${seconds} с: сроки сработали бы не вовремя`,
      en: `The clock is ${seconds} s off the database's: deadlines would come at the wrong time`,
    },
    {
      ru: "Включите синхронизацию времени на обеих машинах: timedatectl set-ntp true",
      en: "Turn on time synchronization on both machines: timedatectl set-ntp true",
    },
  );
}

function alive(workers: readonly WorkerRow[], now: number): Finding {
  const check = "workers";
  const here = workers.filter(({ endedAt }) => endedAt === null);
  const silent = here.filter(({ expiresAt }) => expiresAt < now).length;
  const working = here.length - silent;
  if (working > 0 && silent === 0) return fine(check, `Рабочих процессов: ${working}`, `Workers: ${working}`);
  if (working > 0)
    return doubtful(
      check,
      {
        ru: `Рабочих процессов: ${working}, ещё ${silent} молчат`,
        en: `Workers: ${working}, and ${silent} more are silent`,
      },
      {
        ru: "Их работу возьмут остальные; кто это, покажет ordo workers",
        en: "The others take their work; `ordo workers` shows who they are",
      },
    );
  return doubtful(
    check,
    { ru: "Рабочих процессов нет: ничего само не движется", en: "There are no workers: nothing moves by itself" },
    { ru: "Запустите ordo serve или ordo worker", en: "Start `ordo serve` or `ordo worker`" },
  );
}

function unreachable(error: unknown, kind: "sqlite" | "postgres"): Finding {
  const { says, remedy } = unreachableStore(error, kind);
  return wrong("store", says, remedy);
}

/** @throws {Error} where it takes too long */
async function inTime<Result>(asked: Promise<Result>): Promise<Result> {
  const stop = new AbortController();
  const late = sleep(STORE_MS_MAX, null, { signal: stop.signal }).then(
    () => Promise.reject(new Error(`no answer in ${STORE_MS_MAX / 1_000} s`)),
    () => new Promise<never>(() => {}),
  );
  try {
    return await Promise.race([asked, late]);
  } finally {
    stop.abort();
  }
}
