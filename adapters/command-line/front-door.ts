import type { Argument, Command, Option } from "commander";
import type { Text } from "../../engine/definition/problem.ts";
import type { Terminal } from "./terminal.ts";

/** What declarations of commands share: each is flags → one lazily imported call → exit code. */
export interface FrontDoor {
  readonly terminal: Terminal;
  say(text: Text): string;
  /** Declares commands under one heading of `ordo --help`. */
  under(heading: Text): (name: string, usage: string, description: Text) => Command;
  /** A flag that takes one of some values. */
  option(flags: string, description: string): Option;
  argument(name: string, description: string): Argument;
  /** Examples below the help of a command. */
  examples(lines: readonly string[]): string;
  // Descriptions of the flags that many commands have.
  json(): string;
  as(): string;
  limit(): string;
  after(): string;
}

/** The door of a program, in the reader's language. */
export function frontDoor(program: Command, terminal: Terminal): FrontDoor {
  const say = (text: Text): string => terminal.pick(text);
  return {
    terminal,
    say,
    under: (heading) => (name, usage, description) =>
      program
        .command(usage === "" ? name : `${name} ${usage}`)
        .helpGroup(say(heading))
        .summary(say(description))
        .description(say(description)),
    option: (flags, description) => program.createOption(flags, description),
    argument: (name, description) => program.createArgument(name, description),
    examples: (lines) =>
      [`\n${say({ ru: "Примеры:", en: "Examples:" })}`, ...lines.map((line) => `  ordo ${line}`)].join("\n"),
    json: () => say({ ru: "один документ JSON для программ", en: "one JSON document for programs" }),
    as: () =>
      say({
        ru: "от чьего имени (для администраторов; запишется)",
        en: "in whose name (for administrators; it is recorded)",
      }),
    limit: () => say({ ru: "не больше стольких", en: "at most so many" }),
    after: () => say({ ru: "продолжить с этого места", en: "go on from there" }),
  };
}

/** Gathers the values of an option that may be repeated. */
export function collected(value: string, before: readonly string[]): readonly string[] {
  return [...before, value];
}
