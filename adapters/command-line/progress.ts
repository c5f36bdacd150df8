import type { Text } from "../../engine/definition/problem.ts";
import { isTerminal, writeTo } from "./standard-stream.ts";
import type { Terminal } from "./terminal.ts";

/** How far a long piece of work has come. */
export interface Progress {
  /** So many more are done. @default 1 */
  done(more?: number): void;
  /** All is: the line disappears. */
  end(): void;
}

/** Work that is over sooner needs no bar. */
const SILENT_MS = 500;
/** How often the bar is drawn anew. */
const EVERY_MS = 100;
const WIDTH = 24;

/** A bar on standard error, only where somebody watches and the work takes a while. */
export function openProgress(
  total: number,
  terminal: Terminal,
  label: Text = { ru: "Сценарии", en: "Scenarios" },
): Progress {
  if (!isTerminal(2) || process.env["CI"]) return { done: () => {}, end: () => {} };
  const startedAt = performance.now();
  let count = 0;
  let drawnAt = startedAt + SILENT_MS - EVERY_MS;
  let isDrawn = false;
  return {
    done(more = 1) {
      count += more;
      const now = performance.now();
      if (now - drawnAt < EVERY_MS) return;
      drawnAt = now;
      isDrawn = true;
      const filled = Math.round((count / Math.max(1, total)) * WIDTH);
      const bar = `${"━".repeat(filled)}${" ".repeat(WIDTH - filled)}`;
      writeTo(2, `\r${terminal.pick(label)} ${bar} ${count}/${total}`);
    },
    end() {
      if (isDrawn) writeTo(2, `\r${" ".repeat(WIDTH + 40)}\r`);
    },
  };
}
