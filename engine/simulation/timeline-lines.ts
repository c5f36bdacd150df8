import { formatDuration } from "../base/duration.ts";
import type { Instant } from "../base/instant.ts";
import { pluralRu } from "../base/plural.ts";
import { isList, isMap, refOf, type Value, type ValueMap } from "../base/value.ts";
import type { Ladder, Step } from "../definition/model.ts";
import type { HistoryEvent } from "../instance/event.ts";
import type { Task } from "../instance/state.ts";
import type { Occurrence } from "../runtime/occurrence.ts";
import { sameValue } from "../runtime/same-value.ts";
import type { RecordChange } from "./record-book.ts";
import { Teller } from "./shown-value.ts";
import type { Host, World } from "./world.ts";

/** What kind of line it is: decides its mark and color. */
export type Tone = "start" | "task" | "decision" | "message" | "escalation" | "automatic" | "wait" | "incident" | "end" | "outside";

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

/** The history of all instances as a manager would tell it: who, what, with which words; nothing of the machinery. */
export function timelineLines(world: World, locale: "ru" | "en"): readonly TimelineLine[] {
  const tell = new Teller(world, locale);
  const outside = world.happenings.map(({ at, after, occurrence }) => ({ after, line: outsideLine(tell, at, occurrence) }));
  const lines: TimelineLine[] = [];
  let told = 0;
  const tellOutside = (until: number): void => {
    for (; told < outside.length && (outside[told]?.after ?? 0) <= until; told++) lines.push(...(outside[told]?.line ?? []));
  };
  world.log.forEach(({ host, event }, index) => {
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
export function withoutRepeats(lines: readonly TimelineLine[], world: World, locale: "ru" | "en"): readonly TimelineLine[] {
  const tell = new Teller(world, locale);
  const all = Map.groupBy(lines.filter((line) => line.repeats !== undefined), (line) => line.repeats);
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
    return [{ ...line, details: [tell.pick(`…и так ещё ${rest} ${pluralRu(rest, { one: "раз", few: "раза", many: "раз" })}, последний — ${last}`, `…and so ${rest} times more, the last on ${last}`)] }];
  });
}

interface Telling<E extends HistoryEvent = HistoryEvent> {
  readonly tell: Teller;
  readonly host: Host;
  readonly event: E;
}
type Told = Pick<TimelineLine, "tone" | "text" | "repeats"> & { readonly details?: readonly string[] };

function lineOf({ tell, host, event }: Telling): Told | null {
  switch (event.kind) {
    case "instanceStarted":
      return started({ tell, host, event });
    case "taskOpened":
      return taskOpened({ tell, host, event });
    case "taskClaimed":
      return { tone: "task", text: tell.pick(`${tell.person(event.by)} берёт задание`, `${tell.person(event.by)} claims the task`) + titleOf(host, event.task) };
    case "taskUnclaimed":
      return { tone: "task", text: tell.pick(`${tell.person(event.by)} возвращает задание в очередь`, `${tell.person(event.by)} puts the task back`) + titleOf(host, event.task) };
    case "taskDelegated":
      return { tone: "task", text: tell.pick(`${tell.person(event.by)} поручает задание: ${tell.person(event.to)}`, `${tell.person(event.by)} delegates the task to ${tell.person(event.to)}`) };
    case "taskReassigned":
      return reassigned({ tell, host, event });
    case "taskOffered":
      return null;
    case "taskCompleted":
      return completed({ tell, host, event });
    case "taskClosed":
      return closed({ tell, host, event });
    case "approverAdded":
      return { tone: "task", text: tell.pick(`${tell.person(event.by)} добавляет согласующего`, `${tell.person(event.by)} adds an approver`) };
    case "commentAdded":
      return { tone: "task", text: `${tell.person(event.by)} ${commentWord(event, tell)}`, details: [quoted(event.text)] };
    case "rungFired":
      return rungFired({ tell, host, event });
    case "callEnded":
      return callEnded({ tell, host, event });
    case "messageRequested":
      return event.message.about === "task" || event.attempt > 1 ? null : message({ tell, host, event });
    case "registryAppended":
      return appended({ tell, host, event });
    case "timerScheduled":
      return event.purpose.kind === "wait" ? { tone: "wait", text: tell.pick(`Ждём до ${momentOf(event.dueAt, tell)}`, `Waiting until ${momentOf(event.dueAt, tell)}`) } : null;
    case "stepCompleted":
      return event.decision === null ? null : decided({ tell, host, event });
    case "incidentRaised":
      return { tone: "incident", text: tell.pick(`Сбой ${event.code}: ${event.message.ru}`, `Incident ${event.code}: ${event.message.en}`), details: [event.incident.remedy[tell.locale]] };
    case "incidentResolved":
      return event.by === null ? null : { tone: "automatic", text: tell.pick("Сбой устранён", "The incident is resolved") + tell.pick(` — ${tell.person(event.by)}`, ` by ${tell.person(event.by)}`) };
    case "commandRejected":
      return { tone: "incident", text: tell.pick(`Отказано: ${whoText(event.by, tell)}${commandWord(event.what, tell)}`, `Rejected: ${whoText(event.by, tell)}${commandWord(event.what, tell)}`), details: [`${event.reason[tell.locale]} (${event.code})`] };
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
  if (occurrence.kind === "message") return [{ at, tone: "outside", text: `${who}${tell.pick("пришло сообщение", "message")} ${occurrence.name}`, details: [], host: null }];
  const { event, record: ref } = occurrence;
  const letter = event["letter"] ?? null;
  if (isMap(letter)) return [{ at, tone: "outside", text: tell.pick(`Письмо от ${String(letter["from"])}`, `A letter from ${String(letter["from"])}`), details: [quoted(String(letter["subject"] ?? ""))], host: null }];
  const record = event["record"] ?? null;
  if (ref === null || !isMap(record)) return [{ at, tone: "outside", text: `${who}${occurrence.name}`, details: [], host: null }];
  const type = ref.slice(0, ref.indexOf("/"));
  const changed = isList(event["changed"]) ? event["changed"].map(String) : [];
  const isUpdate = occurrence.name.endsWith(".updated");
  const previous = event["previous"] ?? null;
  const fields = changed.map((name) => fieldChange(tell, { type, name, before: isMap(previous) ? (previous[name] ?? null) : null, after: record[name] ?? null }));
  const change = isUpdate ? tell.pick("изменение", "change") : occurrence.name.endsWith(".created") ? tell.pick("новая карточка", "new record") : tell.pick("удаление", "deletion");
  const actor = occurrence.actor === null ? "CRM" : `${tell.person(occurrence.actor)}, CRM`;
  return [{ at, tone: "outside", text: `${actor}: ${change} — ${tell.record(ref)}`, details: isUpdate ? fields : [], host: null }];
}

function started({ tell, host, event }: Telling<HistoryEvent & { kind: "instanceStarted" }>): Told {
  const { subject } = host.instance;
  const cause = event.cause?.["event"];
  const isTold = tell.world.happenings.some(({ occurrence }) => occurrence.id === event.cause?.["id"]);
  const why = isTold ? [] : typeof cause === "string" ? [tell.pick(`Причина: ${tell.event(cause)}`, `Because: ${tell.event(cause)}`)] : event.cause !== null ? [tell.pick("запущен другим процессом", "started by another process")] : [];
  const who = event.requester === null || isTold ? [] : [tell.pick(`Подал: ${tell.person(event.requester)}`, `Requested by ${tell.person(event.requester)}`)];
  return { tone: "start", text: `${host.definition.title} № ${event.number}`, details: [...(subject === host.definition.title ? [] : [subject]), ...who, ...why] };
}

function taskOpened({ tell, event }: Telling<HistoryEvent & { kind: "taskOpened" }>): Told {
  const { task } = event;
  const who = task.assignee !== null ? tell.person(task.assignee) : task.candidates.length === 0 ? "—" : tell.people(task.candidates);
  const word = { work: "", seat: "", rework: tell.pick("доработка", "rework"), info: tell.pick("вопрос", "question"), rescue: tell.pick("спасательное задание", "rescue task"), unreachable: "" }[task.purpose];
  const due = task.dueAt === null ? "" : tell.pick(`, срок ${momentOf(task.dueAt, tell)}`, `, due ${momentOf(task.dueAt, tell)}`);
  const kind = word === "" ? tell.pick("Задание", "Task") : `${tell.pick("Задание", "Task")} (${word})`;
  const queue = task.assignee === null && task.candidates.length > 1 ? tell.pick(" — кто первый возьмёт", " — whoever claims it first") : "";
  return { tone: "task", text: `${kind} → ${who}${queue}${due}`, details: [task.title, ...task.notes.map((note) => note[tell.locale])] };
}

function completed({ tell, host, event }: Telling<HistoryEvent & { kind: "taskCompleted" }>): Told {
  const task = taskOf(host, event.task);
  const word = task?.outcomes.find((outcome) => outcome.name === event.outcome)?.done ?? event.outcome;
  const who = event.by === null ? tell.pick("По истечении срока", "The clock") : tell.person(event.by);
  const behalf = event.onBehalfOf === null ? "" : tell.pick(` (за: ${tell.person(event.onBehalfOf)})`, ` (for ${tell.person(event.onBehalfOf)})`);
  const step = host.definition.steps.get(event.step);
  const edited = Object.fromEntries(event.variables.map(({ name, value }) => [name, value]));
  const fields = [...formTexts(tell, step, event.form), ...inputTexts(tell, host, edited)];
  return { tone: "decision", text: `${who}${behalf}: ${word}`, details: [...fields, ...(event.comment === null ? [] : [quoted(event.comment)])] };
}

function formTexts(tell: Teller, step: Step | undefined, form: ValueMap): readonly string[] {
  const fields = step?.kind === "userTask" || step?.kind === "approval" ? step.form : [];
  return fields.flatMap((field) => {
    const value = form[field.name] ?? null;
    return value === null || (isList(value) && value.length === 0) ? [] : [`${field.title}: ${tell.value(value, field)}`];
  });
}

function inputTexts(tell: Teller, host: Host, values: ValueMap): readonly string[] {
  return host.definition.inputs.flatMap((input) => (Object.hasOwn(values, input.name) ? [`${input.title}: ${tell.value(values[input.name] ?? null, input)}`] : []));
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

function closed({ tell, host, event }: Telling<HistoryEvent & { kind: "taskClosed" }>): Told | null {
  const words = CLOSED[event.reason];
  if (!words) return null;
  const title = event.task === null ? null : (taskOf(host, event.task)?.title ?? null);
  return { tone: "wait", text: title === null ? words[tell.locale] : tell.pick(`Задание «${title}» снято: ${words.ru}`, `The task “${title}” is closed: ${words.en}`), details: event.note === null ? [] : [event.note[tell.locale]] };
}

function reassigned({ tell, event }: Telling<HistoryEvent & { kind: "taskReassigned" }>): Told | null {
  const to = event.to === null ? tell.people(event.candidates) : tell.person(event.to);
  if (event.rung !== null) return null;
  const override = event.override ? tell.pick(" (администратор)", " (administrator)") : "";
  return { tone: "task", text: tell.pick(`${whoText(event.by, tell)}${override} передаёт задание: ${to}`, `${whoText(event.by, tell)}${override} reassigns the task to ${to}`) };
}

const RUNG: Readonly<Record<string, { readonly ru: string; readonly en: string }>> = {
  remind: { ru: "напоминание", en: "reminder" },
  notify: { ru: "сообщено", en: "told" },
  offer: { ru: "задание предложено ещё", en: "also offered to" },
  reassign: { ru: "задание переходит", en: "the task passes to" },
  outcome: { ru: "решение по сроку", en: "decided by the clock" },
};

function rungFired({ tell, host, event }: Telling<HistoryEvent & { kind: "rungFired" }>): Told {
  const step = host.definition.steps.get(event.step);
  const rung = ladderOf(step, event.task)[event.rung];
  const after = rung?.after.kind === "fixed" ? formatDuration(rung.after.duration, tell.locale) : null;
  const again = event.repeat > 0 ? tell.pick("снова ", "again ") : "";
  const silence = after === null || event.repeat > 0 ? tell.pick("Ответа нет", "No answer") : tell.pick(`Нет ответа: ${after}`, `No answer for ${after}`);
  const to = event.to.length === 0 ? "" : ` → ${tell.people(event.to)}`;
  const action = event.repeat > 0 && event.action === "offer" ? "remind" : event.action;
  const text = `${silence} — ${again}${RUNG[action]?.[tell.locale] ?? action}${to}`;
  return { tone: "escalation", text, ...(event.repeat > 0 ? { repeats: `${event.activation}/${event.task}/${event.rung}` } : {}) };
}

function ladderOf(step: Step | undefined, task: string | null): Ladder {
  if (step?.kind === "approval" && task?.includes("/rework@")) return step.rework?.escalation ?? [];
  return step?.kind === "userTask" || step?.kind === "approval" || step?.kind === "do" ? step.escalation : [];
}

const CHANNELS: Readonly<Record<string, { readonly ru: string; readonly en: string }>> = {
  portal: { ru: "портал", en: "portal" },
  email: { ru: "письмо", en: "mail" },
  sms: { ru: "SMS", en: "SMS" },
};

/** What was sent, and by which channel: the log of messages knows. */
function message({ tell, host, event }: Telling<HistoryEvent & { kind: "messageRequested" }>): Told | null {
  const { to, subject, text } = event.message;
  if (isToldByRung(host, event)) return null;
  const sent = tell.world.messages.find((one) => one.instance === host.id && one.to === to && one.text === text && one.at >= event.at);
  const channel = sent ? (CHANNELS[sent.channel]?.[tell.locale] ?? sent.channel) : tell.pick("не достучались", "could not be reached");
  const address = sent && sent.channel !== "portal" ? ` ${sent.address}` : "";
  const isEscalation = event.purpose.kind === "told";
  const words = text === "" ? [] : [isEscalation ? (subject ?? text) : quoted(text)];
  const repeats = isEscalation && subject !== null ? { repeats: `${host.id}/${to}/${text}` } : {};
  const head = subject !== null && !isEscalation && !text.startsWith(subject) ? [subject] : [];
  return { tone: "message", text: `${tell.addressee(to)} (${channel}${address})`, details: [...head, ...words], ...repeats };
}

/** The line of the rung says who was told already, unless the file has words of its own for it. */
function isToldByRung(host: Host, event: HistoryEvent & { kind: "messageRequested" }): boolean {
  if (event.purpose.kind !== "told") return false;
  const rung = host.history.find((one) => one.kind === "rungFired" && one.command === event.command && one.to.some((user) => user === event.message.to));
  if (rung?.kind !== "rungFired") return false;
  return ladderOf(host.definition.steps.get(rung.step), rung.task)[rung.rung]?.message === null;
}

function callEnded({ tell, host, event }: Telling<HistoryEvent & { kind: "callEnded" }>): Told | null {
  const { outcome, operation } = event;
  if (operation === "records.load" || operation === "crm.look" || outcome.kind === "withdrawn") return null;
  const title = stepTitle(host, event.step) ?? operation;
  if (outcome.kind === "unknown") return { tone: "incident", text: `${title}: ${tell.pick("нет ответа", "no answer")}${event.again ? tell.pick(", повторим", ", will be tried again") : ""}` };
  if (outcome.kind === "refused") return { tone: "incident", text: `${title}: ${tell.pick("отказ", "refused")} ${outcome.code}` };
  const requested = host.history.findLast((one) => one.kind === "callRequested" && one.call === event.call);
  return requested?.kind === "callRequested" ? done({ tell, operation, input: requested.input, output: outcome.output, title, change: tell.world.writes.get(event.call) ?? null }) : null;
}

interface Done {
  readonly tell: Teller;
  readonly operation: string;
  readonly input: ValueMap;
  readonly output: Value;
  readonly title: string;
  /** What it wrote; null: nothing differed. */
  readonly change: RecordChange | null;
}

function done({ tell, operation, input, output, title, change }: Done): Told | null {
  switch (operation) {
    case "crm.update":
    case "crm.create":
      return change === null ? null : written(tell, change);
    case "crm.note": {
      const ref = refOf(input["record"] ?? null);
      return { tone: "automatic", text: `${tell.pick("Заметка в CRM", "Note in the CRM")}: ${ref === null ? title : tell.record(ref)}`, details: [quoted(String(input["text"] ?? ""))] };
    }
    case "mail.move":
      return { tone: "automatic", text: tell.pick(`Письмо перемещено в папку «${String(input["folder"])}»`, `The letter is moved to “${String(input["folder"])}”`) };
    case "mail.link":
      return { tone: "automatic", text: tell.pick("Письмо связано с карточкой", "The letter is linked to the record") + `: ${tell.record(refOf(input["record"] ?? null) ?? "")}` };
    case "crm.sum": {
      const totals = isMap(output) ? (output["totals"] ?? null) : null;
      return { tone: "automatic", text: tell.pick("Посчитано по CRM", "Added up in the CRM"), details: [tell.value(totals)] };
    }
    case "process.run":
      return { tone: "automatic", text: tell.pick(`Запущен процесс ${String(input["process"])}`, `Process ${String(input["process"])} was started`) };
    case "document.render":
      return { tone: "automatic", text: tell.pick("Составлен документ", "A document was made") + `: ${isMap(output) ? String(output["name"]) : ""}` };
    case "event.emit":
      return { tone: "automatic", text: tell.pick(`Событие ${String(input["event"])}`, `Event ${String(input["event"])}`) };
    case "crm.get":
    case "crm.find":
    case "crm.reach":
    case "registry.find":
      return null;
    default:
      return { tone: "automatic", text: title };
  }
}

/** Only what differs is told: `Стадия: На согласовании → Оплачен`. */
function written(tell: Teller, { change, type, ref, record, previous, changed }: RecordChange): Told {
  const isNew = change === "created";
  const fields = changed.flatMap((name) => (isNew && name === "title" ? [] : [fieldChange(tell, { type, name, before: isNew ? null : (previous[name] ?? null), after: record[name] ?? null })]));
  return { tone: "automatic", text: `${isNew ? tell.pick("В CRM создано", "Created in the CRM") : tell.pick("В CRM записано", "Written to the CRM")}: ${tell.record(ref)}`, details: fields };
}

function fieldChange(tell: Teller, { type, name, before, after }: { readonly type: string; readonly name: string; readonly before: Value; readonly after: Value }): string {
  const field = tell.field(type, name);
  const title = field?.title ?? name;
  if (isMap(after) && field?.type === "map") {
    const old = isMap(before) ? before : {};
    const keys = [...new Set([...Object.keys(old), ...Object.keys(after)])].filter((key) => !sameValue(old[key], after[key]));
    return `${title}: ${keys.map((key) => `${key} ${arrow(tell.value(old[key] ?? null), tell.value(after[key] ?? null))}`).join(", ")}`;
  }
  if (isList(after) && isList(before) && (field?.type === "records" || field?.type === "users")) {
    const added = after.filter((one) => !before.some((other) => sameValue(one, other)));
    const removed = before.filter((one) => !after.some((other) => sameValue(one, other)));
    const parts = [...(added.length > 0 ? [`+ ${tell.value(added, field, type)}`] : []), ...(removed.length > 0 ? [`− ${tell.value(removed, field, type)}`] : [])];
    return `${title}: ${parts.join("; ")}`;
  }
  return `${title}: ${arrow(tell.value(before, field, type), tell.value(after, field, type))}`;
}

function arrow(before: string, after: string): string {
  return before === "—" ? after : `${before} → ${after}`;
}

function appended({ tell, event }: Telling<HistoryEvent & { kind: "registryAppended" }>): Told {
  const registry = tell.world.options.catalog?.registries[event.registry];
  const texts = Object.entries(event.entry).flatMap(([name, value]) => {
    const column = registry?.columns[name];
    const isLong = column?.type === "list" || value === null || (isList(value) && value.length === 0);
    return isLong ? [] : [`${column?.title ?? name}: ${tell.value(value, column)}`];
  });
  return { tone: "automatic", text: tell.pick("Записано", "Recorded") + `: ${registry?.title ?? event.registry}`, details: [texts.join(" · ")] };
}

function decided({ tell, host, event }: Telling<HistoryEvent & { kind: "stepCompleted" }>): Told | null {
  if (event.decision === null) return null;
  const { table, matched, inputs, outputs } = event.decision;
  const fields = host.definition.decisions[table]?.inputs ?? [];
  const reasons = fields.map(({ name, field }) => `${field.title}: ${tell.value(inputs[name] ?? null, field)}`);
  const why = typeof outputs["why"] === "string" ? [quoted(outputs["why"])] : [];
  const rules = matched.length === 0 ? tell.pick("ни одно правило не подошло", "no rule matched") : tell.pick(`правило № ${matched.join(", ")}`, `rule ${matched.join(", ")}`);
  return { tone: "automatic", text: tell.pick(`По таблице: ${rules}`, `By the table: ${rules}`), details: [reasons.join(" · "), ...why].filter((one) => one !== "") };
}

function ended({ tell, host, event }: Telling<HistoryEvent & { kind: "instanceEnded" }>): Told {
  const words = { completed: tell.pick("Завершён", "Completed"), failed: tell.pick("Прерван ошибкой", "Failed"), canceled: tell.pick("Отменён", "Canceled") };
  const error = event.error === null ? [] : [`${event.error.code}: ${event.error.message}`];
  return { tone: event.status === "failed" ? "incident" : "end", text: `${words[event.status]}: ${host.definition.title} № ${host.instance.number}${by(event.by, tell)}`, details: error };
}

function commentWord(event: HistoryEvent & { kind: "commentAdded" }, tell: Teller): string {
  if (event.info === "question") return tell.pick("спрашивает", "asks");
  return event.info === "answer" ? tell.pick("отвечает", "answers") : tell.pick("комментирует", "comments");
}

function taskOf(host: Host, id: string): Task | null {
  const opened = host.history.find((event) => event.kind === "taskOpened" && event.task.id === id);
  return opened?.kind === "taskOpened" ? opened.task : null;
}

function titleOf(host: Host, id: string): string {
  const task = taskOf(host, id);
  return task ? ` «${task.title}»` : "";
}

function stepTitle(host: Host, step: string | null): string | null {
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
};

function commandWord(what: string, tell: Teller): string {
  const words = COMMANDS[what];
  return words ? ` — ${words[tell.locale]}` : "";
}

function whoText(user: string | null, tell: Teller): string {
  return user === null ? tell.pick("система", "the system") : tell.person(user);
}

function by(user: string | null, tell: Teller): string {
  return user === null ? "" : ` — ${tell.person(user)}`;
}

function quoted(text: string): string {
  return `«${text.trim()}»`;
}

function momentOf(at: Instant, tell: Teller): string {
  return tell.value({ $type: "date and time", value: tell.world.timeText(at).value });
}
