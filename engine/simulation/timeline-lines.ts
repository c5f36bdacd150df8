import type { Instant } from "../base/instant.ts";
import { pluralRu } from "../base/plural.ts";
import { isList, isMap } from "../base/value.ts";
import type { HistoryEvent } from "../instance/event.ts";
import type { Occurrence } from "../runtime/occurrence.ts";
import { Teller } from "./shown-value.ts";
import { appended, callEnded, fieldChange, message } from "./tell-calls.ts";
import { rungFired } from "./tell-rungs.ts";
import { closed, commentWord, completed, reassigned, taskOpened } from "./tell-tasks.ts";
import { by, commandWord, momentOf, quoted, type Telling, type Told, titleOf, whoText } from "./telling.ts";
import type { World } from "./world.ts";
import type { Host, Moment } from "./world-parts.ts";

/** What kind of line it is: decides its mark and color. */
export type Tone =
  | "start"
  | "task"
  | "decision"
  | "message"
  | "escalation"
  | "automatic"
  | "wait"
  | "incident"
  | "end"
  | "outside";

/** A line of a timeline, in words. */
export interface TimelineLine {
  readonly at: Instant;
  readonly tone: Tone;
  readonly text: string;
  /** What people wrote: the words of a message, a comment, fields. */
  readonly details: readonly string[];
  /** Whose line it is; null: it happened outside the processes. */
  readonly host: Host | null;
  /** Lines of one repeating reminder share it. */
  readonly repeats?: string;
}

/**
 * The history of all instances as a manager would tell it: who, what, with which words; nothing of the machinery.
 *
 * @param until how far to tell it. @default to the end
 */
export function timelineLines(
  world: World,
  locale: "ru" | "en",
  until: Moment = world.moment,
): readonly TimelineLine[] {
  const tell = new Teller(world, locale);
  const outside = world.happenings.slice(0, until.happenings).map(({ at, after, occurrence }) => ({
    after,
    line: outsideLine(tell, at, occurrence),
  }));
  const lines: TimelineLine[] = [];
  let told = 0;
  const tellOutside = (index: number): void => {
    for (; told < outside.length && (outside[told]?.after ?? 0) <= index; told++)
      lines.push(...(outside[told]?.line ?? []));
  };
  world.log.slice(0, until.events).forEach(({ host, event }, index) => {
    tellOutside(index);
    const line = lineOf({ tell, host, event });
    if (line !== null) lines.push({ at: event.at, host, details: [], ...line });
  });
  tellOutside(Number.POSITIVE_INFINITY);
  return lines;
}

/** A reminder that comes again and again is told this often, then counted. */
const REPEATS_MAX = 2;

/** The lines with reminders that go on and on told a few times and then counted. */
export function withoutRepeats(
  lines: readonly TimelineLine[],
  world: World,
  locale: "ru" | "en",
): readonly TimelineLine[] {
  const tell = new Teller(world, locale);
  const all = Map.groupBy(
    lines.filter((line) => line.repeats !== undefined),
    (line) => line.repeats,
  );
  const seen = new Map<string, number>();
  return lines.flatMap((line) => {
    if (line.repeats === undefined) return [line];
    const alike = all.get(line.repeats) ?? [];
    const nth = (seen.get(line.repeats) ?? 0) + 1;
    seen.set(line.repeats, nth);
    if (nth <= REPEATS_MAX || alike.length <= REPEATS_MAX + 1) return [line];
    const rest = alike.length - REPEATS_MAX;
    if (nth > REPEATS_MAX + 1 || line.tone !== "escalation") return [];
    const last = momentOf(alike.at(-1)?.at ?? line.at, tell);
    return [
      {
        ...line,
        details: [
          tell.pick(
            `…и так ещё ${rest} ${pluralRu(rest, { one: "раз", few: "раза", many: "раз" })}, последний — ${last}`,
            `…and so ${rest} times more, the last on ${last}`,
          ),
        ],
      },
    ];
  });
}

/** Who completes a task takes it by that: one line says both. */
function isCompletedAtOnce(host: Host, event: HistoryEvent): boolean {
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
        text: tell.pick(`${tell.person(event.by)} добавляет согласующего`, `${tell.person(event.by)} adds an approver`),
      };
    case "commentAdded":
      return {
        tone: "task",
        text: `${tell.person(event.by)} ${commentWord(event, tell)}`,
        details: [quoted(event.text)],
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
      return { tone: "wait", text: tell.pick("Процесс остановлен", "The instance is suspended") + by(event.by, tell) };
    case "instanceResumed":
      return { tone: "start", text: tell.pick("Процесс идёт дальше", "The instance goes on") + by(event.by, tell) };
    case "instanceEnded":
      return ended({ tell, host, event });
    default:
      return null;
  }
}

/** What somebody did outside: a record changed by hand, a letter, a message. */
function outsideLine(tell: Teller, at: Instant, occurrence: Occurrence): readonly TimelineLine[] {
  if (occurrence.kind !== "event" && occurrence.kind !== "message") return [];
  const who = occurrence.actor === null ? "" : `${tell.person(occurrence.actor)}: `;
  if (occurrence.kind === "message")
    return [
      {
        at,
        tone: "outside",
        text: `${who}${tell.pick("пришло сообщение", "message")} ${occurrence.name}`,
        details: [],
        host: null,
      },
    ];
  const { event, record: ref } = occurrence;
  const letter = event["letter"] ?? null;
  if (isMap(letter))
    return [
      {
        at,
        tone: "outside",
        text: tell.pick(`Письмо от ${String(letter["from"])}`, `A letter from ${String(letter["from"])}`),
        details: [quoted(String(letter["subject"] ?? ""))],
        host: null,
      },
    ];
  const record = event["record"] ?? null;
  if (ref === null || !isMap(record))
    return [{ at, tone: "outside", text: `${who}${occurrence.name}`, details: [], host: null }];
  const type = ref.slice(0, ref.indexOf("/"));
  const changed = isList(event["changed"]) ? event["changed"].map(String) : [];
  const isUpdate = occurrence.name.endsWith(".updated");
  const previous = event["previous"] ?? null;
  const fields = changed.map((name) =>
    fieldChange(tell, {
      type,
      name,
      before: isMap(previous) ? (previous[name] ?? null) : null,
      after: record[name] ?? null,
    }),
  );
  const change = isUpdate
    ? tell.pick("изменение", "change")
    : occurrence.name.endsWith(".created")
      ? tell.pick("новая карточка", "new record")
      : tell.pick("удаление", "deletion");
  const actor = occurrence.actor === null ? "CRM" : `${tell.person(occurrence.actor)}, CRM`;
  return [
    {
      at,
      tone: "outside",
      text: `${actor}: ${change} — ${tell.record(ref)}`,
      details: isUpdate ? fields : [],
      host: null,
    },
  ];
}

function started({ tell, host, event }: Telling<HistoryEvent & { kind: "instanceStarted" }>): Told {
  const { subject } = host.instance;
  const cause = event.cause?.["event"];
  const isTold = tell.world.happenings.some(({ occurrence }) => occurrence.id === event.cause?.["id"]);
  const why = isTold
    ? []
    : typeof cause === "string"
      ? [tell.pick(`Причина: ${tell.event(cause)}`, `Because: ${tell.event(cause)}`)]
      : event.cause !== null
        ? [tell.pick("запущен другим процессом", "started by another process")]
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
    details: error,
  };
}
