import { existsSync, mkdirSync, readdirSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { suggest } from "../../engine/base/suggest.ts";
import type { Refusal } from "../../engine/runtime/use-cases.ts";
import { wrongUse } from "../complaint.ts";
import type { VersionAnswer, VersionOrder } from "../engine/version-orders.ts";
import { zipOf } from "../workshop/zip-of.ts";
import { configured } from "./configured.ts";
import { knownPlace } from "./known-place.ts";
import { printJson } from "./operate.ts";
import { refusalJson, sayRefusal } from "./refusal.ts";
import type { ExitCode, Terminal } from "./terminal.ts";
import { unwritable } from "./unwritable.ts";

/** `ordo export <process>` */
export interface ExportOptions {
  /** Its number, or at least eight characters of its digest. @default the version in force */
  readonly version?: string;
  /** A folder, or an archive where it ends in `.zip`. @default `<process>-v<number>` */
  readonly to?: string;
  readonly json?: boolean;
}

type Files = Extract<VersionAnswer, { readonly kind: "files" }>;

/**
 * `ordo export <process>`: the files of a deployed version, in a new folder or as a ZIP archive. Nothing that is there
 * already is written over. 1: there is no such process or version.
 */
export async function exportVersion(process: string, options: ExportOptions, terminal: Terminal): Promise<ExitCode> {
  const { configuration, logger } = configured(terminal, { level: "warn" });
  knownPlace(configuration);
  const { reachEngine } = await import("../engine/reach-engine.ts");
  const reached = await reachEngine(configuration, { logger, locale: terminal.locale, command: "ordo export" });
  const order: VersionOrder = { process, version: options.version ?? null };
  let answer: VersionAnswer;
  try {
    answer = (await reached.call("version", [order])) as VersionAnswer;
  } finally {
    await reached.close();
  }
  if (answer.kind !== "files") {
    const refusal = refusalOf(answer, process);
    if (options.json) printJson(terminal, { export: null, refusal: refusalJson(refusal, terminal) });
    else sayRefusal(refusal, terminal);
    return 1;
  }
  const { number, digest, files } = answer;
  const to = options.to ?? `${process}-v${number}`;
  write(to, process, answer);
  const paths = files.map(({ path }) => path);
  if (options.json) printJson(terminal, { export: { process, number, digest, to, files: paths }, refusal: null });
  else
    terminal.print(
      terminal.pick({
        ru: `${process}, версия ${number} (${digest.slice(0, 12)}): файлов — ${files.length}, записаны в ${to}`,
        en: `${process}, version ${number} (${digest.slice(0, 12)}): ${files.length} files, written to ${to}`,
      }),
    );
  return 0;
}

function write(to: string, process: string, { files }: Files): void {
  refuseWhereTaken(to);
  try {
    if (to.toLowerCase().endsWith(".zip")) {
      mkdirSync(dirname(to), { recursive: true });
      writeFileSync(to, zipOf(files.map(({ path, text }) => ({ path: `${process}/${path}`, text }))));
      return;
    }
    for (const { path, text } of files) {
      mkdirSync(dirname(join(to, path)), { recursive: true });
      writeFileSync(join(to, path), text);
    }
  } catch (error) {
    throw unwritable(to, error);
  }
}

function refuseWhereTaken(to: string): void {
  if (!existsSync(to) || (statSync(to).isDirectory() && readdirSync(to).length === 0 && !to.endsWith(".zip"))) return;
  throw wrongUse(
    { ru: `Там уже что-то есть: ${to}`, en: `Something is there already: ${to}` },
    { ru: "Назовите другое место: --to <папка или файл.zip>", en: "Name another place: --to <folder or file.zip>" },
  );
}

function refusalOf(answer: Exclude<VersionAnswer, Files>, process: string): Refusal {
  if (answer.kind === "unknownVersion")
    return {
      ...{ kind: "rejected", code: "VERSION_NOT_FOUND", fields: {} },
      reason: { ru: `У процесса «${process}» нет такой версии.`, en: `Process "${process}" has no such version.` },
      remedy: {
        ru: `Есть: ${answer.numbers.join(", ")}. Все: ordo versions`,
        en: `There are: ${answer.numbers.join(", ")}. All of them: ordo versions`,
      },
    };
  const near = suggest(process, answer.known);
  return {
    ...{ kind: "rejected", code: "PROCESS_NOT_FOUND", fields: {} },
    reason: { ru: `Процесс «${process}» не развёрнут.`, en: `Process "${process}" is not deployed.` },
    remedy:
      near === null
        ? { ru: "Развёрнутые: ordo versions", en: "Deployed ones: ordo versions" }
        : { ru: `Может быть, ${near}?`, en: `Did you mean ${near}?` },
  };
}
