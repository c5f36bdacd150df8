import type { Argument, Command, CommanderError } from "commander";
import { recognizeZoneData } from "../../engine/base/steady-zone.ts";
import type { Text } from "../../engine/definition/problem.ts";
import { Complaint } from "../complaint.ts";
import { quickenSource } from "./quicken-source.ts";
import { writeTo } from "./standard-stream.ts";
import { type ExitCode, Interrupted, type Terminal } from "./terminal.ts";

/** What the command that ran came to; the process ends with it once everything is written. */
export function endWith(code: ExitCode): void {
  process.exitCode = code;
}

/**
 * Reads the arguments, runs the command, and turns whatever goes wrong into a message with a remedy and an exit code.
 * Nobody ever sees a stack trace, except who sets `ORDO_DEBUG=1` to report a bug of ours.
 */
export async function runCommandLine(program: Command, argv: readonly string[], terminal: Terminal): Promise<void> {
  quickenSource();
  recognizeZoneData(process.versions["tz"]);
  const below = program.commands.flatMap((command) => command.commands);
  for (const command of [program, ...program.commands, ...below]) dress(command, terminal);
  program.helpCommand("help [command]", terminal.pick({ ru: "справка о команде", en: "help for a command" }));
  try {
    await program.parseAsync(argv, { from: "user" });
  } catch (error) {
    endWith(await answer(error, { program, argv, terminal }));
  }
}

interface Call {
  readonly program: Command;
  readonly argv: readonly string[];
  readonly terminal: Terminal;
}

async function answer(error: unknown, call: Call): Promise<ExitCode> {
  if (error instanceof Interrupted) return 130;
  if (isCommanderError(error)) {
    if (error.exitCode === 0) return 0;
    const { misuse } = await import("./misuse.ts");
    return complain(misuse(error, call.program, call.argv), call);
  }
  if (error instanceof Complaint) return complain(error, call);
  return complain(saidByItself(error) ?? (await unexpected(error)), call);
}

/** An error of an adapter that brings its own words (a database of another version, a damaged backup). */
function saidByItself(error: unknown): Complaint | null {
  const { says, remedy } = (error ?? {}) as { readonly says?: unknown; readonly remedy?: unknown };
  return isText(says) && isText(remedy) ? new Complaint(says, remedy, 3) : null;
}

function isText(value: unknown): value is Text {
  return typeof value === "object" && value !== null && "ru" in value && "en" in value;
}

async function unexpected(error: unknown): Promise<Complaint> {
  const { ourBug } = await import("./our-bug.ts");
  return ourBug(error, Boolean(process.env["ORDO_DEBUG"]));
}

/** Text to standard error; with `--json` also one object on standard output, because programs read that. */
function complain(complaint: Complaint, { argv, terminal }: Call): ExitCode {
  const message = terminal.pick(complaint.says);
  const remedy = terminal.pick(complaint.remedy);
  if (argv.includes("--json") || argv.includes("--format=json"))
    terminal.print(JSON.stringify({ error: { message, remedy } }));
  const red = (text: string): string => (terminal.talkColor ? `\u001b[31m${text}\u001b[39m` : text);
  terminal.say(`${red("ordo:")} ${message}\n  ${remedy.replaceAll("\n", "\n  ")}`);
  return complaint.exitCode;
}

/** What every command has in common: `--lang`, help in the reader's language, errors as exceptions. */
function dress(command: Command, terminal: Terminal): void {
  const heading: Readonly<Record<string, string>> =
    terminal.locale === "ru"
      ? { "Usage:": "Вызов:", "Arguments:": "Аргументы:", "Options:": "Ключи:", "Commands:": "Команды:" }
      : {};
  // Every command of the first level stands under a heading of its own; what is left is the help.
  const left = command.parent === null ? { "Commands:": terminal.pick({ ru: "Справка:", en: "Help:" }) } : {};
  command
    .exitOverride()
    .configureOutput({ writeOut: (text) => writeTo(1, text), writeErr: () => {} })
    .configureHelp({
      styleTitle: (title) => left[title as keyof typeof left] ?? heading[title] ?? title,
      subcommandTerm: (below) => [below.name(), ...below.registeredArguments.map(termOf)].join(" "),
      optionDescription: (option) =>
        option.argChoices ? `${option.description} (${option.argChoices.join(", ")})` : option.description,
    })
    .addOption(
      command
        .createOption("--lang <language>", terminal.pick({ ru: "язык сообщений", en: "language of the messages" }))
        .choices(["ru", "en"]),
    )
    .helpOption("-h, --help", terminal.pick({ ru: "эта справка", en: "this help" }));
}

/** An argument as the usage shows it. */
function termOf(argument: Argument): string {
  const term = `${argument.name()}${argument.variadic ? "..." : ""}`;
  return argument.required ? `<${term}>` : `[${term}]`;
}

function isCommanderError(error: unknown): error is CommanderError {
  return (
    error instanceof Error && "code" in error && typeof error.code === "string" && error.code.startsWith("commander.")
  );
}
