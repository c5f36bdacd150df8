import { isMap, type Value } from "../../../engine/base/value.ts";
import type { Files } from "../../../engine/ports/files.ts";
import { RecordRefusal } from "../../../engine/record/record-refusal.ts";
import type { ReadyChange, Upload } from "./entity-store.ts";
import type { PortalChange } from "./field-codec.ts";
import { fileReference } from "./portal-file.ts";

/** Changes with the bytes of the files they bring. @throws {RecordRefusal} `FILE_NOT_FOUND` */
export async function readUploads(changes: readonly PortalChange[], files: Files): Promise<readonly ReadyChange[]> {
  return Promise.all(changes.map((change) => (change.kind === "files" ? withBytes(change, files) : change)));
}

/** Files as they are sent. @throws {RecordRefusal} `FILE_NOT_FOUND` */
export function readFiles(values: readonly Value[], files: Files): Promise<readonly Upload[]> {
  return Promise.all(values.map((value) => upload(value, files)));
}

async function withBytes(change: Extract<PortalChange, { kind: "files" }>, files: Files): Promise<ReadyChange> {
  const ready = change.files.map(async (file) =>
    typeof file === "number" ? file : { ...(await upload(file, files)), value: file },
  );
  return { ...change, files: await Promise.all(ready) };
}

async function upload(value: Value, files: Files): Promise<Upload> {
  const reference = fileReference(value);
  const file = reference === null ? null : await files.get(reference);
  if (file === null) throw fileNotFound(value);
  const name = isMap(value) && typeof value["name"] === "string" ? value["name"] : file.name;
  return { name, content: Buffer.from(file.bytes).toString("base64") };
}

function fileNotFound(value: Value): RecordRefusal {
  const named = JSON.stringify(value);
  return new RecordRefusal("FILE_NOT_FOUND", {
    ru: `Файла ${named} нет в хранилище файлов: в портал его не передать`,
    en: `There is no file ${named} in the file store: it cannot be put into the portal`,
  });
}
