import { randomUUID } from "node:crypto";
import { type CommandId, id, type ProcessId } from "../../engine/base/ids.ts";
import type { ValueMap } from "../../engine/base/value.ts";
import type { StartOutcome } from "../../engine/runtime/use-cases.ts";
import { wrongUse } from "../complaint.ts";
import { folderSource } from "../process-source/folder/folder-source.ts";
import { configuredShelf } from "./file-shelf.ts";
import { unknownProcess } from "./known-process.ts";
import { type Operating, operate, printJson } from "./operate.ts";
import { operatorOf } from "./operator.ts";
import { readFiles } from "./read-files.ts";
import { readSets } from "./read-sets.ts";
import { variablesIn } from "./read-variables.ts";
import { Reader } from "./reader.ts";
import { refusalJson, sayRefusal } from "./refusal.ts";
import type { ExitCode, Terminal } from "./terminal.ts";
import type { OperatingOptions } from "./with-engine.ts";

/** `ordo start <process>` */
export interface StartOptions extends OperatingOptions {
  /** File of the input (YAML or JSON). */
  readonly input?: string;
  /** `name=value`, over what the file says. */
  readonly set?: readonly string[];
}

/** Starts a process by hand, as its form does. Refused: 1, with the reason and what to do. */
export function start(process: string | undefined, options: StartOptions, terminal: Terminal): Promise<ExitCode> {
  if (process === undefined)
    throw wrongUse(
      { ru: "Какой процесс запустить?", en: "Which process is to be started?" },
      { ru: "Развёрнутые: ordo versions", en: "Deployed ones: ordo versions" },
    );
  return operate(options, terminal, async (operating) => {
    const input = await inputOf(process, operating);
    if (input === null) return 1;
    const { user, override } = await operatorOf(operating);
    const order = {
      id: id<CommandId>(randomUUID()),
      process: id<ProcessId>(process),
      input,
      by: user,
      ...(override === undefined ? {} : { override }),
    };
    const outcome = await operating.engine.start(order);
    // The engine has written down that somebody tried; what it cannot know is which process was meant.
    const isUnknown = outcome.kind === "rejected" && outcome.code === "PROCESS_NOT_FOUND";
    return tellStart((isUnknown ? await unknownProcess(process, operating) : null) ?? outcome, operating);
  });
}

/** The input: the file's, and over it what `--set` says. Null: the file has problems, which are told. */
async function inputOf(
  process: string,
  { engine, options, terminal }: Operating<StartOptions>,
): Promise<ValueMap | null> {
  const file = options.input === undefined ? {} : variablesIn(options.input, new Reader(folderSource()), terminal);
  if (file === null) return null;
  const fields = (options.set ?? []).length === 0 ? [] : ((await engine.inputs(id<ProcessId>(process))) ?? []);
  const { files, others } = await readFiles(
    options.set ?? [],
    fields,
    () => options.shelf ?? configuredShelf(terminal),
  );
  return { ...file, ...readSets(others, { fields: [], people: await engine.people() }), ...files };
}

function tellStart(outcome: StartOutcome, { options, terminal }: Operating): ExitCode {
  if (options.json) {
    printJson(terminal, startJson(outcome, terminal));
    return outcome.kind === "rejected" ? 1 : 0;
  }
  switch (outcome.kind) {
    case "rejected":
      sayRefusal(outcome, terminal);
      return 1;
    case "started":
      terminal.print(
        terminal.pick({
          ru: `Запущен процесс № ${outcome.number}: ${outcome.instance}`,
          en: `Started instance № ${outcome.number}: ${outcome.instance}`,
        }),
      );
      return 0;
    case "live":
      terminal.print(
        terminal.pick({
          ru: `По этому ключу уже идёт ${outcome.instance}: новый не запущен.`,
          en: `${outcome.instance} is live with this key already: nothing new was started.`,
        }),
      );
      return 0;
    case "before":
      terminal.print(
        terminal.pick({
          ru: "По этому значению процесс уже был: второй раз он не запускается (once).",
          en: "There was an instance for this value already: it is started once only.",
        }),
      );
      return 0;
    case "waits":
      terminal.print(
        terminal.pick({
          ru: "Запуск ждёт: начнётся, когда закончится идущий процесс с тем же ключом.",
          en: "The start waits: it begins when the live instance with the same key ends.",
        }),
      );
      return 0;
  }
}

function startJson(outcome: StartOutcome, terminal: Terminal) {
  return {
    outcome: outcome.kind,
    instance: outcome.kind === "started" || outcome.kind === "live" ? outcome.instance : null,
    number: outcome.kind === "started" ? outcome.number : null,
    refusal: outcome.kind === "rejected" ? refusalJson(outcome, terminal) : null,
  };
}
