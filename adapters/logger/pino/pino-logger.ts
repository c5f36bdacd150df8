import { type DestinationStream, pino } from "pino";
import type { Fields, Logger } from "../../../engine/ports/logger.ts";
import type { Secret } from "../../secret.ts";
import { presentable } from "./presentable.ts";
import { prettyLine } from "./pretty-line.ts";

/** How to write the log. */
export interface LogOrder {
  /** Less important lines are left out. */
  readonly level: "debug" | "info" | "warn" | "error";
  /** Path of the log's file; null: standard error. */
  readonly file: string | null;
  /** True: lines for people instead of JSON, where a terminal shows them. */
  readonly pretty: boolean;
  /** What must never appear, wherever it stands in a line. */
  readonly secrets: readonly Secret[];
  /** Where lines go instead; for tests. */
  readonly write?: (line: string) => void;
}

/**
 * The log, written with pino: one JSON object a line (`level`, `time` as ISO text, `msg`, fields), or short lines for
 * people. Each line is written before the call returns: a crash loses none.
 *
 * Secrets never appear: fields named like one are starred, and known secrets are starred wherever they stand. From `info`
 * on fields that would hold personal or business data are left out, and addresses and telephone numbers in texts are
 * masked.
 *
 * @throws {Error} where the file cannot be opened
 */
export function createLogger(order: LogOrder): Logger {
  const logger = pino(
    { level: order.level, base: null, timestamp: pino.stdTimeFunctions.isoTime, ...LEVELS },
    streamOf(order),
  );
  const at =
    (level: keyof Logger) =>
    (message: string, fields?: Fields): void => {
      if (!logger.isLevelEnabled(level)) return;
      const shown = presentable(message, fields ?? {}, level === "debug");
      logger[level](shown.fields, shown.message);
    };
  return { debug: at("debug"), info: at("info"), warn: at("warn"), error: at("error") };
}

/** The level by name: a number means something to pino only. */
const LEVELS = { formatters: { level: (label: string) => ({ level: label }) } };

function streamOf({ file, pretty, secrets, write }: LogOrder): DestinationStream {
  const stream =
    write === undefined ? pino.destination({ dest: file ?? 2, sync: true, append: true, mkdir: false }) : null;
  const out = write ?? ((line: string) => void stream?.write(line));
  const hide = hiding(secrets);
  return { write: (line) => out(pretty ? prettyLine(hide(line)) : hide(line)) };
}

/** Secrets shorter than this would star out half of every line. */
const SECRET_LENGTH_MIN = 6;

/** Stars out known secrets, and the passwords inside addresses by themselves, as they stand in JSON. */
function hiding(secrets: readonly Secret[]): (line: string) => string {
  const texts = secrets
    .flatMap((secret) => [secret.reveal(), ...passwordsOf(secret.reveal())])
    .filter((text) => text.length >= SECRET_LENGTH_MIN)
    .map((text) => JSON.stringify(text).slice(1, -1))
    .sort((one, other) => other.length - one.length);
  return (line) => texts.reduce((shown, text) => (shown.includes(text) ? shown.replaceAll(text, "***") : shown), line);
}

function passwordsOf(address: string): readonly string[] {
  const password = URL.canParse(address) ? new URL(address).password : "";
  if (password === "") return [];
  try {
    return [password, decodeURIComponent(password)];
  } catch {
    return [password];
  }
}
