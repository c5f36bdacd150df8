import Type from "typebox";
import { filesIn } from "../../../engine/view/short-file.ts";
import { instanceAt } from "../../task-address.ts";
import { UPLOAD_BYTES_MAX } from "../../upload-bytes-max.ts";
import { type Asked, route } from "../api-route.ts";
import { fileAddress, fileAt } from "../file-address.ts";
import { servedKind } from "../file-kinds.ts";
import { notFound, Problem } from "../problem.ts";
import { withoutHidden } from "../records/vocabulary.ts";
import { isFileOf, isOwnUpload, uploadKey } from "../seen-files.ts";
import { servedFile } from "../served-file.ts";

/** A file as the value of a field, with what a page shows of it. */
const FILE = Type.Object(
  {
    id: Type.String({ description: "Goes into the field's value, together with the name." }),
    name: Type.String(),
    size: Type.Integer(),
    address: Type.String({ description: "Path of its content." }),
    isShown: Type.Boolean({ description: "A PDF or a picture: a page can show it." }),
  },
  { $id: "StoredFile" },
);

const WHERE = Type.Object({
  instance: Type.Optional(Type.String({ maxLength: 200, description: "The instance that names it." })),
  record: Type.Optional(Type.String({ maxLength: 200, description: "The record that names it: `invoice/5`." })),
});

type OfFile = Asked<{ readonly file: string }, { readonly instance?: string; readonly record?: string }>;

/** Files: sent into fields, shown beside the buttons. */
export const FILE_ROUTES = [
  route({
    method: "POST",
    path: "/api/files",
    area: "files",
    summary: {
      ru: "Прислать файл (тело — его содержимое); ответ ставят в поле типа files.",
      en: "Send a file (the body is its content); the answer goes into a field of type files.",
    },
    permission: "file.write",
    query: Type.Object({ name: Type.String({ minLength: 1, maxLength: 200 }) }),
    answer: FILE,
    bytesMax: UPLOAD_BYTES_MAX,
    async handle({ service, viewer, query, bytes, commandId }) {
      if (bytes.length === 0) throw emptyFile();
      const kind = servedKind(bytes);
      const file = { name: query.name, type: kind.type, bytes };
      const reference = await service.files.put(uploadKey(viewer.user, commandId), file);
      const kept = await service.files.get(reference);
      return {
        ...{ id: reference, name: kept?.name ?? query.name, size: bytes.length, isShown: kind.isShown },
        address: `/api/files/${fileAddress(reference)}`,
      };
    },
  }),
  route({
    method: "GET",
    path: "/api/files/:file",
    area: "files",
    summary: {
      ru: "Содержимое файла. Видно тому, кто видит заявку или запись, где файл назван, и тому, кто его прислал.",
      en: "A file's content: for who may see the instance or record that names it, and for who sent it.",
    },
    permission: "file.read",
    own: mayRead,
    params: Type.Object({ file: Type.String({ minLength: 1, maxLength: 3_000 }) }),
    query: WHERE,
    type: "application/octet-stream",
    async handle({ service, params }) {
      const reference = fileAt(params.file);
      const file = reference === null ? null : await service.files.get(reference);
      if (file === null) throw notFound({ ru: "Такого файла нет", en: "There is no such file" });
      return servedFile(file);
    },
  }),
] as const;

/** His own, or named by an instance that he may see, or by a record: records are everybody's to read. */
async function mayRead({ service, viewer, params, query }: OfFile): Promise<boolean> {
  const reference = fileAt(params.file);
  if (reference === null) return false;
  if (isOwnUpload(reference, viewer.user)) return true;
  if (query.instance !== undefined) {
    const shown = await service.useCases.showTo(viewer, instanceAt(query.instance));
    if (shown !== null && isFileOf(shown, reference)) return true;
  }
  return query.record !== undefined && (await isOfRecord({ service, viewer }, query.record, reference));
}

async function isOfRecord(
  { service, viewer }: Pick<OfFile, "service" | "viewer">,
  record: string,
  reference: string,
): Promise<boolean> {
  const { crm, editing } = service.assembled.outside;
  const snapshot = await crm.look(record);
  if (snapshot === null) return false;
  const notes = editing === null ? [] : await editing.notes(record);
  return filesIn([withoutHidden(snapshot, { service, viewer }), notes]).some((file) => file.reference === reference);
}

function emptyFile(): Problem {
  return new Problem("INPUT_INVALID", {
    says: { ru: "Файл пуст.", en: "The file is empty." },
    remedy: { ru: "Выберите другой файл.", en: "Choose another file." },
  });
}
