import { instant } from "../../engine/base/instant.ts";
import { harmless } from "../../engine/definition/show-line.ts";
import type { Refusal } from "../../engine/runtime/use-cases.ts";
import { wrap } from "../../engine/view/display-width.ts";
import { relativeText } from "../../engine/view/moment.ts";
import { pageWidth, paint } from "../../engine/view/print-timeline.ts";
import { wrongUse } from "../complaint.ts";
import { type MessageAnswer, noChannel } from "../engine/message-orders.ts";
import type { Decision, MessagesFilter, ReviewedMessage } from "../notifier/outgoing/message-review.ts";
import { reasonText, STATUS_WORDS } from "../notifier/outgoing/message-words.ts";
import { refuse } from "./give-command.ts";
import { instanceNamed, isRefusal } from "./known-instance.ts";
import { limitOf, moreText } from "./list-page.ts";
import { type MessageCall, withMessages } from "./message-call.ts";
import { type Operating, type Page, pageOf, printJson, rowJson } from "./operate.ts";
import { operatorOf } from "./operator.ts";
import type { ExitCode, Terminal } from "./terminal.ts";
import type { OperatingOptions } from "./with-engine.ts";

/** `ordo messages [release|drop] [key…]` */
export interface MessagesOptions extends OperatingOptions {
  readonly held?: boolean;
  readonly waiting?: boolean;
  readonly uncertain?: boolean;
  readonly refused?: boolean;
  /** Taken over, and then not delivered. */
  readonly undelivered?: boolean;
  readonly to?: string;
  readonly channel?: string;
  readonly process?: string;
  readonly instance?: string;
  /** Of a decision: everything that is held. */
  readonly all?: boolean;
  /** Of a decision: without a question. */
  readonly yes?: boolean;
  readonly limit?: string;
  readonly after?: string;
}

/** Messages that a decision shows before it is made. */
const PREVIEWED = 10;

/**
 * Messages, the newest first, each as it leaves or left. `release` lets held ones out and `drop` throws them away, after
 * what they say was shown; one that is uncertain or was refused is named by its key.
 */
export function messages(
  of: { readonly action: Decision | undefined; readonly keys: readonly string[] },
  options: MessagesOptions,
  terminal: Terminal,
): Promise<ExitCode> {
  return withMessages(options, terminal, async (call, operating) => {
    const instance = options.instance === undefined ? null : await instanceNamed(options.instance, operating);
    if (instance !== null && isRefusal(instance)) return refuse(instance, operating);
    const wrong = await unknownChannel(options.channel, call);
    if (wrong !== null) return refuse(wrong, operating);
    const missing = await missingKey(of.keys, call);
    if (missing !== null) throw noMessage(missing);
    const filter: MessagesFilter = {
      ...(of.keys.length === 0 ? {} : { keys: of.keys }),
      ...(options.to === undefined ? {} : { to: options.to }),
      ...(options.channel === undefined ? {} : { channel: options.channel }),
      ...(options.process === undefined ? {} : { process: options.process }),
      ...(instance === null ? {} : { instance: instance.row.id }),
    };
    return of.action === undefined ? list(filter, call, operating) : decide(of.action, filter, call, operating);
  });
}

/** A misspelled channel is no empty list. */
async function unknownChannel(channel: string | undefined, call: MessageCall): Promise<Refusal | null> {
  if (channel === undefined) return null;
  const answer = await call({ kind: "channels" });
  if (answer.kind !== "channels" || answer.channels.some((one) => one.channel === channel)) return null;
  return noChannel(channel);
}

/** The first of these keys that no message has; null: all have one. */
async function missingKey(keys: readonly string[], call: MessageCall): Promise<string | null> {
  if (keys.length === 0) return null;
  const { messages: found } = listed(await call({ kind: "list", filter: { keys }, limit: keys.length, after: null }));
  return keys.find((key) => !found.some((one) => one.key === key)) ?? null;
}

function noMessage(key: string) {
  return wrongUse(
    { ru: `Нет сообщения с ключом ${key}`, en: `There is no message with the key ${key}` },
    { ru: "Ключи показывает ordo messages, под каждым сообщением", en: "ordo messages shows keys, below each message" },
  );
}

