import type { HistoryEvent } from "../instance/event.ts";
import type { Story } from "./story.ts";
import { appended, callEnded, message } from "./tell-calls.ts";
import { rungFired } from "./tell-rungs.ts";
import { closed, commentWord, completed, reassigned, taskOpened } from "./tell-tasks.ts";
import type { Teller } from "./teller.ts";
import {
  attachedText,
  by,
  commandWord,
  momentOf,
  quoted,
  type Telling,
  type Told,
  titleOf,
  whoText,
} from "./telling.ts";
import type { TimelineLine } from "./timeline-line.ts";

/** The line of one event; null for the machinery, of which people are told nothing. */
export function tellEvent(telling: Telling): TimelineLine | null {
  const told = lineOf(telling);
  if (told === null) return null;
  const { details = [], ...line } = told;
  return { at: telling.event.at, host: telling.host, ...line, details: [...details, ...override(telling)] };
}

/** Characters of a version's digest that people see. */
const DIGEST_SHOWN = 12;

/** What people do by command: there it is told who really did it. */
const DEEDS: ReadonlySet<HistoryEvent["kind"]> = new Set([
  "instanceStarted",
  "taskClaimed",
  "taskUnclaimed",
  "taskDelegated",
  "taskReassigned",
  "taskCompleted",
  "approverAdded",
  "commentAdded",
  "commandRejected",
  "incidentResolved",
  "instanceSuspended",
  "instanceResumed",
  "instanceEnded",
] as const);

/** Who really gave the command, where an administrator acted in another's name. */
function override({ tell, event }: Telling): readonly string[] {
  const { overrideBy, actor, kind } = event;
  if (overrideBy === undefined || actor === null || !DEEDS.has(kind)) return [];
  const who = overrideBy === null ? tell.pick("администратор", "an administrator") : tell.person(overrideBy);
  return [tell.pick(`от его имени действует ${who} (--as)`, `${who} acts in that name (--as)`)];
}

function editedText(reason: string, tell: Teller): string {
  return tell.pick(`данные вызова изменены: ${quoted(reason)}`, `the call's input was edited: ${quoted(reason)}`);
}

/** Who completes a task takes it by that: one line says both. */
function isCompletedAtOnce(host: Story, event: HistoryEvent): boolean {
  const next = host.history[event.sequence];
  return next?.kind === "taskCompleted" && next.command === event.command;
}

function lineOf({ tell, host, event }: Telling): Told | null {
  switch (event.kind) {
    case "instanceStarted":
      return started({ tell, host, event });
    case "taskOpened":
      return taskOpened({ tell, host, event });
    case "taskClaimed":
      if (isCompletedAtOnce(host, event)) return null;
      return {
        tone: "task",
        text:
          tell.pick(`${tell.person(event.by)} берёт задание`, `${tell.person(event.by)} claims the task`) +
          titleOf(host, event.task),
      };
    case "taskUnclaimed":
      return {
        tone: "task",
        text:
          tell.pick(
            `${tell.person(event.by)} возвращает задание в очередь`,
            `${tell.person(event.by)} puts the task back`,
          ) + titleOf(host, event.task),
      };
    case "taskDelegated":
      return {
        tone: "task",
        text: tell.pick(
          `${tell.person(event.by)} поручает задание: ${tell.person(event.to)}`,
          `${tell.person(event.by)} delegates the task to ${tell.person(event.to)}`,
        ),
      };
    case "taskReassigned":
      return reassigned({ tell, host, event });
    case "taskOffered":
      return null;
    case "taskCompleted":
      return completed({ tell, host, event });
    case "taskClosed":
      return closed({ tell, host, event });
    case "approverAdded":
      return {
        tone: "task",
        text: tell.pick(
          `${tell.person(event.by)} добавляет согласующего: ${tell.value({ ...event.seat.principal })}`,
          `${tell.person(event.by)} adds an approver: ${tell.value({ ...event.seat.principal })}`,
        ),
      };
    case "commentAdded":
      return {
        tone: "task",
        text: `${tell.person(event.by)} ${commentWord(event, tell)}`,
        details: [quoted(event.text), ...attachedText(event.files, tell)],
      };
    case "rungFired":
      return rungFired({ tell, host, event });
    case "callEnded":
      return callEnded({ tell, host, event });
    case "messageRequested":
      return event.message.about === "task" || event.attempt > 1 ? null : message({ tell, host, event });
    case "registryAppended":
      return appended({ tell, host, event });
    case "timerScheduled":
      return event.purpose.kind === "wait"
        ? {
            tone: "wait",
            text: tell.pick(`Ждём до ${momentOf(event.dueAt, tell)}`, `Waiting until ${momentOf(event.dueAt, tell)}`),
          }
        : null;
    case "stepCompleted":
      return event.decision === null ? null : decided({ tell, host, event });
    case "incidentRaised":
      return {
        tone: "incident",
        text: tell.pick(`Сбой ${event.code}: ${event.message.ru}`, `Incident ${event.code}: ${event.message.en}`),
        details: [event.incident.remedy[tell.locale]],
      };
    case "incidentResolved":
      return event.by === null
        ? null
        : {
            tone: "automatic",
            text:
              tell.pick("Сбой устранён", "The incident is resolved") +
              tell.pick(` — ${tell.person(event.by)}`, ` by ${tell.person(event.by)}`),
            ...(event.edited === undefined ? {} : { details: [editedText(event.edited, tell)] }),
          };
    case "commandRejected":
      return {
        tone: "incident",
        text: tell.pick(
          `Отказано: ${whoText(event.by, tell)}${commandWord(event.what, tell)}`,
          `Rejected: ${whoText(event.by, tell)}${commandWord(event.what, tell)}`,
        ),
        details: [`${event.reason[tell.locale]} (${event.code})`],
      };
    case "instanceSuspended":
      return {
        tone: "wait",
        text: tell.pick("Процесс приостановлен", "The instance is suspended") + by(event.by, tell),
        details: event.reason === null ? [] : [quoted(event.reason)],
      };
    case "instanceResumed":
      return { tone: "start", text: tell.pick("Процесс идёт дальше", "The instance goes on") + by(event.by, tell) };
    case "instanceMigrated":
      return {
        tone: "start",
        text:
          tell.pick(
            `Переведён на версию ${event.digest.slice(0, DIGEST_SHOWN)}`,
            `Moved to version ${event.digest.slice(0, DIGEST_SHOWN)}`,
          ) + by(event.actor, tell),
      };
    case "instanceEnded":
      return ended({ tell, host, event });
    default:
      return null;
  }
}

