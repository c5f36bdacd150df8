import type { Instant } from "../base/instant.ts";
import { isoText } from "../calendar/iso-text.ts";
import type { HistoryEvent } from "../instance/event.ts";
import type { Task } from "../instance/state.ts";
import { filesIn } from "./short-file.ts";
import type { Story } from "./story.ts";
import type { Teller } from "./teller.ts";
import type { TimelineLine } from "./timeline-line.ts";

export interface Telling<E extends HistoryEvent = HistoryEvent> {
  readonly tell: Teller;
  readonly host: Story;
  readonly event: E;
}
export type Told = Pick<TimelineLine, "tone" | "text" | "repeats"> & { readonly details?: readonly string[] };

/** The task as it opened. */
export function taskOf(host: Story, id: string): Task | null {
  const opened = host.history.find((event) => event.kind === "taskOpened" && event.task.id === id);
  return opened?.kind === "taskOpened" ? opened.task : null;
}

/** ` «Назначьте менеджера»`, to stand behind a sentence. */
export function titleOf(host: Story, id: string): string {
  const task = taskOf(host, id);
  return task ? ` «${task.title}»` : "";
}

/** The title of a step's last visit. */
export function stepTitle(host: Story, step: string | null): string | null {
  const entered = host.history.findLast((event) => event.kind === "stepEntered" && event.step === step);
  return entered?.kind === "stepEntered" ? entered.title : null;
}

const COMMANDS: Readonly<Record<string, { readonly ru: string; readonly en: string }>> = {
  complete: { ru: "выполнить задание", en: "complete the task" },
  claim: { ru: "взять задание", en: "claim the task" },
  unclaim: { ru: "вернуть задание", en: "put the task back" },
  delegate: { ru: "поручить задание", en: "delegate the task" },
  reassign: { ru: "передать задание", en: "reassign the task" },
  recall: { ru: "отменить своё решение", en: "recall the decision" },
  withdraw: { ru: "отозвать процесс", en: "withdraw the instance" },
  cancel: { ru: "отменить процесс", en: "cancel the instance" },
  addApprover: { ru: "добавить согласующего", en: "add an approver" },
  askForInfo: { ru: "задать вопрос", en: "ask for info" },
  comment: { ru: "написать комментарий", en: "comment" },
  suspend: { ru: "приостановить процесс", en: "suspend the instance" },
  resume: { ru: "продолжить процесс", en: "resume the instance" },
  retry: { ru: "повторить после сбоя", en: "retry after the incident" },
  migrate: { ru: "перевести на другую версию", en: "move to another version" },
};

/** ` — взять задание`: what was refused. */
export function commandWord(what: string, tell: Teller): string {
  const words = COMMANDS[what];
  return words ? ` — ${words[tell.locale]}` : "";
}

/** A person's name; the engine is «система». */
export function whoText(user: string | null, tell: Teller): string {
  return user === null ? tell.pick("система", "the system") : tell.person(user);
}

/** ` — Тимур Сафин`, to stand behind a sentence; nothing for the engine. */
export function by(user: string | null, tell: Teller): string {
  return user === null ? "" : ` — ${tell.person(user)}`;
}

/** What somebody wrote, in quotes. */
export function quoted(text: string): string {
  return `«${text.trim()}»`;
}

/** `Приложено: счёт.pdf`: the files beside what somebody wrote, as a detail of their own. */
export function attachedText(files: unknown, tell: Teller): readonly string[] {
  const names = filesIn(files).map(({ name }) => name);
  return names.length === 0 ? [] : [`${tell.pick("Приложено", "Attached")}: ${names.join(", ")}`];
}

/** `23.11.2026 10:00` in the company's zone. */
export function momentOf(at: Instant, tell: Teller): string {
  return tell.value({ $type: "date and time", value: isoText(at, tell.around.zone) });
}
