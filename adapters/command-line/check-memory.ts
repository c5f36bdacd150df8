import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { cacheFolder } from "../cache-folder.ts";
import { kindOfPath } from "../process-source/folder/kind-of-path.ts";
import { type Look, sameAnswer } from "../process-source/folder/looks.ts";
import { readSource } from "../process-source/folder/read-source.ts";
import { listFolder, namesText, realPath } from "../process-source/folder/walk-folder.ts";
import { buildId } from "../product-folder.ts";

/** What a check was asked for. */
export interface Asked {
  readonly paths: readonly string[];
  /** The directory of people that the command names. */
  readonly directory: string | null;
}

/** More than this is not kept: comparing it would take longer than it is worth. In bytes. */
const BYTES_MAX = 32 * 1024 * 1024;
/** What was kept so long ago belongs to a check that nobody makes any more. In milliseconds. */
const KEPT_MS = 30 * 24 * 3600 * 1000;

/**
 * Remembers that a check found nothing at all, with everything that was seen of the disk on the way. A check is a
 * function of this build, of what was asked and of what the disk answers: where all of it is the same, byte for byte,
 * it finds nothing again and need not be made. Whatever has a problem is looked at afresh each time. Losing the memory
 * costs time, nothing else.
 */
export class CheckMemory {
  readonly #path: string;
  readonly #asked: string;

  private constructor(folder: string, asked: string) {
    this.#path = join(folder, nameFor(asked));
    this.#asked = asked;
  }

  /** The memory of this user for this check; null where there is no place for one. */
  static of({ paths, directory }: Asked): CheckMemory | null {
    const cache = cacheFolder();
    if (cache === null) return null;
    const { node, icu, tz } = process.versions;
    const asked = { build: buildId(), node, icu, tz, folder: process.cwd(), paths, directory };
    return new CheckMemory(join(cache, "checked"), JSON.stringify(asked));
  }

  /** How many files the check found nothing in; null where it has to be made. */
  checked(): number | null {
    try {
      const file = readFileSync(this.#path);
      const end = file.indexOf("\n");
      const kept: Kept = JSON.parse(file.toString("utf8", 0, end));
      if (kept.asked !== this.#asked) return null;
      let at = end + 1;
      for (const [question, path, limit, answer] of kept.looks) {
        const seen = typeof answer === "string" ? answer : file.subarray(at, at + answer);
        if (typeof answer === "number") at += answer;
        if (!sameAnswer(answerNow(question, path, limit), seen)) return null;
      }
      return at === file.length ? kept.checked : null;
    } catch {
      // No memory, a damaged one, or a file that is not there any more.
      return null;
    }
  }

  /** Nothing was found in so many files, and this is what was seen. */
  keep(checked: number, looks: readonly Look[]): void {
    const bodies = looks.flatMap(({ answer }) => (typeof answer === "string" ? [] : [answer]));
    const size = bodies.reduce((sum, { length }) => sum + length, 0);
    if (size > BYTES_MAX) return;
    const lines = looks.map(({ question, path, limit, answer }): KeptLook => {
      return [question, path, limit, typeof answer === "string" ? answer : answer.length];
    });
    const kept: Kept = { asked: this.#asked, checked, looks: lines };
    try {
      const folder = join(this.#path, "..");
      mkdirSync(folder, { recursive: true, mode: 0o700 });
      forgetOld(folder);
      const aside = `${this.#path}.${process.pid}`;
      writeFileSync(aside, Buffer.concat([Buffer.from(`${JSON.stringify(kept)}\n`), ...bodies]), { mode: 0o600 });
      renameSync(aside, this.#path);
    } catch {
      // A folder that cannot be written: the next check is made in full.
    }
  }
}

/** Question, path, limit, and the answer: a text, or how many of the bytes behind this line. */
type KeptLook = readonly [question: Look["question"], path: string, limit: number, answer: string | number];

interface Kept {
  readonly asked: string;
  readonly checked: number;
  readonly looks: readonly KeptLook[];
}

function answerNow(question: Look["question"], path: string, limit: number): Look["answer"] {
  switch (question) {
    case "kind":
      return String(kindOfPath(path));
    case "names":
      return namesText(listFolder(path));
    case "real":
      return realPath(path);
    case "bytes": {
      const { size, bytes } = readSource(path, limit);
      return bytes ?? `${size} bytes`;
    }
  }
}

function forgetOld(folder: string): void {
  for (const name of readdirSync(folder)) {
    const path = join(folder, name);
    if (Date.now() - statSync(path).mtimeMs > KEPT_MS) rmSync(path);
  }
}

/** A name for what was asked; two that share one only push each other out (FNV-1a). */
function nameFor(asked: string): string {
  let hash = 0x811c9dc5;
  for (let at = 0; at < asked.length; at += 1) hash = Math.imul(hash ^ asked.charCodeAt(at), 0x01000193);
  return (hash >>> 0).toString(16).padStart(8, "0");
}
