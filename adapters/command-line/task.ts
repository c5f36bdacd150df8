import type { TaskId } from "../../engine/base/ids.ts";
import type { Text } from "../../engine/definition/problem.ts";
import type { DirectorySnapshot } from "../../engine/people/directory.ts";
import { nameOf } from "../../engine/people/lookup.ts";
import type { PersonCommand } from "../../engine/runtime/use-cases.ts";
import { wrongUse } from "../complaint.ts";
import { act, refuse, tellOutcome } from "./give-command.ts";
import { decidedTaskNamed, isRefusal, taskNamed, unknownTask } from "./known-instance.ts";
import { operate } from "./operate.ts";
import { userNamed } from "./operator.ts";
import type { ExitCode, Terminal } from "./terminal.ts";
import type { OperatingOptions } from "./with-engine.ts";

/** What can be done with a task besides completing it, in the words of `allow`. */
export const TASK_ACTIONS = [
  "claim",
  "unclaim",
  "delegate",
  "reassign",
  "comment",
  "add-approver",
  "ask-for-info",
  "recall",
] as const;
export type TaskAction = (typeof TASK_ACTIONS)[number];

/** `ordo task <action> <task>` */
export interface TaskOptions extends OperatingOptions {
  /** Of delegate, reassign, add-approver and ask-for-info: to whom (id, or a part of the name). */
  readonly to?: string;
  /** Of comment and ask-for-info: the words. */
  readonly text?: string;
}

/** Does something with a task other than completing it. */
export function task(
  { action, task: name }: { readonly action: TaskAction; readonly task: string },
  options: TaskOptions,
  terminal: Terminal,
): Promise<ExitCode> {
  return operate(options, terminal, async (operating) => {
    const people = await operating.engine.people();
    // A decision that is recalled is of a task that is closed.
    const target = await (action === "recall" ? decidedTaskNamed : taskNamed)(name, operating);
    if (isRefusal(target)) return refuse(target, operating);
    const body = bodyOf(action, target, options, people);
    const answer = await act(operating, body);
    const isUnknown =
      answer.kind === "rejected" && (answer.code === "TASK_NOT_OPEN" || answer.code === "INSTANCE_NOT_FOUND");
    if (isUnknown && action !== "recall" && (await operating.engine.task(body.task)) === null)
      return refuse(await unknownTask(name, operating), operating);
    const to = "to" in body && body.to !== null ? body.to : "user" in body ? body.user : null;
    return tellOutcome(answer, doneText(action, to === null ? "" : nameOf(people, to)), operating);
  });
}

type Body = Extract<PersonCommand["body"], { readonly task: TaskId }>;

function bodyOf(action: TaskAction, name: TaskId, options: TaskOptions, people: DirectorySnapshot): Body {
  const to = () => userNamed(needed(options.to, "--to", action), people, "--to");
  switch (action) {
    case "claim":
    case "unclaim":
    case "recall":
      return { kind: action, task: name };
    case "delegate":
    case "reassign":
      return { kind: action, task: name, to: to() };
    case "comment":
      return { kind: "comment", task: name, text: needed(options.text, "--text", action) };
    case "add-approver":
      return { kind: "addApprover", task: name, user: to() };
    case "ask-for-info": {
      const question = needed(options.text, "--text", action);
      return { kind: "askForInfo", task: name, to: options.to === undefined ? null : to(), question };
    }
  }
}

function needed(value: string | undefined, option: string, action: TaskAction): string {
  if (value !== undefined && value.trim() !== "") return value;
  throw wrongUse(
    { ru: `Для ${action} нужен ключ ${option}.`, en: `${action} needs ${option}.` },
    option === "--to"
      ? {
          ru: `Например: ordo task ${action} <задание> --to manager-1`,
          en: `For example: ordo task ${action} <task> --to manager-1`,
        }
      : {
          ru: `Например: ordo task ${action} <задание> --text «Слова»`,
          en: `For example: ordo task ${action} <task> --text "Words"`,
        },
  );
}

function doneText(action: TaskAction, to: string): Text {
  return {
    claim: { ru: "Задание взято.", en: "The task is claimed." },
    unclaim: { ru: "Задание возвращено в очередь.", en: "The task is put back." },
    delegate: { ru: `Поручено: ${to}.`, en: `Delegated to ${to}.` },
    reassign: { ru: `Передано: ${to}.`, en: `Reassigned to ${to}.` },
    comment: { ru: "Комментарий записан.", en: "The comment is written down." },
    "add-approver": { ru: `Согласующий добавлен: ${to}.`, en: `Approver added: ${to}.` },
    "ask-for-info": {
      ru: `Вопрос задан${to === "" ? "" : `: ${to}`}.`,
      en: `The question is asked${to === "" ? "" : ` to ${to}`}.`,
    },
    recall: { ru: "Решение отменено: задание снова открыто.", en: "The decision is recalled: the task is open again." },
  }[action];
}
