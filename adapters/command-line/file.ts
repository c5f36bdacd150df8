import { statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { harmless } from "../../engine/definition/show-line.ts";
import { shortFile } from "../../engine/view/short-file.ts";
import { configuredShelf, type FileShelf } from "./file-shelf.ts";
import { printJson } from "./operate.ts";
import { refusalJson, sayRefusal } from "./refusal.ts";
import { streamOf } from "./standard-stream.ts";
import type { ExitCode, Terminal } from "./terminal.ts";
import { unwritable } from "./unwritable.ts";

/** `ordo file <reference>` */
export interface FileOptions {
  /** Where to write it: a file, a folder (under its own name), or `-`: standard output. */
  readonly out?: string;
  readonly json?: boolean;
  /** Tests give one of their own. @default the file store that `ordo.yaml` names */
  readonly shelf?: FileShelf;
}

/**
 * A document or an attachment by its reference, as `ordo show` and `ordo record` print it: what it is, and with `--out`
 * its content. It is read from the files folder of this machine: no engine is needed, none is disturbed. 1: no such file.
 */
export async function file(name: string, options: FileOptions, terminal: Terminal): Promise<ExitCode> {
  const shelf = options.shelf ?? configuredShelf(terminal);
  const found = await shelf.find(name);
  if (found === null) {
    const refusal = unknown(name, shelf);
    if (options.json) printJson(terminal, { file: null, written: null, refusal: refusalJson(refusal, terminal) });
    else sayRefusal(refusal, terminal);
    return 1;
  }
  const written = await write(found, options.out);
  if (written === "-") return 0;
  const { reference, type, bytes } = found;
  const short = shortFile(reference) ?? reference;
  if (options.json)
    printJson(terminal, {
      file: { reference, short, name: found.name, type, size: bytes.length },
      written,
      refusal: null,
    });
  else {
    terminal.print(`${short}  ${harmless(found.name)}  ${type}  ${sizeText(bytes.length, terminal)}`);
    terminal.say(
      terminal.pick(
        written === null
          ? { ru: `Записать: ordo file ${short} --out <файл>`, en: `To write it: ordo file ${short} --out <file>` }
          : { ru: `Записано: ${written}`, en: `Written: ${written}` },
      ),
    );
  }
  return 0;
}

async function write(
  { name, bytes }: { readonly name: string; readonly bytes: Uint8Array },
  out: string | undefined,
): Promise<string | null> {
  if (out === undefined) return null;
  if (out === "-") {
    await new Promise<void>((done) => streamOf(1).write(bytes, () => done()));
    return out;
  }
  const path = statSync(out, { throwIfNoEntry: false })?.isDirectory() ? join(out, name) : out;
  try {
    writeFileSync(path, bytes);
  } catch (error) {
    throw unwritable(path, error);
  }
  return path;
}

function sizeText(bytes: number, terminal: Terminal): string {
  const kilobytes = Math.max(1, Math.round(bytes / 1024));
  return terminal.pick({ ru: `${kilobytes} КБ`, en: `${kilobytes} KB` });
}

function unknown(name: string, { folder }: FileShelf) {
  return {
    kind: "rejected",
    code: "FILE_NOT_FOUND",
    reason: { ru: `Нет файла ${name}.`, en: `There is no file ${name}.` },
    remedy: {
      ru: `Имена файлов показывают ordo show и ordo record. Файлы лежат в папке ${folder} той машины, которая их приняла: если машин несколько, запустите команду там или сделайте папку общей.`,
      en: `ordo show and ordo record print the names of files. They lie in ${folder} of the machine that took them in: where there are several, run this there, or share the folder.`,
    },
    fields: {},
  } as const;
}
