import type { SendMailOptions } from "nodemailer";
import { ownMessageId } from "../../sent-letters.ts";
import type { OutgoingMessage } from "../channel.ts";
import { mailHtml, redirectedText } from "./mail-html.ts";

/** In whose name a letter leaves. */
export interface Sender {
  readonly name: string | null;
  readonly address: string;
}

/** The letter that a message answers. */
export interface Answered {
  /** Its `Message-ID`, and those before it, the nearest first. */
  readonly id: string;
  readonly references: readonly string[];
}

/** Bytes of a letter's text; more belongs into a file. */
export const TEXT_BYTES_MAX = 512 * 1024;
/** Characters of a subject. */
const SUBJECT_MAX = 200;

/** A letter as the mail library takes it, every header without line breaks. */
export function composeMail(
  message: OutgoingMessage,
  of: {
    readonly from: Sender;
    readonly replyTo: Sender | null;
    readonly answered: Answered | null;
    readonly locale: "ru" | "en";
    readonly textOnly: boolean;
  },
): SendMailOptions & { readonly messageId: string; readonly subject: string } {
  const { locale, from, replyTo, answered } = of;
  const { facts, task } = message.message;
  const heading = oneLine(message.message.subject ?? "");
  const subject = subjectOf(message);
  const text = withoutFacts(message.message.text, message.message.subject, facts);
  const content = {
    ...{ locale, facts, link: message.link, meantFor: message.meantFor },
    sender: from.name ?? from.address,
    heading: heading === "" ? null : heading,
    text,
    isTask: task !== null,
    // Alerts and letters about accounts are of no process.
    isInternal: message.instance !== "" && (task !== null || !message.message.to.includes("/")),
  };
  return {
    messageId: ownMessageId(message.key, from.address.slice(from.address.lastIndexOf("@") + 1)),
    from: { name: oneLine(from.name ?? ""), address: from.address },
    to: { name: "", address: message.route.address },
    ...(replyTo === null ? {} : { replyTo: { name: oneLine(replyTo.name ?? ""), address: replyTo.address } }),
    subject,
    ...(answered === null
      ? {}
      : { inReplyTo: answered.id, references: [...answered.references.toReversed(), answered.id] }),
    text: plainText(message, locale),
    ...(of.textOnly ? {} : { html: mailHtml(content) }),
    headers: { "Auto-Submitted": "auto-generated", "X-Auto-Response-Suppress": "All" },
    disableFileAccess: true,
    disableUrlAccess: true,
  };
}

/** What people read who have no HTML: also what `ordo messages` shows before it leaves. */
export function plainText({ message, link, meantFor }: OutgoingMessage, locale: "ru" | "en"): string {
  const lines = [
    ...(meantFor === null ? [] : [redirectedText(meantFor, locale), ""]),
    message.text,
    ...(link === null ? [] : ["", link]),
  ];
  return lines.join("\n");
}

/** The subject, or the beginning of the text where the step gives none. */
export function subjectOf({ message: { subject, text }, meantFor }: OutgoingMessage): string {
  const own = oneLine(subject ?? "") || oneLine(text.split("\n")[0] ?? "");
  const short = own.length > SUBJECT_MAX ? `${own.slice(0, SUBJECT_MAX - 1)}…` : own;
  return meantFor === null ? short : `[→ ${meantFor}] ${short}`;
}

/** Facts are at the end of a task's text, line by line: in HTML they are a table, and the heading is not said twice. */
function withoutFacts(text: string, subject: string | null, facts: OutgoingMessage["message"]["facts"]): string {
  const told = new Set(facts.map((fact) => `${fact.title}: ${fact.text}`));
  let rest = text;
  for (const line of told) {
    const at = `\n${rest}\n`.indexOf(`\n${line}\n`);
    if (at >= 0) rest = `${rest.slice(0, Math.max(0, at - 1))}${rest.slice(at + line.length)}`;
  }
  const lines = rest.split("\n");
  if (subject !== null && lines[0] === subject) lines.shift();
  return lines.join("\n");
}

/** A header is one line: what breaks it is a space. */
function oneLine(text: string): string {
  return text.replaceAll(/[\u0000-\u001f\u007f\u2028\u2029]+/gu, " ").trim();
}
