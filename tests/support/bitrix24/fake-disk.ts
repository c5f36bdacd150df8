import { listOf, numberOf, Refusal, textOf } from "./fake-answer.ts";
import { type FakeCall, type FakeMethods, mapParam, param } from "./fake-method.ts";
import { isoOf } from "./fake-time.ts";
import type { FakeWorld } from "./fake-world.ts";

/** Files on the portal's disk. A name that is there already is refused, unless a unique one was asked for. */
export const DISK_METHODS: FakeMethods = {
  "disk.folder.uploadFile": {
    scope: "disk",
    notInBatch: true,
    run: (call, world) => upload(call, world, numberOf(param(call, "id"))),
  },
  "disk.storage.uploadFile": {
    scope: "disk",
    notInBatch: true,
    run: (call, world) => {
      const storageId = numberOf(param(call, "id"));
      const root = [...world.folders].find(([, folder]) => folder.storageId === storageId)?.[0] ?? 0;
      return upload(call, world, root);
    },
  },
  "disk.storage.getlist": {
    scope: "disk",
    run: (_, world) => ({
      result: [...new Set([...world.folders.values()].map(({ storageId }) => storageId))].map((id) => ({
        ...{ ID: String(id), NAME: `Storage ${id}`, ENTITY_TYPE: "common" },
        ROOT_OBJECT_ID: String([...world.folders].find(([, folder]) => folder.storageId === id)?.[0] ?? 0),
      })),
    }),
  },
};

function upload(call: FakeCall, world: FakeWorld, folderId: number): { result: unknown } {
  const folder = world.folders.get(folderId);
  if (folder === undefined) throw new Refusal("ERROR_NOT_FOUND", "Could not find entity with id `X`");
  const [fileName, content] = listOf(param(call, "fileContent")).map(textOf);
  const address = `${world.origin}/rest`;
  if (content === undefined)
    return {
      result: { field: "file", uploadUrl: `${address}/upload.json?auth=secret&token=${world.random.word(16)}` },
    };
  const isUnique = [true, "true", "Y", 1, "1"].includes(param(call, "generateUniqueName") as string);
  const wanted = textOf(mapParam(call, "data").NAME) || (fileName ?? "");
  const isTaken = (candidate: string): boolean =>
    world.disk.some((file) => file.folderId === folderId && file.name === candidate);
  if (isTaken(wanted) && !isUnique) throw new Refusal("DISK_OBJ_22000", "Object with this name already exists");
  let name = wanted;
  for (let copy = 1; isTaken(name); copy++) name = wanted.replace(/(\.[^.]+)?$/, ` (${copy})$1`);
  const [id, fileId] = [world.nextId("diskObject", 9_000), world.nextId("file", 32_000)];
  const at = world.now();
  world.disk.push({ id, fileId, folderId, name, content, createdBy: call.caller.userId, at });
  const date = isoOf(at, world.zone);
  return {
    result: {
      ...{
        ID: id,
        NAME: name,
        CODE: null,
        STORAGE_ID: String(folder.storageId),
        TYPE: "file",
        PARENT_ID: String(folderId),
      },
      ...{
        DELETED_TYPE: 0,
        GLOBAL_CONTENT_VERSION: 1,
        FILE_ID: fileId,
        SIZE: String(Buffer.from(content, "base64").length),
      },
      ...{ CREATE_TIME: date, UPDATE_TIME: date, DELETE_TIME: null, CREATED_BY: String(call.caller.userId) },
      ...{ UPDATED_BY: String(call.caller.userId), DELETED_BY: null },
      DOWNLOAD_URL: `${address}/download.json?auth=secret&token=disk%7C${id}`,
      DETAIL_URL: `${world.origin}/company/personal/user/${call.caller.userId}/disk/file/${encodeURIComponent(name)}`,
    },
  };
}
