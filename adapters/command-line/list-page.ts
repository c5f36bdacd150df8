import { wrongUse } from "../complaint.ts";
import type { Terminal } from "./terminal.ts";

const LIMIT = 50;
const LIMIT_MAX = 1000;

/** `--limit` as a number. @default 50 @throws {Complaint} for what is no number from 1 to 1000 */
export function limitOf(text: string | undefined): number {
  if (text === undefined) return LIMIT;
  const limit = Number(text);
  if (Number.isInteger(limit) && limit >= 1 && limit <= LIMIT_MAX) return limit;
  throw wrongUse(
    { ru: `--limit: нужно целое число от 1 до ${LIMIT_MAX}.`, en: `--limit: a whole number from 1 to ${LIMIT_MAX}.` },
    { ru: "Например: --limit 100", en: "For example: --limit 100" },
  );
}

/** How to see the rest of a list. */
export function moreText(next: string | null, terminal: Terminal): void {
  if (next !== null) terminal.say(terminal.pick({ ru: `Дальше: --after ${next}`, en: `More: --after ${next}` }));
}
