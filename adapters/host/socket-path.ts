import { createHash } from "node:crypto";
import { chmodSync, lstatSync, mkdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { couldNotRun } from "../complaint.ts";

/** Bytes of a path that a socket's address holds (`sun_path`, the final zero aside). */
const PATH_BYTES_MAX = process.platform === "darwin" ? 103 : 107;

/**
 * Where the holder of a database listens: `<database>.sock`; a pipe of the database's name on Windows; and where the path
 * is too long for a socket, a short name in a folder of the user's own under the temporary one.
 *
 * @throws {Complaint} where that folder belongs to somebody else
 */
export function socketPath(database: string): string {
  const path = resolve(database);
  if (process.platform === "win32") return `\\\\.\\pipe\\ordo-${short(path.toLowerCase())}`;
  const beside = `${path}.sock`;
  if (Buffer.byteLength(beside) <= PATH_BYTES_MAX) return beside;
  return join(privateFolder(), `${short(path)}.sock`);
}

/** The same database has the same name, whoever asks. */
function short(path: string): string {
  return createHash("sha256").update(path).digest("hex").slice(0, 20);
}

/** `<temporary>/ordo-<user>`: made for us alone. Others may write to the temporary folder, so what is there is looked at. */
function privateFolder(): string {
  const user = process.getuid?.() ?? 0;
  const folder = join(tmpdir(), `ordo-${user}`);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const found = lstatSync(folder);
  if (!found.isDirectory() || found.uid !== user) throw notOurs(folder);
  if ((found.mode & 0o077) !== 0) chmodSync(folder, 0o700);
  return folder;
}

function notOurs(folder: string): Error {
  return couldNotRun(
    { ru: `Папка ${folder} принадлежит не нам`, en: `The folder ${folder} is not ours` },
    {
      ru: "Путь к базе слишком длинный для сокета, поэтому нужна эта папка. Удалите её или переложите базу по более короткому пути.",
      en: "The database's path is too long for a socket, so this folder is needed. Delete it, or move the database to a shorter path.",
    },
  );
}
