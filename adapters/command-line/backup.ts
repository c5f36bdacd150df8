import { resolve } from "node:path";
import type { BackupManifest } from "../store/backup-file.ts";
import { configured } from "./configured.ts";
import { printJson } from "./operate.ts";
import type { ExitCode, Terminal } from "./terminal.ts";

export interface BackupOptions {
  /** Folder the file goes to. @default "backups" */
  readonly to?: string;
  /** A file to look through instead of making one. */
  readonly verify?: string;
  readonly json?: boolean;
}

/**
 * `ordo backup`: the whole store in one file, as it stands at one moment, while work goes on. `--verify FILE` restores a
 * backup into a database of its own for the time of the check and looks at everything in it: exit 1 where it does not hold.
 */
export async function backup(options: BackupOptions, terminal: Terminal): Promise<ExitCode> {
  const { configuration, logger } = configured(terminal, { level: "warn" });
  if (options.verify !== undefined) return verify(options.verify, options, terminal);
  const { reachEngine } = await import("../engine/reach-engine.ts");
  const reached = await reachEngine(configuration, { logger, locale: terminal.locale, command: "ordo backup" });
  try {
    const folder = resolve(options.to ?? "backups");
    const manifest = (await reached.call("backup", [folder])) as BackupManifest;
    const path = `${folder}/${manifest.file}`;
    if (options.json === true) printJson(terminal, { ...manifest, path });
    else {
      terminal.print(path);
      const size = `${(manifest.bytes / 1e6).toFixed(1)}`;
      terminal.say(
        terminal.pick({
          ru: `${size} МБ. Проверить, что её можно восстановить: ordo backup --verify ${path}`,
          en: `${size} MB. To check that it can be restored: ordo backup --verify ${path}`,
        }),
      );
    }
    return 0;
  } finally {
    await reached.close();
  }
}

async function verify(file: string, options: BackupOptions, terminal: Terminal): Promise<ExitCode> {
  const { configuration } = configured(terminal, { level: "warn" });
  const [{ verifyBackup }, { sealKey }, { keptHeads }, { laneOfOperation }, { systemClock }] = await Promise.all([
    import("../store/verify-backup.ts"),
    import("../engine/seal-key.ts"),
    import("../engine/kept-heads.ts"),
    import("../operations/lane-of-operation.ts"),
    import("../clock/system-clock.ts"),
  ]);
  const found = await verifyBackup({
    file: resolve(file),
    clock: systemClock(),
    key: sealKey(configuration),
    kept: await keptHeads(configuration),
    laneOf: laneOfOperation,
  });
  if (options.json === true) printJson(terminal, found);
  else {
    const { instances, differing } = found.instances;
    const breaches = (found.registries ?? []).reduce((sum, one) => sum + one.breaches, 0);
    terminal.print(
      terminal.pick({
        ru: `${found.holds ? "Резервная копия годится" : "Резервная копия НЕ годится"}: процессов ${instances}, с расхождениями ${differing}, нарушений в реестрах ${breaches}, база ${found.integrity}.`,
        en: `${found.holds ? "The backup holds" : "The backup does NOT hold"}: ${instances} instances, ${differing} with differences, ${breaches} breaches in registries, database ${found.integrity}.`,
      }),
    );
  }
  return found.holds ? 0 : 1;
}
