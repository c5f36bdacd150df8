import { existsSync, statSync } from "node:fs";
import { join, resolve } from "node:path";
import { DATABASE, type Whole, wholeAt } from "../backup/backup-place.ts";
import { readBackup } from "../backup/config.ts";
import { type FilesVerification, verifyFiles } from "../backup/verify-whole.ts";
import { wrongUse } from "../complaint.ts";
import { StoreError } from "../store/store-error.ts";
import { configured } from "./configured.ts";
import { knownPlace } from "./known-place.ts";
import { printJson, rowJson } from "./operate.ts";
import type { ExitCode, Terminal } from "./terminal.ts";

export interface BackupOptions {
  /** Folder in which the backup is made. @default that of `backup:` in ordo.yaml, else "backups" */
  readonly to?: string;
  /** A backup to look through instead of making one. */
  readonly verify?: string;
  readonly json?: boolean;
}

/**
 * `ordo backup`: the whole installation (database, files, heads of the registries) in a folder of its own, while work goes
 * on. `--verify` restores a backup's database for the time of the check, looks at everything in it and reads every file:
 * exit 1 where something does not hold.
 */
export async function backup(options: BackupOptions, terminal: Terminal): Promise<ExitCode> {
  const { configuration, logger } = configured(terminal, { level: "warn" });
  if (options.verify !== undefined) return verify(await backupAt(options.verify), options, terminal);
  knownPlace(configuration);
  const { reachEngine } = await import("../engine/reach-engine.ts");
  const reached = await reachEngine(configuration, { logger, locale: terminal.locale, command: "ordo backup" });
  try {
    const folder = resolve(options.to ?? readBackup(configuration.root, configuration.store.kind).folder);
    const { path, manifest } = (await reached.call("backup", [folder])) as Whole;
    const { at, bytes, database, files } = manifest;
    if (options.json === true)
      printJson(terminal, rowJson({ path, at, bytes, counts: database.counts, heads: database.heads, files }));
    else {
      terminal.print(path);
      const size = bytes < 1e5 ? (bytes / 1e6).toFixed(3) : (bytes / 1e6).toFixed(1);
      terminal.say(
        terminal.pick({
          ru: `${size} МБ, файлов: ${files.count}. Проверить, что её можно восстановить: ordo backup --verify ${path}`,
          en: `${size} MB, ${files.count} files. To check that it can be restored: ordo backup --verify ${path}`,
        }),
      );
      if (files.lost.length > 0) sayLost(files.lost.length, terminal);
    }
    return 0;
  } finally {
    await reached.close();
  }
}

function sayLost(count: number, terminal: Terminal): void {
  terminal.say(
    terminal.pick({
      ru: `Файлов, которые в папке files пропали или повреждены: ${count} (manifest.json, files.lost). Проверьте диск.`,
      en: `Files missing or damaged in the folder files: ${count} (manifest.json, files.lost). Check the disk.`,
    }),
  );
}

/** A backup as it was named: the folder of a whole one, or the database's file alone, as earlier versions made it. */
export interface NamedBackup {
  /** Null: the database's file alone. */
  readonly whole: Whole | null;
  readonly database: string;
}

/** The backup at that path. @throws {Complaint} where there is none */
export async function backupAt(named: string): Promise<NamedBackup> {
  const path = resolve(named);
  if (!existsSync(path))
    throw wrongUse(
      { ru: `Такой копии нет: ${named}`, en: `There is no such backup: ${named}` },
      {
        ru: "Путь считается от текущей папки; копии делает ordo backup (папка backups).",
        en: "The path is counted from the current folder; `ordo backup` makes backups (folder backups).",
      },
    );
  if (!statSync(path).isDirectory()) return { whole: null, database: path };
  const whole = await wholeAt(path);
  if (whole !== null) return { whole, database: join(path, DATABASE) };
  throw wrongUse(
    { ru: `Это не копия, или она не дописана: ${named}`, en: `This is no backup, or it is not whole: ${named}` },
    {
      ru: "У целой копии есть manifest.json, а имя без .partial. Назовите саму папку ordo-…Z.",
      en: "A whole one has a manifest.json and no .partial in its name. Name the folder ordo-…Z itself.",
    },
  );
}

async function verify({ whole, database }: NamedBackup, options: BackupOptions, terminal: Terminal): Promise<ExitCode> {
  const { configuration } = configured(terminal, { level: "warn" });
  const [{ verifyBackup }, { sealKey }, { keptHeads }, { laneOfOperation }, { systemClock }] = await Promise.all([
    import("../store/verify-backup.ts"),
    import("../engine/seal-key.ts"),
    import("../engine/kept-heads.ts"),
    import("../operations/lane-of-operation.ts"),
    import("../clock/system-clock.ts"),
  ]);
  const found = await verifyBackup({
    file: database,
    clock: systemClock(),
    key: sealKey(configuration),
    kept: await keptHeads(configuration),
    laneOf: laneOfOperation,
  }).catch(damage);
  if ("says" in found) return tellDamage(found, options, terminal);
  const files = whole === null ? null : await verifyFiles(whole);
  const holds = found.holds && (files?.holds ?? true);
  if (options.json === true) printJson(terminal, { ...found, holds, files });
  else {
    const { instances, differing } = found.instances;
    const breaches = (found.registries ?? []).reduce((sum, one) => sum + one.breaches, 0);
    const told = filesText(files);
    terminal.print(
      terminal.pick({
        ru: `${holds ? "Резервная копия годится" : "Резервная копия НЕ годится"}: процессов ${instances}, с расхождениями ${differing}, нарушений в реестрах ${breaches}, база ${found.integrity}, ${told.ru}.`,
        en: `${holds ? "The backup holds" : "The backup does NOT hold"}: ${instances} instances, ${differing} with differences, ${breaches} breaches in registries, database ${found.integrity}, ${told.en}.`,
      }),
    );
  }
  return holds ? 0 : 1;
}

function filesText(files: FilesVerification | null): { readonly ru: string; readonly en: string } {
  if (files === null) return { ru: "файлов в ней нет (только база)", en: "without files (the database alone)" };
  const { count, damaged, lost } = files;
  return {
    ru: `файлов ${count}, повреждено ${damaged.length}${lost.length > 0 ? `, потеряно до копии ${lost.length}` : ""}`,
    en: `${count} files, ${damaged.length} damaged${lost.length > 0 ? `, ${lost.length} lost before it` : ""}`,
  };
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
