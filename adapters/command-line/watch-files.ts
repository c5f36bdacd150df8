import { type FSWatcher, watch } from "node:fs";
import { dirname } from "node:path";
import { wrongUse } from "../complaint.ts";
import { Interrupted, type Terminal } from "./terminal.ts";

/** Editors save in several steps: wait for the last one. */
const SETTLE_MS = 120;

/**
 * Does the work, then again whenever one of the files it read (or a file beside them) changes, until Ctrl-C.
 *
 * @param work gives the paths it read
 */
export async function watchFiles(terminal: Terminal, work: () => Promise<readonly string[]>): Promise<never> {
  if (!process.stdout.isTTY && process.env["ORDO_WATCH"] === undefined) {
    throw wrongUse(
      { ru: "--watch нужен терминал.", en: "--watch needs a terminal." },
      { ru: "В CI вызывайте ordo test без --watch.", en: "In CI call ordo test without --watch." },
    );
  }
  for (;;) {
    const paths = await once(terminal, work);
    const folders = [...new Set(paths.map((path) => dirname(path)))];
    terminal.say(
      terminal.pick({ ru: "\nЖду изменений в файлах; Ctrl-C — выход.", en: "\nWaiting for changes; Ctrl-C ends." }),
    );
    await changeIn(folders);
  }
}

async function once(terminal: Terminal, work: () => Promise<readonly string[]>): Promise<readonly string[]> {
  if (process.stdout.isTTY) process.stdout.write("\u001b[2J\u001b[3J\u001b[H");
  try {
    const paths = await work();
    known = paths.length > 0 ? paths : known;
  } catch (error) {
    // A file that is just being saved may be gone for a moment: say it and go on waiting.
    if (error instanceof Interrupted) throw error;
    terminal.say(
      error instanceof Error && "says" in error
        ? terminal.pick(error.says as { ru: string; en: string })
        : String(error),
    );
  }
  return known.length > 0 ? known : ["./x"];
}

let known: readonly string[] = [];

function changeIn(folders: readonly string[]): Promise<void> {
  return new Promise((resolve) => {
    const watchers: FSWatcher[] = [];
    let timer: NodeJS.Timeout | undefined;
    const changed = (): void => {
      clearTimeout(timer);
      timer = setTimeout(() => {
        for (const watcher of watchers) watcher.close();
        resolve();
      }, SETTLE_MS);
    };
    for (const folder of folders) {
      try {
        watchers.push(watch(folder, changed));
      } catch {
        // The folder went away: the next round says what that means.
        changed();
      }
    }
  });
}
