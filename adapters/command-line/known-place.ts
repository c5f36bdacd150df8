import { existsSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { couldNotRun } from "../complaint.ts";
import type { Configuration } from "../configuration/configuration.ts";

/**
 * For commands that ask or change what is there: where there is neither `ordo.yaml` nor a database, the command was given
 * in a wrong folder, and an empty answer would look like lost data. Creates nothing.
 *
 * @throws {Complaint} exit code 3
 */
export function knownPlace({ file, store }: Pick<Configuration, "file" | "store">): void {
  if (file !== null || store.kind !== "sqlite" || existsSync(store.file)) return;
  const folder = dirname(resolve(store.file));
  throw couldNotRun(
    {
      ru: `Здесь нет ни ordo.yaml, ни базы ordo.db: ${folder}. Ничего не создано.`,
      en: `There is neither ordo.yaml nor a database ordo.db here: ${folder}. Nothing was created.`,
    },
    {
      ru: "Перейдите в папку компании (cd). Новую папку начинает ordo init, базу — ordo deploy или ordo serve.",
      en: "Go to the company's folder (cd). `ordo init` begins a new folder, `ordo deploy` or `ordo serve` a database.",
    },
  );
}
