import { isOwnMessageId } from "../sent-letters.ts";
import type { ParsedMail } from "./parsed-mail.ts";

/**
 * Did a machine write this letter? Such letters start nothing, and above all are never answered: two machines that answer
 * each other never stop.
 *
 * Machines are: what says so itself (`Auto-Submitted`, `Precedence`, `X-Autoreply` and their like), reports of delivery
 * and what comes from nobody (an empty `Return-Path`, `mailer-daemon`), our own letters when they come back, and mailing
 * lists. A sender named `noreply` is none: forms of web sites send what clients wrote in this name.
 *
 * @param options.lists `take`: letters of mailing lists count as written by people, as tender platforms send them
 */
export function isAutomatic(
  { signs, from, messageId }: Pick<ParsedMail, "signs" | "from" | "messageId">,
  options: { readonly lists: "skip" | "take" },
): boolean {
  const sign = (name: string): string => (signs[name] ?? "").toLowerCase();
  const submitted = sign("auto-submitted")
    .replace(/[;(].*$/, "")
    .trim();
  if (submitted !== "" && submitted !== "no") return true;
  if (/^(auto_reply|auto-reply|junk)\b/.test(sign("precedence"))) return true;
  if (AUTOREPLY.some((name) => name in signs && !/^(no|false)$/.test(sign(name)))) return true;
  if (/^(multipart\/report|message\/(delivery-status|disposition-notification))\b/.test(sign("content-type")))
    return true;
  if (sign("return-path").replaceAll(" ", "") === "<>") return true;
  if (/^(mailer-daemon|mail-daemon)@/i.test(from ?? "")) return true;
  if (messageId !== null && isOwnMessageId(messageId)) return true;
  return options.lists === "skip" && isList(signs, sign("precedence"));
}

const AUTOREPLY = [
  ...["x-autoreply", "x-autorespond", "x-autoresponder", "x-auto-reply", "x-mail-autoreply", "x-failed-recipients"],
];

function isList(signs: ParsedMail["signs"], precedence: string): boolean {
  return "list-id" in signs || "list-unsubscribe" in signs || /^(bulk|list)\b/.test(precedence);
}
