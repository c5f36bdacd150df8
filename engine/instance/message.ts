import { type ActivationId, id as brand, type CallId, type TaskId, type UserId } from "../base/ids.ts";
import type { Message } from "./event.ts";
import { stepOf } from "./places.ts";
import type { Run } from "./run.ts";
import type { CallPurpose, Task } from "./state.ts";
import { toBeTold } from "./who.ts";

/** Asks the shell to send a message. Its id, and so its idempotency key, is derived from the history. */
export function send(run: Run, activation: ActivationId | null, message: Message, purpose: CallPurpose): CallId {
  const call = brand<CallId>(`${activation ?? run.instance.id}/message@${run.instance.sequence + 1}`);
  const step = activation === null ? null : (run.instance.activations[activation]?.step ?? null);
  run.emit({
    kind: "messageRequested",
    step,
    activation,
    call,
    key: purpose.kind === "notify" ? `${activation}/message:${message.to}` : call,
    message,
    attempt: 1,
    purpose,
  });
  return call;
}

/** What a message about a task says first: «Новое задание», «Напоминание»… */
export type TaskNews = "opened" | "offered" | "reassigned" | "delegated" | "remind" | "notify" | "question";

const NEWS: Readonly<Record<TaskNews, { readonly ru: string; readonly en: string }>> = {
  opened: { ru: "Новое задание", en: "New task" },
  offered: { ru: "Задание предложено вам", en: "A task is offered to you" },
  reassigned: { ru: "Задание передано вам", en: "A task has passed to you" },
  delegated: { ru: "Задание поручено вам", en: "A task is delegated to you" },
  remind: { ru: "Напоминание", en: "Reminder" },
  notify: { ru: "Задание ждёт решения", en: "A task is waiting for a decision" },
  question: { ru: "Вопрос по заданию", en: "A question about a task" },
};

/**
 * Tells people of a task, once each, in their own channel, with its facts and link; an absent person's substitute too.
 * Opening, offering and passing on are messages of the kind `task`, reminders and escalation notices of the kind `notice`.
 */
export function tellOfTask(
  run: Run,
  task: Task,
  users: readonly UserId[],
  news: TaskNews,
  text: string | null = null,
): readonly UserId[] {
  const told = toBeTold(run, users);
  const about = news === "remind" || news === "notify" ? "notice" : "task";
  for (const user of told)
    send(run, task.activation, { ...messageOf(run, task, user, news, text), about }, { kind: "told", task: task.id });
  return told;
}

function messageOf(run: Run, task: Task, user: UserId, news: TaskNews, text: string | null): Message {
  const locale = run.facts.people.users[user]?.locale === "en" ? "en" : "ru";
  const facts = task.facts.map(({ title, text: fact }) => ({ title, text: fact }));
  const lines = [text ?? `${NEWS[news][locale]}: ${task.title}`, ...facts.map((fact) => `${fact.title}: ${fact.text}`)];
  if (task.instructions !== null && news === "opened") lines.push(task.instructions);
  return {
    about: "task",
    to: user,
    channels: [],
    all: false,
    from: null,
    replyTo: null,
    subject: `${NEWS[news][locale]}: ${task.title}`,
    text: lines.join("\n"),
    facts,
    task: task.id,
  };
}

/** A plain notice to people: an escalation, the outcome for the requester. */
export function notice(
  run: Run,
  activation: ActivationId | null,
  to: readonly UserId[],
  words: {
    readonly subject: string;
    readonly text: string;
    readonly about: Message["about"];
    readonly task: TaskId | null;
  },
): readonly UserId[] {
  const told = toBeTold(run, to);
  for (const user of told) {
    send(
      run,
      activation,
      { to: user, channels: [], all: false, from: null, replyTo: null, facts: [], ...words },
      { kind: "told", task: words.task },
    );
  }
  return told;
}

/** The title of a step as its visit shows it. */
export function titleOf(run: Run, activation: ActivationId): string {
  const live = run.activation(activation);
  return live.title === "" ? stepOf(run.definition, live.step).id : live.title;
}
