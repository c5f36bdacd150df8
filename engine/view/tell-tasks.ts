import { isList, type ValueMap } from "../base/value.ts";
import type { Step } from "../definition/model.ts";
import type { HistoryEvent } from "../instance/event.ts";
import type { Story } from "./story.ts";
import type { Teller } from "./teller.ts";
import { attachedText, momentOf, quoted, type Telling, type Told, taskOf, whoText } from "./telling.ts";

/** Somebody has something to do. */
export function taskOpened({ tell, event }: Telling<HistoryEvent & { kind: "taskOpened" }>): Told {
  const { task } = event;
  const who =
    task.assignee !== null
      ? tell.person(task.assignee)
      : task.candidates.length === 0
        ? "—"
        : tell.people(task.candidates);
  const word = {
    work: "",
    seat: "",
    rework: tell.pick("доработка", "rework"),
    info: tell.pick("вопрос", "question"),
    rescue: tell.pick("спасательное задание", "rescue task"),
    unreachable: "",
  }[task.purpose];
  const due =
    task.dueAt === null ? "" : tell.pick(`, срок ${momentOf(task.dueAt, tell)}`, `, due ${momentOf(task.dueAt, tell)}`);
  const kind = word === "" ? tell.pick("Задание", "Task") : `${tell.pick("Задание", "Task")} (${word})`;
  const queue =
    task.assignee === null && task.candidates.length > 1
      ? tell.pick(" — кто первый возьмёт", " — whoever claims it first")
      : "";
  return {
    tone: "task",
    text: `${kind} → ${who}${queue}${due}`,
    details: [task.title, ...task.notes.map((note) => note[tell.locale])],
  };
}

/** Somebody decided: with which word, what was filled in, what was said. */
export function completed({ tell, host, event }: Telling<HistoryEvent & { kind: "taskCompleted" }>): Told {
  const task = taskOf(host, event.task);
  const word = task?.outcomes.find((outcome) => outcome.name === event.outcome)?.done ?? event.outcome;
  const who = event.by === null ? tell.pick("По истечении срока", "The clock") : tell.person(event.by);
  const behalf =
    event.onBehalfOf === null
      ? ""
      : tell.pick(` (за: ${tell.person(event.onBehalfOf)})`, ` (for ${tell.person(event.onBehalfOf)})`);
  const step = host.definition.steps.get(event.step);
  const edited = Object.fromEntries(event.variables.map(({ name, value }) => [name, value]));
  const fields = [...formTexts(tell, step, event.form), ...inputTexts(tell, host, edited)];
  return {
    tone: "decision",
    text: `${who}${behalf}: ${word}`,
    details: [
      ...fields,
      ...(event.comment === null ? [] : [quoted(event.comment)]),
      ...attachedText(event.decision.files, tell),
    ],
  };
}

function formTexts(tell: Teller, step: Step | undefined, form: ValueMap): readonly string[] {
  const fields = step?.kind === "userTask" || step?.kind === "approval" ? step.form : [];
  return fields.flatMap((field) => {
    const value = form[field.name] ?? null;
    return value === null || (isList(value) && value.length === 0)
      ? []
      : [`${field.title}: ${tell.value(value, field)}`];
  });
}

function inputTexts(tell: Teller, host: Story, values: ValueMap): readonly string[] {
  return host.definition.inputs.flatMap((input) =>
    Object.hasOwn(values, input.name) ? [`${input.title}: ${tell.value(values[input.name] ?? null, input)}`] : [],
  );
}

const CLOSED: Readonly<Record<string, { readonly ru: string; readonly en: string }>> = {
  until: { ru: "дело сделано иначе", en: "it was settled otherwise" },
  timeout: { ru: "вышло время", en: "its time is over" },
  decided: { ru: "решение уже принято", en: "the decision is made" },
  skipped: { ru: "Место пропущено", en: "The seat is skipped" },
  cancel: { ru: "процесс отменён", en: "the instance was canceled" },
  any: { ru: "другая ветвь успела раньше", en: "another branch came first" },
  jump: { ru: "процесс пошёл дальше", en: "the process moved on" },
};

/** A task closed without a decision; null where that goes without saying. */
export function closed({ tell, host, event }: Telling<HistoryEvent & { kind: "taskClosed" }>): Told | null {
  const words = CLOSED[event.reason];
  if (!words) return null;
  const title = event.task === null ? null : (taskOf(host, event.task)?.title ?? null);
  return {
    tone: "wait",
    text:
      title === null
        ? words[tell.locale]
        : tell.pick(`Задание «${title}» снято: ${words.ru}`, `The task “${title}” is closed: ${words.en}`),
    details: event.note === null ? [] : [event.note[tell.locale]],
  };
}

/** Somebody passed a task on; the ladder's passing on is told by its rung. */
export function reassigned({ tell, event }: Telling<HistoryEvent & { kind: "taskReassigned" }>): Told | null {
  const to = event.to === null ? tell.people(event.candidates) : tell.person(event.to);
  if (event.rung !== null) return null;
  const override = event.override ? tell.pick(" (администратор)", " (administrator)") : "";
  return {
    tone: "task",
    text: tell.pick(
      `${whoText(event.by, tell)}${override} передаёт задание: ${to}`,
      `${whoText(event.by, tell)}${override} reassigns the task to ${to}`,
    ),
    ...(event.note === null ? {} : { details: [event.note[tell.locale]] }),
  };
}

/** `спрашивает`, `отвечает`, `комментирует` */
export function commentWord(event: HistoryEvent & { kind: "commentAdded" }, tell: Teller): string {
  if (event.info === "question") return tell.pick("спрашивает", "asks");
  return event.info === "answer" ? tell.pick("отвечает", "answers") : tell.pick("комментирует", "comments");
}
