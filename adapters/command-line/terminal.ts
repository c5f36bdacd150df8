import type { Locale, Text } from "../../engine/definition/problem.ts";
import { isTerminal, streamOf, writeTo } from "./standard-stream.ts";

/** 0 fine · 1 what was checked does not hold · 2 wrong use · 3 could not run · 130 stopped by Ctrl-C. */
export type ExitCode = 0 | 1 | 2 | 3 | 130;

/**
 * What a command may do with the world it prints to. Data goes to standard output, talk to standard error, so that
 * `ordo … --json > file` is never polluted.
 */
export interface Terminal {
  /** Language of everything people read. */
  readonly locale: Locale;
  /** May standard output carry color? A terminal, unless `NO_COLOR`, `FORCE_COLOR` or `TERM=dumb` say otherwise. */
  readonly color: boolean;
  /** The same for standard error. */
  readonly talkColor: boolean;
  /** Width of standard output in columns; 100 where it is not a terminal. */
  readonly columns: number;
  /** Can a person answer questions here? */
  readonly interactive: boolean;
  /** One text in the reader's language. */
  pick(text: Text): string;
  /** Data: a line (or lines) to standard output. */
  print(text: string): void;
  /** Talk: a line (or lines) to standard error. */
  say(text: string): void;
  /** Asks a person for one line; null at the end of the input. @throws {Interrupted} on Ctrl-C */
  ask(question: string): Promise<string | null>;
}

/** Ctrl-C while a question was open: the command ends with 130 and no message. */
export class Interrupted extends Error {
  override readonly name = "Interrupted";
}

type Environment = Readonly<Record<string, string | undefined>>;

/** The terminal of this process. `locale` comes from `--lang` or {@link localeFrom}. */
export function openTerminal(locale: Locale, environment: Environment = process.env): Terminal {
  return {
    locale,
    get color() {
      return isColored(isTerminal(1), environment);
    },
    get talkColor() {
      return isColored(isTerminal(2), environment);
    },
    get columns() {
      // A terminal that does not know its width says 0.
      return (isTerminal(1) && streamOf(1).columns) || 100;
    },
    get interactive() {
      return Boolean(process.stdin.isTTY && isTerminal(2));
    },
    pick: (text) => text[locale],
    print: (text) => writeTo(1, `${text}\n`),
    say: (text) => writeTo(2, `${text}\n`),
    ask,
  };
}

/**
 * The language that the environment asks for: `ORDO_LANG`, else the usual `LC_ALL`, `LC_MESSAGES`, `LANG`; Russian where
 * it starts with `ru`, else English. Windows and macOS set none of them and are asked through `Intl`.
 */
export function localeFrom(environment: Environment = process.env): Locale {
  const named = [environment["ORDO_LANG"], environment["LC_ALL"], environment["LC_MESSAGES"], environment["LANG"]].find(
    Boolean,
  );
  const tag = named ?? (process.platform === "linux" ? "en" : Intl.DateTimeFormat().resolvedOptions().locale);
  return /^ru([-_.@]|$)/i.test(tag) ? "ru" : "en";
}

/** The value of `--lang` among the arguments, wherever it stands: texts are needed before the arguments are read. */
export function localeOption(argv: readonly string[]): Locale | null {
  const end = argv.indexOf("--");
  const own = end === -1 ? argv : argv.slice(0, end);
  const at = own.findLastIndex((argument) => argument === "--lang" || argument.startsWith("--lang="));
  if (at === -1) return null;
  const value = own[at] === "--lang" ? own[at + 1] : own[at]?.slice("--lang=".length);
  return value === "ru" || value === "en" ? value : null;
}

function isColored(isWatched: boolean, environment: Environment): boolean {
  const forced = environment["FORCE_COLOR"];
  if (forced !== undefined && forced !== "") return forced !== "0" && forced !== "false";
  if (environment["NO_COLOR"]) return false;
  return isWatched && environment["TERM"] !== "dumb";
}

async function ask(question: string): Promise<string | null> {
  const { createInterface } = await import("node:readline");
  const reader = createInterface({ input: process.stdin, output: streamOf(2) });
  try {
    return await new Promise((resolve, reject) => {
      reader.once("SIGINT", () => reject(new Interrupted()));
      reader.once("close", () => resolve(null));
      reader.question(question, resolve);
    });
  } finally {
    reader.close();
  }
}
