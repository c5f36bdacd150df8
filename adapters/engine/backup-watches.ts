import { resolve } from "node:path";
import type { Fence, Store } from "../../engine/ports/store.ts";
import type { Needs, Watch } from "../adapter.ts";
import { BackupWatch } from "../backup/backup-watch.ts";
import { readBackup } from "../backup/config.ts";
import { type Installation, makeBackup } from "../backup/make-backup.ts";
import type { Configuration } from "../configuration/configuration.ts";

/** The daily backup, where the configuration wants one; `fence` is that of the worker it runs beside. */
export function backupWatches(
  installation: Installation,
  of: {
    readonly configuration: Configuration;
    readonly needs: Pick<Needs, "clock" | "logger" | "zone" | "raise" | "settle">;
    readonly store: Pick<Store, "workers">;
    readonly fence: () => Fence | null;
  },
): readonly Watch[] {
  const { configuration, needs, store, fence } = of;
  const read = readBackup(configuration.root, configuration.store.kind);
  if (!read.daily) return [];
  const config = { ...read, folder: resolve(read.folder) };
  const { folder, keep } = config;
  const { clock, logger, zone, raise, settle } = needs;
  return [
    new BackupWatch({
      ...{ clock, logger, config, zone, raise, settle },
      make: (signal) => makeBackup(installation, { folder, keep, made: "daily", signal }),
      hold: async (until) => {
        const held = fence();
        return held !== null && (await store.workers.hold("backup", held, clock.now(), until));
      },
    }),
  ];
}
