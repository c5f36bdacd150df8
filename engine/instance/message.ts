import { type ActivationId, id as brand, type CallId, type TaskId, type UserId } from "../base/ids.ts";
import type { Message } from "./event.ts";
import { stepOf } from "./places.ts";
import type { Run } from "./run.ts";
import { holdersOf } from "./standing.ts";
import type { CallPurpose, Task } from "./state.ts";
import { readerOf } from "./text.ts";
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
export type TaskNews = "opened" | "offered" | "reassigned" | "delegated" | "remind" | "notify" | "question" | "answer";

const NEWS: Readonly<Record<TaskNews, { readonly ru: string; readonly en: string }>> = {
  opened: { ru: "Новое задание", en: "New task" },
  offered: { ru: "Задание предложено вам", en: "A task is offered to you" },
  reassigned: { ru: "Задание передано вам", en: "A task has passed to you" },
  delegated: { ru: "Задание поручено вам", en: "A task is delegated to you" },
  remind: { ru: "Напоминание", en: "Reminder" },
  notify: { ru: "Задание ждёт решения", en: "A task is waiting for a decision" },
  question: { ru: "Вопрос по заданию", en: "A question about a task" },
  answer: { ru: "Ответ на вопрос", en: "The answer to a question" },
};

/** About a task that its people have been told of already. */
const NOTICES: ReadonlySet<TaskNews> = new Set(["remind", "notify", "answer"]);

/** Words of the file's own, made for each reader; null: there are none. */
export type OwnWords = (reader: UserId) => string | null;

const NO_WORDS: OwnWords = () => null;

/**
 * Tells people of a task, once each, in their own channel, with its facts and link; an absent person's substitute too.
 * Opening, offering and passing on are messages of the kind `task`, reminders and escalation notices of the kind `notice`.
 */
export function tellOfTask(
  run: Run,
  task: Task,
  users: readonly UserId[],
  news: TaskNews,
  words: OwnWords = NO_WORDS,
): void {
  for (const user of mayHear(run, task, users)) tell(run, [task], user, news, words);
}

/** Reminds those who have these tasks: one message a person, however many of them he has (language §3, Escalation). */
export function remindOfTasks(run: Run, tasks: readonly Task[], words: OwnWords): void {
  const told = new Map<UserId, Task[]>();
  for (const task of tasks) {
    for (const user of mayHear(run, task, holdersOf(task))) told.set(user, [...(told.get(user) ?? []), task]);
  }
  for (const [user, own] of told) tell(run, own, user, "remind", words);
}

/** Those to be told, less whom four eyes strike out: an absent approver's substitute may be the requester himself. */
function mayHear(run: Run, task: Task, users: readonly UserId[]): readonly UserId[] {
  return toBeTold(run, users).filter((user) => !task.excluded.includes(user));
}

function tell(run: Run, tasks: readonly Task[], user: UserId, news: TaskNews, words: OwnWords): void {
  const [task] = tasks;
  if (!task) return;
  const about = NOTICES.has(news) ? "notice" : "task";
  const message = messageOf(run, tasks, user, news, words(user));
  send(run, task.activation, { ...message, about, task: task.id }, { kind: "told", task: task.id });
}

function messageOf(
  run: Run,
  tasks: readonly Task[],
  user: UserId,
  news: TaskNews,
  text: string | null,
): Omit<Message, "about" | "task"> {
  const { locale } = readerOf(run, user);
  const title = tasks.map((task) => task.title).join("; ");
  const facts = tasks.flatMap((task) => task.facts.map(({ title: name, text: fact }) => ({ title: name, text: fact })));
  // A question's title says already that it is one.
  const subject = news === "question" ? title : `${NEWS[news][locale]}: ${title}`;
  const lines = [text ?? subject, ...facts.map((fact) => `${fact.title}: ${fact.text}`)];
  const [first] = tasks;
  const isNew = !NOTICES.has(news);
  if (first && first.instructions !== null && isNew) lines.push(first.instructions);
  return {
    to: user,
    channels: [],
    all: false,
    from: null,
    replyTo: null,
    subject,
    text: lines.join("\n"),
    facts,
  };
}

/** A plain notice to people: an escalation, the outcome for the requester. */
export function notice(
  run: Run,
  activation: ActivationId | null,
  to: readonly UserId[],
  words: {
    readonly subject: string;
    readonly text: (reader: UserId) => string;
    readonly about: Message["about"];
    readonly task: TaskId | null;
  },
): void {
  const { subject, about, task } = words;
  for (const user of toBeTold(run, to)) {
    const text = words.text(user);
    const message = { to: user, channels: [], all: false, from: null, replyTo: null, subject, text, facts: [] };
    send(run, activation, { ...message, about, task }, { kind: "told", task });
  }
}

/** The title of a step as its visit shows it. */
export function titleOf(run: Run, activation: ActivationId): string {
  const live = run.activation(activation);
  return live.title === "" ? stepOf(run.definition, live.step).id : live.title;
}