function started({ tell, host, event }: Telling<HistoryEvent & { kind: "instanceStarted" }>): Told {
  const subject = subjectAtStart(host, event);
  const cause = event.cause?.["event"];
  const occurrence = event.cause?.["id"];
  const isTold = typeof occurrence === "string" && tell.around.isTold(occurrence);
  const why = isTold
    ? []
    : typeof cause === "string"
      ? [tell.pick(`Причина: ${tell.event(cause)}`, `Because: ${tell.event(cause)}`)]
      : event.cause !== null
        ? [
            event.cause["batch"] === undefined
              ? tell.pick("запущен другим процессом", "started by another process")
              : tell.pick("запущен для каждой записи (start --each)", "started for each record (start --each)"),
          ]
        : [];
  const who =
    event.requester === null || isTold
      ? []
      : [tell.pick(`Подал: ${tell.person(event.requester)}`, `Requested by ${tell.person(event.requester)}`)];
  return {
    tone: "start",
    text: `${host.definition.title} № ${event.number}`,
    details: [...(subject === host.definition.title ? [] : [subject]), ...who, ...why],
  };
}

/** As it was called when it began: sent again with other inputs, it may be called otherwise now. */
function subjectAtStart({ history, definition, instance }: Story, { subject }: { readonly subject: string }): string {
  if (subject !== definition.title) return subject;
  const loaded = history.find((event) => event.kind === "callEnded" && event.subject !== null);
  return (loaded?.kind === "callEnded" ? loaded.subject : null) ?? instance.subject;
}

function decided({ tell, host, event }: Telling<HistoryEvent & { kind: "stepCompleted" }>): Told | null {
  if (event.decision === null) return null;
  const { table, matched, inputs, outputs } = event.decision;
  const fields = host.definition.decisions[table]?.inputs ?? [];
  const reasons = fields.map(({ name, field }) => `${field.title}: ${tell.value(inputs[name] ?? null, field)}`);
  const why = typeof outputs["why"] === "string" ? [quoted(outputs["why"])] : [];
  const rules =
    matched.length === 0
      ? tell.pick("ни одно правило не подошло", "no rule matched")
      : tell.pick(`правило № ${matched.join(", ")}`, `rule ${matched.join(", ")}`);
  return {
    tone: "automatic",
    text: tell.pick(`По таблице: ${rules}`, `By the table: ${rules}`),
    details: [reasons.join(" · "), ...why].filter((one) => one !== ""),
  };
}

function ended({ tell, host, event }: Telling<HistoryEvent & { kind: "instanceEnded" }>): Told {
  const words = {
    completed: tell.pick("Завершён", "Completed"),
    failed: tell.pick("Прерван ошибкой", "Failed"),
    canceled: tell.pick("Отменён", "Canceled"),
  };
  const error = event.error === null ? [] : [`${event.error.code}: ${event.error.message}`];
  return {
    tone: event.status === "failed" ? "incident" : "end",
    text: `${words[event.status]}: ${host.definition.title} № ${host.instance.number}${by(event.by, tell)}`,
    details: [...error, ...(event.reason === undefined ? [] : [quoted(event.reason)])],
  };
}
