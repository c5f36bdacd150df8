import type { Problem } from "../../engine/definition/problem.ts";
import { wrongUse } from "../complaint.ts";
import { folderSource } from "../process-source/folder/folder-source.ts";
import { notedLooks, noteLooks } from "../process-source/folder/looks.ts";
import { CheckMemory } from "./check-memory.ts";
import { defaultPaths } from "./default-paths.ts";
import type { ExitCode, Terminal } from "./terminal.ts";

/** `ordo check [paths…]`: language §7. */
export interface CheckOptions {
  /** @default "text" */
  readonly format?: "text" | "json" | "github";
  readonly json?: boolean;
  readonly fix?: boolean;
  readonly strict?: boolean;
  /** `directory.yaml` to check people and groups against. @default the one `ordo.yaml` names */
  readonly directory?: string;
  /** Check even where nothing has changed since nothing was found. */
  readonly fresh?: boolean;
}

/** What one look at the files came to. */
export interface Checked {
  readonly checked: number;
  readonly problems: readonly Problem[];
  /** Path → text of the files read. */
  readonly texts: ReadonlyMap<string, string>;
}

/**
 * Finds all problems of the processes under the paths and of the files named one by one.
 * Exit code 1 where there is an error, or with `strict` a warning.
 */
export async function check(paths: readonly string[], options: CheckOptions, terminal: Terminal): Promise<ExitCode> {
  const look = (): Promise<Checked> => checkOnce(paths, options);
  let found = await look();
  if (options.fix) {
    const { mend } = await import("./write-fixes.ts");
    found = await mend(found, look, terminal);
  }
  const { printChecked } = await import("./print-checked.ts");
  await printChecked(found, { format: options.json ? "json" : (options.format ?? "text") }, terminal);
  return found.problems.some(({ severity }) => severity === "error" || options.strict) ? 1 : 0;
}

async function checkOnce(paths: readonly string[], options: CheckOptions): Promise<Checked> {
  const memory = CheckMemory.of({ paths, directory: options.directory ?? null });
  const known = options.fresh ? null : (memory?.checked() ?? null);
  if (known !== null) return { checked: known, problems: [], texts: new Map() };
  noteLooks();
  const source = folderSource();
  const { folders, others } = source.find(paths.length > 0 ? paths : defaultPaths());
  const checked = folders.length + others.length;
  if (checked === 0) throw nothingToCheck(paths);
  const { checkFresh } = await import("./check-fresh.ts");
  const { problems, texts } = await checkFresh({ folders, others, source, directory: options.directory ?? null });
  const looks = notedLooks();
  if (problems.length === 0 && looks !== null) memory?.keep(checked, looks);
  return { checked, problems, texts };
}

function nothingToCheck(paths: readonly string[]): Error {
  const where = paths.length > 0 ? paths.join(", ") : ".";
  return wrongUse(
    { ru: `Здесь нет ни одного process.yaml: ${where}`, en: `There is no process.yaml here: ${where}` },
    {
      ru: "Назовите папку с процессами; новую создаст ordo init.",
      en: "Name a folder with processes; `ordo init` makes a new one.",
    },
  );
}
