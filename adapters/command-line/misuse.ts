import type { Command, CommanderError } from "commander";
import { suggest } from "../../engine/base/suggest.ts";
import type { Text } from "../../engine/definition/problem.ts";
import { type Complaint, wrongUse } from "../complaint.ts";

/** Says a misuse of the command line in the reader's language, with the nearest thing that would have been right. */
export function misuse(error: CommanderError, program: Command, argv: readonly string[]): Complaint {
  const named = argv.find((argument) => !argument.startsWith("-") && argument !== "help");
  const command = program.commands.find((candidate) => candidate.name() === named);
  if (command === undefined && named !== undefined) return unknownCommand(named, program);
  const quoted = /'([^' ]*)/.exec(error.message)?.[1] ?? "";
  return wrongUse(sayWhat(error, quoted), remedyFor(error, quoted, command ?? program));
}

function unknownCommand(name: string, program: Command): Complaint {
  const names = program.commands.map((command) => command.name());
  return wrongUse(
    { ru: `Нет команды «${name}».`, en: `There is no command "${name}".` },
    suggestion(suggest(name, names)) ?? {
      ru: `Есть команды: ${names.join(", ")}.`,
      en: `The commands are: ${names.join(", ")}.`,
    },
  );
}

function sayWhat(error: CommanderError, quoted: string): Text {
  switch (error.code) {
    case "commander.unknownOption":
      return { ru: `Нет ключа ${quoted}.`, en: `There is no option ${quoted}.` };
    case "commander.missingArgument":
      return { ru: `Не хватает аргумента <${quoted}>.`, en: `The argument <${quoted}> is missing.` };
    case "commander.optionMissingArgument":
      return { ru: `У ключа ${quoted} нет значения.`, en: `The option ${quoted} has no value.` };
    case "commander.excessArguments":
      return { ru: "Лишние аргументы.", en: "There are too many arguments." };
    case "commander.invalidArgument":
      return { ru: `Ключ ${quoted}: такое значение не подходит.`, en: `${quoted}: this value does not fit.` };
    default:
      return { ru: `Неверный вызов: ${plain(error)}`, en: `Wrong use: ${plain(error)}` };
  }
}

function remedyFor(error: CommanderError, quoted: string, command: Command): Text {
  if (error.code === "commander.unknownOption") {
    const near = suggestion(
      suggest(
        quoted,
        command.options.flatMap((option) => (option.long ? [option.long] : [])),
      ),
    );
    if (near) return near;
  }
  const choices = /Allowed choices are (.*)\.$/.exec(error.message)?.[1];
  if (choices) return { ru: `Подходят: ${choices}.`, en: `These fit: ${choices}.` };
  const help = command.parent ? `ordo ${command.name()} --help` : "ordo --help";
  return { ru: `Как вызывать: ${help}`, en: `How to call it: ${help}` };
}

function suggestion(name: string | null): Text | undefined {
  return name === null ? undefined : { ru: `Может быть, ${name}?`, en: `Did you mean ${name}?` };
}

function plain(error: CommanderError): string {
  return error.message.replace(/^error: /, "");
}
