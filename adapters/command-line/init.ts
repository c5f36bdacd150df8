import { cpSync, existsSync, mkdirSync, readdirSync, statSync } from "node:fs";
import { join, relative } from "node:path";
import { wrongUse } from "../complaint.ts";
import { productFolder } from "../product-folder.ts";
import type { ExitCode, Terminal } from "./terminal.ts";
import { unwritable } from "./unwritable.ts";

/**
 * `ordo init [folder]`: a folder with one process, its scenarios and sample data, in the reader's language, and the JSON
 * Schemas that let an editor complete and explain. Nothing that is there already is touched.
 */
export async function init(folder: string, terminal: Terminal): Promise<ExitCode> {
  const starter = join(productFolder(), "adapters/command-line/starter", terminal.locale);
  const schema = join(productFolder(), "schema");
  const files = filesUnder(starter);
  refuseWhereTaken(folder, files);
  copy(starter, folder);
  if (existsSync(schema)) copy(schema, join(folder, "schema"));
  for (const file of files) terminal.print(join(folder, file));
  const go = folder === "." ? "" : `cd ${folder} && `;
  const lines = (what: string, commands: readonly string[]): string =>
    `\n${what}\n${commands.map((command) => `  ${go}ordo ${command}`).join("\n")}`;
  terminal.say(
    terminal.pick({
      ru: lines("Готово. Проверить и попробовать:", TRY) + lines("\nВвести в действие и работать:", WORK.ru),
      en: lines("Done. Check and try it:", TRY) + lines("\nPut it in force and work by it:", WORK.en),
    }),
  );
  return 0;
}

const TRY = ["check", "test", "dry-run purchase-request --scenario processes/purchase-request/scenarios/bought.yaml"];

/** Who starts and who decides stand in the sample directory. */
const WORK = {
  ru: [
    "deploy",
    "start purchase-request --set what=Кофемашина --set amount=85000 --as clerk-1",
    "tasks",
    "complete purchase-request/1 --outcome approve",
  ],
  en: [
    "deploy",
    'start purchase-request --set what="Coffee machine" --set amount=85000 --as clerk-1',
    "tasks",
    "complete purchase-request/1 --outcome approve",
  ],
};

function refuseWhereTaken(folder: string, files: readonly string[]): void {
  if (existsSync(folder) && !statSync(folder).isDirectory()) {
    throw wrongUse(
      { ru: `Это файл, а нужна папка: ${folder}`, en: `This is a file, a folder is needed: ${folder}` },
      { ru: "Назовите другую папку.", en: "Name another folder." },
    );
  }
  const taken = files.find((file) => existsSync(join(folder, file)));
  if (taken !== undefined) {
    throw wrongUse(
      { ru: `Уже есть файл: ${join(folder, taken)}`, en: `This file is there already: ${join(folder, taken)}` },
      { ru: "Назовите пустую папку: ordo init <папка>", en: "Name an empty folder: ordo init <folder>" },
    );
  }
}

function copy(from: string, to: string): void {
  try {
    mkdirSync(to, { recursive: true });
    cpSync(from, to, { recursive: true, force: false });
  } catch (error) {
    throw unwritable(to, error);
  }
}

function filesUnder(folder: string): readonly string[] {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)))
    .sort();
}
