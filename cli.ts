#!/usr/bin/env node
import { Command } from "commander";
import { declareAccounts } from "./adapters/command-line/declare-accounts.ts";
import { declareDeploying } from "./adapters/command-line/declare-deploying.ts";
import { declareRecords } from "./adapters/command-line/declare-records.ts";
import { declareRunning } from "./adapters/command-line/declare-running.ts";
import { declareWatching } from "./adapters/command-line/declare-watching.ts";
import { declareWorking } from "./adapters/command-line/declare-working.ts";
import { declareWriting } from "./adapters/command-line/declare-writing.ts";
import { frontDoor } from "./adapters/command-line/front-door.ts";
import { endWith, runCommandLine } from "./adapters/command-line/run.ts";
import { localeFrom, localeOption, openTerminal } from "./adapters/command-line/terminal.ts";
import type { Text } from "./engine/definition/problem.ts";

/*
 * The front door: declarations only. Each command is flags → one lazily imported call → exit code; what a command does
 * stands in `adapters/command-line/<command>.ts`; who writes processes finds his commands first, then who works by them.
 */
const argv = process.argv.slice(2);
const terminal = openTerminal(localeOption(argv) ?? localeFrom());
const say = (text: Text): string => terminal.pick(text);

const program = new Command("ordo")
  // Its options stand before the command: `--version` after one is the command's own.
  .enablePositionalOptions()
  .description(
    say({
      ru: "Процессы компании в YAML: проверить, прогнать, ввести в действие и вести.",
      en: "A company's processes in YAML: check them, try them, put them in force, run them.",
    }),
  )
  .usage(say({ ru: "<команда> [аргументы]", en: "<command> [arguments]" }))
  .option("-V, --version", say({ ru: "показать версию", en: "print the version" }))
  .action(async (options: { version?: boolean }) => {
    if (!options.version) return program.outputHelp();
    const { version } = await import("./adapters/command-line/version.ts");
    endWith(version(terminal));
  });
program.addHelpText(
  "after",
  say({
    ru: "\nКоды выхода: 0 — всё в порядке, 1 — проверенное не выполняется или отказано, 2 — неверный вызов, 3 — выполнить не удалось.\nПодробно о команде: ordo <команда> --help",
    en: "\nExit codes: 0 fine, 1 what was checked does not hold or was refused, 2 wrong use, 3 could not run.\nMore about a command: ordo <command> --help",
  }),
);

const door = frontDoor(program, terminal);
for (const declare of [
  declareWriting,
  declareDeploying,
  declareWorking,
  declareRecords,
  declareWatching,
  declareAccounts,
  declareRunning,
])
  declare(door);

void runCommandLine(program, argv, terminal);
