import { type FSWatcher, watch } from "node:fs";
import { dirname } from "node:path";
import { isTerminal, writeTo } from "./standard-stream.ts";
import { Interrupted, type Terminal } from "./terminal.ts";

/** Editors save in several steps: wait for the last one. */
const SETTLE_MS = 120;

/**
 * Does the work, then again whenever one of the files it read (or a file beside them) changes, until Ctrl-C.
 *
 * @param work gives the paths it read
 */
export async function watchFiles(terminal: Terminal, work: () => Promise<readonly string[]>): Promise<never> {
  let folders: readonly string[] = ["."];
  for (;;) {
    if (isTerminal(1)) writeTo(1, CLEAR);
    const paths = await attempted(terminal, work);
    if (paths.length > 0) folders = [...new Set(paths.map((path) => dirname(path)))];
    terminal.say(
      terminal.pick({ ru: "\nЖду изменений в файлах; Ctrl-C — выход.", en: "\nWaiting for changes; Ctrl-C ends." }),
    );
    await changeIn(folders);
  }
}

/** Clears the screen, what has scrolled away too, and goes to its top. */
const CLEAR = "\u001b[2J\u001b[3J\u001b[H";

/** A file that is just being saved may be gone for a moment: say it and go on waiting. */
async function attempted(terminal: Terminal, work: () => Promise<readonly string[]>): Promise<readonly string[]> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof Interrupted || !(error instanceof Error)) throw error;
    terminal.say("says" in error ? terminal.pick(error.says as { ru: string; en: string }) : error.message);
    return [];
  }
}

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
        watchers.push(watch(folder, changed).on("error", changed));
      } catch {
        // The folder went away: the next round says what that means.
        changed();
      }
    }
  });
}
