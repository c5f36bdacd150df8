import type { Instant } from "../../../engine/base/instant.ts";
import type { Text } from "../../../engine/definition/problem.ts";
import type { Trouble } from "../../adapter.ts";
import type { ChannelTrouble } from "../channel.ts";
import type { MessageRow } from "./message-tables.ts";
import type { LimitReached } from "./outgoing-limits.ts";

const HOUR_MS = 3_600_000;
const ADAPTER = "outgoing";

/** Of a limit's scope. */
export function limitTroubleId(scope: string): string {
  return `outgoing:limit:${scope}`;
}

/** Too many in one hour: one incident a limit, however many messages are held, until all of them were decided. */
export function limitTrouble({ process, channel }: MessageRow, { scope, of, max }: LimitReached): Trouble {
  const whose = {
    process: {
      ru: `Процесс ${process} отправляет по каналу ${channel} больше ${max} сообщений в час: остальные придержаны`,
      en: `Process ${process} sends more than ${max} messages an hour by ${channel}: the rest are held`,
    },
    channel: {
      ru: `По каналу ${channel} уходит больше ${max} сообщений в час: остальные придержаны`,
      en: `More than ${max} messages an hour leave by ${channel}: the rest are held`,
    },
  };
  return {
    id: limitTroubleId(scope),
    adapter: ADAPTER,
    code: "OUTGOING_LIMIT",
    message: whose[of],
    remedy: {
      ru: `Посмотрите их: ordo messages --held --process ${process}. Отпустить: ordo messages release --process ${process}; выбросить: ordo messages drop --process ${process}. Предел — в ordo.yaml, outgoing: limits`,
      en: `See them: ordo messages --held --process ${process}. Release: ordo messages release --process ${process}; drop: ordo messages drop --process ${process}. The limit stands in ordo.yaml, outgoing: limits`,
    },
  };
}

/** Nothing leaves by a channel: one incident a channel, until a message leaves by it. */
export function channelTrouble(channel: string, { code, message, remedy }: ChannelTrouble): Trouble {
  return { id: `outgoing:channel:${channel}`, adapter: ADAPTER, code, message, remedy };
}

/** All that may stand open of a whole channel. */
export function channelTroubleIds(channel: string): readonly Trouble["id"][] {
  return ["channel", "odd", "delayed"].map((kind) => `outgoing:${kind}:${channel}`);
}

/** The answers of a channel's other side are not its own: one incident a channel, until a message leaves by it. */
export function oddTrouble(channel: string, { code, message, remedy }: ChannelTrouble): Trouble {
  return { id: `outgoing:odd:${channel}`, adapter: ADAPTER, code, message, remedy };
}

/** Of a message by its key. */
export function uncertainTroubleId(key: string): string {
  return `outgoing:uncertain:${key}`;
}

/** Why nobody knows. */
function doubtOf({ reason, detail }: Pick<MessageRow, "reason" | "detail">): Text {
  const said = detail === null || detail === "" ? "" : `: ${detail}`;
  if (reason === "INTERRUPTED")
    return { ru: "Ordo остановился посреди отправки", en: "Ordo stopped while it was being sent" };
  if (reason === "ODD_ANSWER") return { ru: `ответ непонятен${said}`, en: `the answer was not understood${said}` };
  if (reason === "REFUSED_AGAIN")
    return {
      ru: `первый раз ответа не было, на повтор ответили отказом${said}`,
      en: `the first time nobody answered, and the repetition was refused${said}`,
    };
  return { ru: `ответа не было${said}`, en: `nobody answered${said}` };
}

/** Nobody knows whether it went out, and people decide. */
export function uncertainTrouble({ key, channel, process, reason, detail }: MessageRow): Trouble {
  const why = doubtOf({ reason, detail });
  return {
    id: uncertainTroubleId(key),
    adapter: ADAPTER,
    code: "MESSAGE_UNCERTAIN",
    message: {
      ru: `Неизвестно, ушло ли сообщение по каналу ${channel} (процесс ${process}): ${why.ru}`,
      en: `Nobody knows whether a message by ${channel} (process ${process}) went out: ${why.en}`,
    },
    remedy: {
      ru: `Узнайте у получателя или у провайдера. Отправить ещё раз: ordo messages release ${key}; не отправлять: ordo messages drop ${key}`,
      en: `Ask whoever it was for, or the provider. To send it again: ordo messages release ${key}; not to: ordo messages drop ${key}`,
    },
  };
}

/** A channel has said "later" for a quarter of an hour: one incident a channel, until a message leaves by it. */
export function delayTrouble({ channel, detail }: Pick<MessageRow, "channel" | "detail">): Trouble {
  const said = detail === null || detail === "" ? "" : `: ${detail}`;
  return {
    id: `outgoing:delayed:${channel}`,
    adapter: ADAPTER,
    code: "MESSAGE_DELAYED",
    message: {
      ru: `Сообщения канала ${channel} не уходят уже четверть часа${said}`,
      en: `Messages by ${channel} have not left for a quarter of an hour${said}`,
    },
    remedy: {
      ru: "Проверьте канал: ordo doctor. Что ждёт: ordo messages --waiting; уйдёт само, как только канал заработает",
      en: "Check the channel: ordo doctor. What waits: ordo messages --waiting; it leaves by itself once the channel works",
    },
  };
}

/** The desk brought it not out in the end: one incident an hour, channel and reason, naming the first message. */
export function failureTrouble({ key, channel, process, reason, detail }: MessageRow, at: Instant): Trouble {
  const code = reason ?? "GAVE_UP";
  const said = detail === null || detail === "" ? code : `${code}, ${detail}`;
  return {
    id: `outgoing:failed:${channel}:${code}:${Math.floor(at / HOUR_MS)}`,
    adapter: ADAPTER,
    code: "MESSAGE_NOT_SENT",
    message: {
      ru: `Сообщение по каналу ${channel} (процесс ${process}) не ушло: ${said}. Таких может быть несколько`,
      en: `A message by ${channel} (process ${process}) did not leave: ${said}. There may be several`,
    },
    remedy: {
      ru: `Проверьте канал: ordo doctor. Все такие: ordo messages --refused. Отправить ещё раз: ordo messages release ${key}`,
      en: `Check the channel: ordo doctor. All of them: ordo messages --refused. To send again: ordo messages release ${key}`,
    },
  };
}
