import { type Complaint, couldNotRun } from "../complaint.ts";

/** A file that could not be written, and why. */
export function unwritable(path: string, error: unknown): Complaint {
  const reason = error instanceof Error ? error.message.replace(/,.*$/, "") : String(error);
  return couldNotRun(
    { ru: `Не удалось записать ${path}: ${reason}`, en: `Could not write ${path}: ${reason}` },
    {
      ru: "Проверьте, что папка есть, на неё есть права и на диске есть место.",
      en: "See that the folder is there, that you may write to it, and that the disk has room.",
    },
  );
}
