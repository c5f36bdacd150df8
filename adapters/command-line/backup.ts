import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { wrongUse } from "../complaint.ts";
import type { BackupManifest } from "../store/backup-file.ts";
import { StoreError } from "../store/store-error.ts";
import { configured } from "./configured.ts";
import { knownPlace } from "./known-place.ts";
import { printJson, rowJson } from "./operate.ts";
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
  if (options.verify !== undefined) return verify(fileThere(options.verify), options, terminal);
  knownPlace(configuration);
  const { reachEngine } = await import("../engine/reach-engine.ts");
  const reached = await reachEngine(configuration, { logger, locale: terminal.locale, command: "ordo backup" });
  try {
    const folder = resolve(options.to ?? "backups");
    const manifest = (await reached.call("backup", [folder])) as BackupManifest;
    const path = `${folder}/${manifest.file}`;
    if (options.json === true) printJson(terminal, rowJson({ ...manifest, path }));
    else {
      terminal.print(path);
      const size = manifest.bytes < 1e5 ? (manifest.bytes / 1e6).toFixed(3) : (manifest.bytes / 1e6).toFixed(1);
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

/** The path of a backup that is there. @throws {Complaint} where it is not */
export function fileThere(file: string): string {
  const path = resolve(file);
  if (existsSync(path)) return path;
  throw wrongUse(
    { ru: `Такого файла нет: ${file}`, en: `There is no such file: ${file}` },
    {
      ru: "Путь считается от текущей папки; копии делает ordo backup (папка backups).",
      en: "The path is counted from the current folder; `ordo backup` makes backups (folder backups).",
    },
  );
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
    file,
    clock: systemClock(),
    key: sealKey(configuration),
    kept: await keptHeads(configuration),
    laneOf: laneOfOperation,
  }).catch(damage);
  if ("says" in found) return tellDamage(found, options, terminal);
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

/** A file that is damaged is what the check is there to find: no trouble of ours. */
function damage(error: unknown): StoreError {
  if (error instanceof StoreError && error.code === "BACKUP_DAMAGED") return error;
  throw error;
}

function tellDamage({ says, remedy }: StoreError, options: BackupOptions, terminal: Terminal): ExitCode {
  const [reason, todo] = [terminal.pick(says), terminal.pick(remedy)];
  if (options.json === true) printJson(terminal, { holds: false, reason, remedy: todo });
  else terminal.say(`✗ ${reason}\n  ${todo}`);
  return 1;
}
