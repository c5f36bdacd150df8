import { readFileSync, statSync } from "node:fs";
import { readDocument } from "../../../engine/definition/document.ts";
import { LIMITS } from "../../../engine/definition/file-kind.ts";
import { freezeDeep } from "../../../engine/definition/freeze-deep.ts";
import { checkShape } from "../../../engine/definition/shape.ts";
import { plainOf } from "../../../engine/definition/value-of-node.ts";
import type { DirectorySnapshot } from "../../../engine/people/directory.ts";
import { directoryProblems } from "../../../engine/people/directory-problems.ts";
import { readDirectory } from "../../../engine/people/read-directory.ts";
import type { Clock } from "../../../engine/ports/clock.ts";
import type { Logger } from "../../../engine/ports/logger.ts";
import type { People } from "../../../engine/ports/people.ts";
import { couldNotRun } from "../../complaint.ts";

/** How often the file is looked at, at most. Milliseconds. */
const LOOK_EVERY_MS = 1_000;

/**
 * People from a `directory.yaml`, read again when the file changes. A new file that is wrong changes nothing: the people
 * before stay, and the log says where the file is wrong, once.
 *
 * @throws {Complaint} where the file cannot be read or is wrong at the start
 */
export function openLocalDirectory(
  path: string,
  { clock, logger }: { readonly clock: Clock; readonly logger: Logger },
): People {
  let look = lookAt(path);
  const first = readPeople(path);
  if ("wrong" in first) throw unusable(path, first.wrong);
  let { people } = first;
  let lookedAt = clock.now();

  function refresh(): void {
    const now = lookAt(path);
    if (now === look) return;
    look = now;
    const read = readPeople(path);
    if ("wrong" in read)
      logger.warn("directory file is wrong, the people before stay", { file: path, problem: read.wrong });
    else {
      people = read.people;
      logger.info("directory file read again", { file: path, people: Object.keys(people.users).length });
    }
  }

  return {
    snapshot: async () => {
      const now = clock.now();
      // A clock that was set back must not keep the file from being looked at.
      if (Math.abs(now - lookedAt) >= LOOK_EVERY_MS) {
        lookedAt = now;
        refresh();
      }
      return people;
    },
  };
}

/** What tells that a file is another one than before; also "there is none". */
function lookAt(path: string): string {
  try {
    const { mtimeMs, ctimeMs, size, ino } = statSync(path);
    return `${mtimeMs} ${ctimeMs} ${size} ${ino}`;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

type Read = { readonly people: DirectorySnapshot } | { readonly wrong: string };

/** `wrong`: code and place of the first error, without what stands there: a log holds no personal data. */
function readPeople(path: string): Read {
  const bytes = bytesOf(path);
  if (typeof bytes === "string") return { wrong: bytes };
  const { document, problems } = readDocument(path, bytes, "directory");
  const errors = [...problems, ...(document ? checkShape(document, "directory") : [])].filter(
    ({ severity }) => severity === "error",
  );
  const [error] = errors;
  if (error) return { wrong: `${error.code} at ${path}:${lineOf(bytes, error.place.start)}` };
  if (!document) return { wrong: `${path} holds no directory` };
  const data = plainOf(document.root);
  const [reference] = directoryProblems(data);
  if (reference) return { wrong: `directory-data at ${reference.path.join(".")}` };
  return { people: freezeDeep(readDirectory(data)) };
}

function bytesOf(path: string): Uint8Array | string {
  try {
    const { size } = statSync(path);
    return size > LIMITS.directory.bytesMax ? `larger than ${LIMITS.directory.bytesMax} bytes` : readFileSync(path);
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

function lineOf(bytes: Uint8Array, offset: number): number {
  return new TextDecoder().decode(bytes).slice(0, offset).split("\n").length;
}

function unusable(path: string, wrong: string) {
  return couldNotRun(
    { ru: `Файл людей ${path} не годится: ${wrong}`, en: `The directory file ${path} cannot be used: ${wrong}` },
    { ru: `Проверьте его: ordo check ${path}`, en: `Check it: ordo check ${path}` },
  );
}
