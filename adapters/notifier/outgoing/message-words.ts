import type { Text } from "../../../engine/definition/problem.ts";
import type { MessageStatus } from "./message-tables.ts";

/** What people read of where a message stands, and its color. */
export const STATUS_WORDS: Readonly<Record<MessageStatus, { readonly word: Text; readonly ansi: string }>> = {
  held: { word: { ru: "придержано", en: "held" }, ansi: "33" },
  waiting: { word: { ru: "ждёт", en: "waits" }, ansi: "36" },
  sending: { word: { ru: "отправляется", en: "being sent" }, ansi: "36" },
  sent: { word: { ru: "отправлено", en: "sent" }, ansi: "32" },
  refused: { word: { ru: "не принято", en: "refused" }, ansi: "31" },
  uncertain: { word: { ru: "неизвестно, ушло ли", en: "uncertain" }, ansi: "31" },
  dropped: { word: { ru: "выброшено", en: "dropped" }, ansi: "2" },
};

/** Reasons of the desk's own; others are codes of a channel and stay as they are. */
const REASONS: Readonly<Record<string, Text>> = {
  HOLD: { ru: "канал придержан", en: "its channel is on hold" },
  LIMIT: { ru: "слишком много сообщений за час", en: "too many messages in an hour" },
  QUIET: { ru: "тихое время", en: "quiet time" },
  LATER: { ru: "пока не принято, попробуем ещё", en: "not taken yet, it is tried again" },
  RELEASED: { ru: "отпущено", en: "released" },
  DROPPED: { ru: "так решил человек", en: "a person decided so" },
  TASK_CLOSED: { ru: "задание закрыто", en: "its task closed" },
  INTERRUPTED: { ru: "рабочий процесс остановился посреди отправки", en: "its worker died while sending" },
  UNKNOWN: { ru: "ответа не было", en: "nobody answered" },
  ODD_ANSWER: { ru: "ответ непонятен", en: "the answer was not understood" },
  REFUSED_AGAIN: {
    ru: "первый раз ответа не было, на повтор ответили отказом",
    en: "the first time nobody answered, and the repetition was refused",
  },
  SMS_GATEWAY_ODD: { ru: "шлюз отвечал непонятно", en: "the gateway's answers were not understood" },
  GAVE_UP: { ru: "сервер так и не принял", en: "the server never took it" },
  delivered: { ru: "доставлено", en: "delivered" },
  undelivered: { ru: "не доставлено", en: "not delivered" },
  pending: { ru: "доставка ещё неизвестна", en: "delivery is not known yet" },
};

/** A reason in the reader's words; a code that has none is shown as it is. */
export function reasonText(reason: string, locale: "ru" | "en"): string {
  return REASONS[reason]?.[locale] ?? reason;
}