async function list(
  filter: MessagesFilter,
  call: MessageCall,
  operating: Operating<MessagesOptions>,
): Promise<ExitCode> {
  const { options, terminal } = operating;
  const statuses = (["held", "waiting", "uncertain", "refused"] as const).filter((status) => options[status] === true);
  const answer = await call({
    kind: "list",
    filter: {
      ...filter,
      ...(statuses.length === 0 ? {} : { statuses }),
      ...(options.undelivered === true ? { undelivered: true } : {}),
    },
    ...{ limit: limitOf(options.limit), after: options.after ?? null },
  });
  const { messages: found, next } = listed(answer);
  if (options.json) printJson(terminal, { messages: found.map(messageJson), next });
  else if (found.length === 0)
    terminal.print(terminal.pick({ ru: "Таких сообщений нет.", en: "There are no such messages." }));
  else {
    const page = await pageOf(operating);
    terminal.print(found.map((one) => messageText(one, page, true)).join("\n\n"));
    moreText(next, terminal);
  }
  return 0;
}

async function decide(
  decision: Decision,
  filter: MessagesFilter,
  call: MessageCall,
  operating: Operating<MessagesOptions>,
): Promise<ExitCode> {
  const { options, terminal } = operating;
  if (Object.keys(filter).length === 0 && options.all !== true) throw unnamed(decision);
  const { user: by } = await operatorOf(operating);
  const { messages: shown, count } = listed(await call({ kind: "preview", decision, filter, limit: PREVIEWED }));
  const all = count ?? shown.length;
  const isSure = all === 0 || options.yes === true || (await confirmed(decision, { shown, all }, operating));
  if (!isSure) return 1;
  const answer = await call({ kind: "decide", decision, filter, by });
  if (answer.kind === "rejected") return refuse(answer, operating);
  const reached = answer.kind === "decided" ? answer.count : 0;
  if (options.json) printJson(terminal, { [decision === "release" ? "released" : "dropped"]: reached });
  else {
    terminal.print(terminal.pick(reached === 0 ? NOTHING : done(decision, reached)));
    const stuck = decision === "release" && reached > 0 ? shown.filter(({ status }) => status === "refused") : [];
    for (const instance of new Set(stuck.map((one) => one.instance))) terminal.say(terminal.pick(retried(instance)));
  }
  return reached === 0 ? 1 : 0;
}

/** Shows what goes out, to the letter, and asks; where nobody can answer, nothing is done. */
async function confirmed(
  decision: Decision,
  { shown, all }: { readonly shown: readonly ReviewedMessage[]; readonly all: number },
  operating: Operating<MessagesOptions>,
): Promise<boolean> {
  const { terminal } = operating;
  const page = await pageOf(operating);
  terminal.say(shown.map((one) => messageText(one, page, false)).join("\n\n"));
  if (all > shown.length)
    terminal.say(terminal.pick({ ru: `… и ещё ${all - shown.length}`, en: `… and ${all - shown.length} more` }));
  if (!terminal.interactive)
    throw wrongUse(
      {
        ru: `Сообщений: ${all}. Без подтверждения ничего не сделано.`,
        en: `Messages: ${all}. Nothing was done without a confirmation.`,
      },
      { ru: "Добавьте --yes, если так и нужно.", en: "Add --yes if that is what you want." },
    );
  const question =
    decision === "release"
      ? { ru: `Отпустить (сообщений: ${all})? [да/нет] `, en: `Release (messages: ${all})? [yes/no] ` }
      : { ru: `Выбросить (сообщений: ${all})? [да/нет] `, en: `Drop (messages: ${all})? [yes/no] ` };
  return /^(?:y|yes|д|да)$/iu.test((await terminal.ask(terminal.pick(question)))?.trim() ?? "");
}

function listed(answer: MessageAnswer): Extract<MessageAnswer, { kind: "messages" }> {
  return answer.kind === "messages" ? answer : { kind: "messages", messages: [], next: null, count: 0 };
}

