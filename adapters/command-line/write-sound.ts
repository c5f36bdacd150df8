import { renameSync, writeFileSync } from "node:fs";
import { checkCatalog } from "../../engine/definition/check-catalog.ts";
import { readDocument } from "../../engine/definition/document.ts";
import { checkShape } from "../../engine/definition/shape.ts";
import { couldNotRun } from "../complaint.ts";
import { unwritable } from "./unwritable.ts";

/**
 * Writes a file that a command made or changed, whole or not at all, and only if it is sound.
 *
 * @throws {Complaint} where it is not, or cannot be written: the file is then as it was
 */
export function writeSound(path: string, text: string, kind: "catalog" | "config"): void {
  const { document, problems } = readDocument(path, text, kind);
  const found = [
    ...problems,
    ...(document === null ? [] : checkShape(document, kind)),
    ...(document === null || kind !== "catalog" ? [] : checkCatalog(document, null)),
  ].filter(({ severity }) => severity === "error");
  const [error] = found;
  if (error !== undefined)
    throw couldNotRun(
      {
        ru: `${path} вышел бы неверным, файл не изменён: ${error.message.ru}`,
        en: `${path} would come out wrong, the file is unchanged: ${error.message.en}`,
      },
      {
        ru: "Внесите изменения руками; что есть в портале: --json",
        en: "Write the changes by hand; --json has what the portal has",
      },
    );
  try {
    writeFileSync(`${path}.new`, text);
    renameSync(`${path}.new`, path);
  } catch (error) {
    throw unwritable(path, error);
  }
}
