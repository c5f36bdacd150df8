import { type PutBack, putBackFiles, putBackSeals } from "../backup/put-back-files.ts";
import { verifyFiles } from "../backup/verify-whole.ts";
import { systemClock } from "../clock/system-clock.ts";
import { couldNotRun } from "../complaint.ts";
import { storeConfig } from "../engine/store-config.ts";
import { holdHost } from "../host/open-host.ts";
import { productVersion } from "../product-folder.ts";
import type { BackupEnd } from "../store/backup-file.ts";
import { openDatabase } from "../store/open-store.ts";
import { restore as readBackup, requireEmptyStore } from "../store/restore.ts";
import { unreachableStore } from "../unreachable-server.ts";
import { backupAt, type NamedBackup } from "./backup.ts";
import { configured } from "./configured.ts";
import { printJson } from "./operate.ts";
import type { ExitCode, Terminal } from "./terminal.ts";

export interface RestoreOptions {
  /** What the store holds goes. */
  readonly replace?: boolean;
  readonly json?: boolean;
}

/**
 * `ordo restore BACKUP`: puts a backup into the configured store, all or nothing, and its files into the configured folder.
 * Nobody may work on the store meanwhile: with SQLite the lock is taken, with PostgreSQL workers that are alive are refused.
 * Files go first: once the database is there, so is everything that it refers to.
 */
export async function restore(file: string, options: RestoreOptions, terminal: Terminal): Promise<ExitCode> {
  const named = await backupAt(file);
  const { configuration, logger } = configured(terminal, { level: "warn" });
  const { store, registry } = configuration;
  const clock = systemClock();
  await requireSound(named);
  let end: BackupEnd | null = null;
  let files: PutBack | null = null;
  const open = async () => {
    const context = await openDatabase(storeConfig(configuration), { clock, logger }).catch((error: unknown) => {
      throw unreachableStore(error, store.kind);
    });
    try {
      if (store.kind === "postgres") await refuseWorkers(context, clock.now());
      const { whole, database } = named;
      if (options.replace !== true) await requireEmptyStore(context);
      if (whole !== null) files = await putBackFiles(whole.path, configuration.files);
      end = await readBackup(context, { file: database, replace: options.replace === true });
      if (whole !== null && registry.seals !== null) await putBackSeals(whole.path, registry.seals);
    } finally {
      await context.database.close();
    }
    return { handlers: {}, close: async () => {} };
  };
  if (store.kind === "postgres") await open();
  else {
    const host = await holdHost({ database: store.file, version: productVersion(), command: "ordo restore", open });
    await host.close();
  }
  tell({ end, files }, options, terminal);
  return 0;
}

/** Nothing is touched before all of the backup has been read. @throws {StoreError} `BACKUP_DAMAGED` */
async function requireSound({ whole }: NamedBackup): Promise<void> {
  if (whole === null) return;
  const { holds, damaged } = await verifyFiles(whole);
  if (holds) return;
  throw couldNotRun(
    {
      ru: `Файлы копии не те, что были: повреждено ${damaged.length}. Ничего не изменено.`,
      en: `The backup's files are not what they were: ${damaged.length} damaged. Nothing was changed.`,
    },
    {
      ru: `Возьмите другую копию. Только базу из этой: ordo restore ${whole.path}/database.jsonl.gz`,
      en: `Take another one. Its database alone: ordo restore ${whole.path}/database.jsonl.gz`,
    },
  );
}

type Opened = Awaited<ReturnType<typeof openDatabase>>;

async function refuseWorkers({ database }: Opened, now: number): Promise<void> {
  const { storeOf } = await import("../store/open-store.ts");
  const workers = await storeOf({ database, clock: systemClock(), logger: null })
    .workers.list()
    .catch(() => []);
  const alive = workers.filter((worker) => worker.endedAt === null && worker.expiresAt > now);
  if (alive.length === 0) return;
  throw couldNotRun(
    {
      ru: `С базой работают: ${alive.map(({ name }) => name).join(", ")}. Восстанавливать при них нельзя.`,
      en: `Workers are using the database: ${alive.map(({ name }) => name).join(", ")}. Nothing is restored under them.`,
    },
    { ru: "Остановите работников (ordo workers) и повторите.", en: "Stop the workers (ordo workers) and try again." },
  );
}

function tell(
  { end, files }: { readonly end: BackupEnd | null; readonly files: PutBack | null },
  options: RestoreOptions,
  terminal: Terminal,
): void {
  const counts = end?.counts ?? {};
  if (options.json === true) return printJson(terminal, { counts, files });
  const instances = (counts["instance"] ?? 0) + (counts["instance_archive"] ?? 0);
  terminal.say(
    terminal.pick({
      ru: `Восстановлено процессов: ${instances}, ${files === null ? "файлов в копии нет" : `файлов: ${files.files}`}. Проверить настройки и связи: ordo doctor`,
      en: `Restored: ${instances} instances, ${files === null ? "no files in the backup" : `${files.files} files`}. To check configuration and connections: ordo doctor`,
    }),
  );
}
