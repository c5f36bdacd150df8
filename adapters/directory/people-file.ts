import { readFileSync, statSync } from "node:fs";
import { readDocument } from "../../engine/definition/document.ts";
import { LIMITS } from "../../engine/definition/file-kind.ts";
import { checkShape } from "../../engine/definition/shape.ts";
import { plainOf } from "../../engine/definition/value-of-node.ts";
import { directoryProblems } from "../../engine/people/directory-problems.ts";
import type { Clock } from "../../engine/ports/clock.ts";
import type { Logger } from "../../engine/ports/logger.ts";
import { type Complaint, couldNotRun } from "../complaint.ts";

/** How often a file is looked at, at most. Milliseconds. */
const LOOK_EVERY_MS = 1_000;

/** What a file says, as plain data, or where it is wrong: code and place, without what stands there. */
export type ReadPeople = { readonly data: unknown } | { readonly wrong: string };

/**
 * A file in the shape of `directory.yaml`, read again when it changes. A new file that is wrong changes nothing: what was
 * read before stays, and the log says where the file is wrong, once. The log holds no personal data.
 */
export class PeopleFile {
  readonly #path: string;
  readonly #read: (path: string) => ReadPeople;
  readonly #clock: Clock;
  readonly #logger: Logger;
  #look: string;
  #lookedAt: number;
  #data: unknown;
  /** What was said to be wrong with it; null: nothing is. */
  #wrong: string | null = null;

  /**
   * @param parts.read how it is read: {@link readPeople}, or {@link readPartOfPeople}
   * @throws {Complaint} where the file cannot be read or is wrong at the start
   */
  constructor(
    path: string,
    parts: { readonly clock: Clock; readonly logger: Logger; readonly read: (path: string) => ReadPeople },
  ) {
    this.#path = path;
    this.#read = parts.read;
    this.#clock = parts.clock;
    this.#logger = parts.logger;
    this.#look = lookAt(path);
    const first = parts.read(path);
    if ("wrong" in first) throw unusable(path, first.wrong);
    this.#data = first.data;
    this.#lookedAt = parts.clock.now();
  }

  /** What the file says: the same object until it says something else. */
  data(): unknown {
    const now = this.#clock.now();
    // A clock that was set back must not keep the file from being looked at.
    if (Math.abs(now - this.#lookedAt) >= LOOK_EVERY_MS) {
      this.#lookedAt = now;
      this.#refresh();
    }
    return this.#data;
  }

  #refresh(): void {
    const now = lookAt(this.#path);
    if (now === this.#look) return;
    this.#look = now;
    const file = this.#path;
    const read = this.#read(file);
    if ("wrong" in read) {
      if (read.wrong !== this.#wrong)
        this.#logger.warn("directory file is wrong, the people before stay", { file, problem: read.wrong });
      this.#wrong = read.wrong;
    } else {
      // Saved again without a change, or with a comment more: whoever holds the people need not look at them again.
      if (JSON.stringify(read.data) !== JSON.stringify(this.#data)) this.#data = read.data;
      this.#wrong = null;
      this.#logger.info("directory file read again", { file });
    }
  }
}

/** A whole directory: everybody whom it names is in it. */
export function readPeople(path: string): ReadPeople {
  const read = readPartOfPeople(path);
  if ("wrong" in read) return read;
  const [reference] = directoryProblems(read.data);
  return reference ? { wrong: `directory-data at ${reference.path.join(".")}` } : read;
}

/** A part of one, laid over people from elsewhere: whom it names may be there. */
export function readPartOfPeople(path: string): ReadPeople {
  const bytes = bytesOf(path);
  if (typeof bytes === "string") return { wrong: bytes };
  const { document, problems } = readDocument(path, bytes, "directory");
  const errors = [...problems, ...(document ? checkShape(document, "directory") : [])].filter(
    ({ severity }) => severity === "error",
  );
  const [error] = errors;
  if (error) return { wrong: `${error.code} at ${path}:${lineOf(bytes, error.place.start)}` };
  return document ? { data: plainOf(document.root) } : { wrong: `${path} holds no directory` };
}

/** The file cannot be begun with. @param wrong code and place */
export function unusable(path: string, wrong: string): Complaint {
  return couldNotRun(
    { ru: `Файл людей ${path} не годится: ${wrong}`, en: `The directory file ${path} cannot be used: ${wrong}` },
    { ru: `Проверьте его: ordo check ${path}`, en: `Check it: ordo check ${path}` },
  );
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