function messageText(one: ReviewedMessage, page: Page, withKey: boolean): string {
  const { locale, now } = page;
  const indented = (text: string): readonly string[] =>
    text
      .split("\n")
      .flatMap((line) => wrap(harmless(line), pageWidth(page) - 4))
      .map((line) => `    ${line}`);
  const { word, ansi } = STATUS_WORDS[one.status];
  const where = [one.process, one.step, one.instance].filter((part) => part !== null && part !== "").join(" · ");
  const to =
    one.sentTo === null ? one.address : `${one.sentTo} (${locale === "ru" ? "вместо" : "instead of"} ${one.address})`;
  const size = one.preview === null ? "" : sizeText(one.preview, locale);
  const when = one.notBefore !== null && one.status === "waiting" ? one.notBefore : (one.sentAt ?? one.createdAt);
  return [
    `${paint(ansi, word[locale], page)} ${paint("1", `${one.channel} → ${harmless(to)}`, page)}  ${paint("2", `${where}, ${relativeText(instant(when), now, locale)}${size}`, page)}`,
    // An SMS has no subject: what is not sent is not shown.
    ...(one.subject === null || one.preview?.segments != null || one.channel === "sms" ? [] : indented(one.subject)),
    ...indented(one.preview?.text ?? one.text),
    ...reasonLines(one, page),
    ...(withKey ? [paint("2", `    ${one.key}`, page)] : []),
  ].join("\n");
}

function reasonLines(one: ReviewedMessage, page: Page): readonly string[] {
  const said = [one.reason, one.detail, one.delivery, one.deliveryReason];
  const who = one.decidedBy === null ? null : (page.people.users[one.decidedBy]?.name ?? one.decidedBy);
  const decided = who === null ? [] : [page.locale === "ru" ? `решил(а) ${who}` : `decided by ${who}`];
  const parts = [
    ...new Set(said.flatMap((part) => (part === null ? [] : [reasonText(part, page.locale)]))),
    ...decided,
  ];
  return parts.length === 0 ? [] : [paint("2", `    ${harmless(parts.join(", "))}`, page)];
}

function sizeText({ length, segments }: NonNullable<ReviewedMessage["preview"]>, locale: "ru" | "en"): string {
  const letters = locale === "ru" ? `знаков: ${length}` : `characters: ${length}`;
  return segments === null ? `, ${letters}` : `, ${letters}, SMS: ${segments}`;
}

function messageJson(one: ReviewedMessage) {
  const at = (ms: number | null): string | null => (ms === null ? null : new Date(ms).toISOString());
  const { createdAt, notBefore, sentAt, withdrawnAt, ...rest } = one;
  return rowJson({
    ...rest,
    createdAt: at(createdAt),
    notBefore: at(notBefore),
    sentAt: at(sentAt),
    withdrawnAt: at(withdrawnAt),
  });
}

const NOTHING = {
  ru: "Решать нечего: таких сообщений нет, или с ними уже решено.",
  en: "Nothing to decide: there are no such messages, or they were decided already.",
};

function done(decision: Decision, count: number) {
  return decision === "release"
    ? {
        ru: `Отпущено: ${count}. Они уйдут, как только работает ordo serve (или ordo worker).`,
        en: `Released: ${count}. They leave as soon as ordo serve (or ordo worker) is at work.`,
      }
    : { ru: `Выброшено: ${count}.`, en: `Dropped: ${count}.` };
}

function retried(instance: string) {
  return {
    ru: `Если процесс стоит на этом отказе, его продолжит: ordo retry ${instance}. Второй раз сообщение не уйдёт`,
    en: `If its process stands at that refusal: ordo retry ${instance} continues it. The message does not leave again`,
  };
}

function unnamed(decision: Decision) {
  return wrongUse(
    { ru: "Не сказано, какие сообщения.", en: "It is not said which messages." },
    {
      ru: `По ключу: ordo messages ${decision} <ключ>; процесса: --process; канала: --channel; все придержанные: --all`,
      en: `By key: ordo messages ${decision} <key>; of a process: --process; of a channel: --channel; all that are held: --all`,
    },
  );
}
