import { systemClock } from "../clock/system-clock.ts";
import { couldNotRun } from "../complaint.ts";
import { storeConfig } from "../engine/store-config.ts";
import { holdHost } from "../host/open-host.ts";
import { productVersion } from "../product-folder.ts";
import type { BackupEnd } from "../store/backup-file.ts";
import { openDatabase } from "../store/open-store.ts";
import { restore as readBackup } from "../store/restore.ts";
import { unreachableStore } from "../unreachable-server.ts";
import { fileThere } from "./backup.ts";
import { configured } from "./configured.ts";
import { printJson } from "./operate.ts";
import type { ExitCode, Terminal } from "./terminal.ts";

export interface RestoreOptions {
  /** What the store holds goes. */
  readonly replace?: boolean;
  readonly json?: boolean;
}

/**
 * `ordo restore FILE`: puts a backup into the configured store, all or nothing. Nobody may work on it meanwhile: with
 * SQLite the lock is taken, with PostgreSQL workers that are alive are refused.
 */
export async function restore(file: string, options: RestoreOptions, terminal: Terminal): Promise<ExitCode> {
  const path = fileThere(file);
  const { configuration, logger } = configured(terminal, { level: "warn" });
  const { store } = configuration;
  const clock = systemClock();
  let end: BackupEnd | null = null;
  const open = async () => {
    const context = await openDatabase(storeConfig(configuration), { clock, logger }).catch((error: unknown) => {
      throw unreachableStore(error, store.kind);
    });
    try {
      if (store.kind === "postgres") await refuseWorkers(context, clock.now());
      end = await readBackup(context, { file: path, replace: options.replace === true });
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
  tell(end, options, terminal);
  return 0;
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

function tell(end: BackupEnd | null, options: RestoreOptions, terminal: Terminal): void {
  const counts = end?.counts ?? {};
  if (options.json === true) return printJson(terminal, { counts });
  const instances = (counts["instance"] ?? 0) + (counts["instance_archive"] ?? 0);
  terminal.say(
    terminal.pick({
      ru: `Восстановлено процессов: ${instances}. Проверить настройки и связи: ordo doctor`,
      en: `Restored: ${instances} instances. To check configuration and connections: ordo doctor`,
    }),
  );
}
