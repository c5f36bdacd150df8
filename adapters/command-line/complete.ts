import type { ValueMap } from "../../engine/base/value.ts";
import type { Text } from "../../engine/definition/problem.ts";
import type { Task } from "../../engine/instance/state.ts";
import { folderSource } from "../process-source/folder/folder-source.ts";
import { configuredShelf } from "./file-shelf.ts";
import { act, refuse, tellOutcome } from "./give-command.ts";
import { isRefusal, taskNamed, unknownTask } from "./known-instance.ts";
import { type Operating, operate } from "./operate.ts";
import { readFiles } from "./read-files.ts";
import { readSets } from "./read-sets.ts";
import { variablesIn } from "./read-variables.ts";
import { Reader } from "./reader.ts";
import type { ExitCode, Terminal } from "./terminal.ts";
import type { OperatingOptions } from "./with-engine.ts";

/** `ordo complete <task>` */
export interface CompleteOptions extends OperatingOptions {
  /** Name of an outcome, or the title of its button. May be left out where there is one only. */
  readonly outcome?: string;
  /** `field=value`, over what the file says. */
  readonly set?: readonly string[];
  /** File with values of the form (YAML or JSON). */
  readonly input?: string;
  readonly comment?: string;
}

/** Completes a task with one of its outcomes. Refused: 1, with the reason, and field by field what is wrong. */
export function complete(task: string, options: CompleteOptions, terminal: Terminal): Promise<ExitCode> {
  return operate(options, terminal, async (operating) => {
    const target = await taskNamed(task, operating);
    if (isRefusal(target)) return refuse(target, operating);
    const known = await operating.engine.task(target);
    const form = await formOf(known, operating);
    if (form === null) return 1;
    const outcome = options.outcome === undefined ? null : outcomeNamed(options.outcome, known);
    const body = { kind: "complete", task: target, outcome, form, comment: options.comment ?? null } as const;
    const answer = await act(operating, body);
    // The engine has written down that somebody tried; what it cannot know is which task was meant.
    if (known === null && answer.kind === "rejected") return refuse(await unknownTask(task, operating), operating);
    return tellOutcome(answer, doneText(known, outcome), operating);
  });
}

async function formOf(
  task: Task | null,
  { engine, options, terminal }: Operating<CompleteOptions>,
): Promise<ValueMap | null> {
  const file = options.input === undefined ? {} : variablesIn(options.input, new Reader(folderSource()), terminal);
  if (file === null) return null;
  const fields = task?.form ?? [];
  const shelf = () => options.shelf ?? configuredShelf(terminal);
  const { files, others } = await readFiles(options.set ?? [], fields, shelf);
  return { ...file, ...readSets(others, { fields, people: await engine.people() }), ...files };
}

/** By name, or by what stands on the button. What fits nothing goes to the engine as it is: it says which there are. */
function outcomeNamed(text: string, task: Task | null): string {
  const wanted = text.toLocaleLowerCase("ru");
  const found = task?.outcomes.find(
    ({ name, title, done }) =>
      name === text || title.toLocaleLowerCase("ru") === wanted || done.toLocaleLowerCase("ru") === wanted,
  );
  return found?.name ?? text;
}

function doneText(task: Task | null, outcome: string | null): Text {
  const word = task?.outcomes.find(({ name }) => name === (outcome ?? task.outcomes[0]?.name))?.done ?? "";
  const title = task === null ? "" : ` — «${task.title}»`;
  return { ru: `${word || "Выполнено"}${title}`, en: `${word || "Done"}${title}` };
}
