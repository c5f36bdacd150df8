import { stat } from "node:fs/promises";
import { type Finding, fine, wrong } from "../../finding.ts";
import type { LocalMailConfig } from "../config.ts";

/** What `ordo doctor` finds of the folder that letters come from; one that is not there yet is made at the start. */
export async function checkLetterFolder({ folder }: LocalMailConfig): Promise<Finding> {
  const found = await stat(folder).catch(() => null);
  if (found === null || found.isDirectory())
    return fine("mailboxes", `Письма берутся из папки ${folder}`, `Letters come from the folder ${folder}`);
  return wrong(
    "mailboxes",
    { ru: `${folder} — не папка: писем из неё не взять.`, en: `${folder} is no folder: no letters come from it.` },
    { ru: "Исправьте mail.local.folder в ordo.yaml.", en: "Mend mail.local.folder in ordo.yaml." },
  );
}
