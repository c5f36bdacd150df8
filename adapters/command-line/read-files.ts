import { createHash } from "node:crypto";
import { readFileSync, statSync } from "node:fs";
import { basename } from "node:path";
import { isMap, type Value, type ValueMap } from "../../engine/base/value.ts";
import type { Complaint } from "../complaint.ts";
import { wrongUse } from "../complaint.ts";
import { UPLOAD_BYTES_MAX } from "../upload-bytes-max.ts";
import { parseExact } from "./exact-json.ts";
import type { FileShelf, ShelfFile } from "./file-shelf.ts";
import { mediaType } from "./media-type.ts";

/** `--set` split into fields that hold files, read, and the others as they stand. */
export interface FilesRead {
  readonly files: ValueMap;
  readonly others: readonly string[];
}

/**
 * Reads `--set field=@path` for fields of type `files`: the local file is put into the file store and stands in the field.
 * Several with commas (`@a.pdf, @b.pdf`) or as JSON; a reference of a file that is there (`f-…`, `file:…`) will do too.
 *
 * @param shelf opened only where a field wants it
 * @throws {Complaint} for what is neither a path that exists nor a known reference
 */
export async function readFiles(
  sets: readonly string[],
  fields: readonly { readonly name: string; readonly type: string }[],
  shelf: () => FileShelf,
): Promise<FilesRead> {
  const files: Record<string, Value> = {};
  const others: string[] = [];
  for (const set of sets) {
    const at = set.indexOf("=");
    const [name, text] = [set.slice(0, at).trim(), set.slice(at + 1).trim()];
    const isFiles = at > 0 && fields.some((field) => field.name === name && field.type === "files");
    if (!isFiles || text === "" || text === "null") others.push(set);
    else {
      const read: Value[] = [];
      for (const item of itemsOf(text)) read.push(await fileOf(item, name, shelf()));
      files[name] = read;
    }
  }
  return { files, others };
}

/** What stands between the commas, or in the JSON. A path with a comma in it is one path. */
function itemsOf(text: string): readonly Value[] {
  if (text.startsWith("@") && sizeOf(text.slice(1)) !== null) return [text];
  try {
    const json = parseExact(text);
    return Array.isArray(json) ? json : [json];
  } catch {
    const inside = /^\[(.*)\]$/s.exec(text)?.[1] ?? text;
    return inside.split(",").map((part) => part.trim());
  }
}

async function fileOf(item: Value, field: string, shelf: FileShelf): Promise<Value> {
  const text = isMap(item) ? (item["id"] ?? null) : item;
  if (typeof text !== "string") throw unknownFile(field, JSON.stringify(item));
  if (text.startsWith("@")) return upload(text.slice(1), field, shelf);
  const known = await shelf.find(text);
  if (known === null) throw unknownFile(field, text);
  return valueOf(known);
}

async function upload(path: string, field: string, shelf: FileShelf): Promise<Value> {
  const size = sizeOf(path);
  if (size === null)
    throw wrongUse(
      { ru: `--set ${field}: нет файла ${path}.`, en: `--set ${field}: there is no file ${path}.` },
      {
        ru: "Проверьте путь: он считается от текущей папки.",
        en: "Check the path: it is counted from the current folder.",
      },
    );
  if (size > UPLOAD_BYTES_MAX)
    throw wrongUse(
      { ru: `--set ${field}: ${path} больше 25 МБ.`, en: `--set ${field}: ${path} is larger than 25 MB.` },
      { ru: "Дайте файл поменьше.", en: "Give a smaller file." },
    );
  const bytes = new Uint8Array(readFileSync(path));
  const name = basename(path);
  const file = { name, type: mediaType(name), bytes };
  // The same file again is the same one: a command that is given twice leaves one.
  const digest = createHash("sha256").update(bytes).digest("hex");
  const reference = await shelf.put(`upload/${digest}/${name}`, file);
  return valueOf({ reference, ...file });
}

function valueOf({ reference, name, type, bytes }: ShelfFile): Value {
  return { name, type, size: bytes.length, id: reference };
}

/** Null: there is no such file, or it is none. */
function sizeOf(path: string): number | null {
  const found = statSync(path, { throwIfNoEntry: false });
  return found?.isFile() ? found.size : null;
}

function unknownFile(field: string, text: string): Complaint {
  return wrongUse(
    {
      ru: `--set ${field}: «${text}» — не путь к файлу и не известный файл.`,
      en: `--set ${field}: "${text}" is neither a path of a file nor a known file.`,
    },
    {
      ru: `Файл с этой машины: --set ${field}=@счёт.pdf (несколько — через запятую); файл, который уже есть: --set ${field}=f-… (его имя показывают ordo show и ordo record).`,
      en: `A file of this machine: --set ${field}=@invoice.pdf (several with commas); one that is there already: --set ${field}=f-… (ordo show and ordo record print it).`,
    },
  );
}
