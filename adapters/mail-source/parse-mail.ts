import { convert } from "html-to-text";
import PostalMime, { type Address, type Email } from "postal-mime";
import { attachmentName, attachmentType } from "./attachment-name.ts";
import { inUtf8 } from "./header-charset.ts";
import type { ParsedAttachment, ParsedMail } from "./parsed-mail.ts";

/** Characters of the text that a process gets; a letter is a variable, and variables are bounded. */
export const TEXT_CHARACTERS_MAX = 50_000;
const SUBJECT_CHARACTERS_MAX = 500;
const SIGN_CHARACTERS_MAX = 1_000;
const ADDRESSES_MAX = 50;
const THREAD_MAX = 50;
const ATTACHMENTS_MAX = 100;
/** Characters of HTML that are read: its text is bounded anyway. */
const HTML_CHARACTERS_MAX = 1_000_000;
const HTML_DEPTH_MAX = 100;
const HTML_CHILDREN_MAX = 20_000;
/** Deeper MIME is no letter that a person wrote. */
const NESTING_MAX = 64;
const HEADER_BYTES_MAX = 2 * 1024 * 1024;

/** Headers by which machines are told from people. */
const SIGNS: ReadonlySet<string> = new Set([
  ...["auto-submitted", "precedence", "list-id", "list-unsubscribe", "return-path", "content-type"],
  ...["x-autoreply", "x-autorespond", "x-autoresponder", "x-auto-reply", "x-mail-autoreply", "x-failed-recipients"],
]);

/**
 * Reads a letter. Runs in a thread that may be ended at any moment: some letters are made to harm who reads them.
 *
 * @throws {Error} where it is nested too deeply or its headers are too large
 */
export async function parseMail(raw: Uint8Array): Promise<ParsedMail> {
  const email = await PostalMime.parse(inUtf8(raw), {
    maxNestingDepth: NESTING_MAX,
    maxHeadersSize: HEADER_BYTES_MAX,
    maxRfc822NestingDepth: 5,
    forceRfc822Attachments: true,
  });
  const text = textOf(email);
  return {
    messageId: idsIn(email.messageId)[0] ?? null,
    inReplyTo: idsIn(email.inReplyTo)[0] ?? null,
    thread: idsIn(email.references).slice(-THREAD_MAX).reverse(),
    from: addressesOf([email.from, email.sender])[0] ?? null,
    to: [...new Set(addressesOf([...(email.to ?? []), ...(email.cc ?? [])]))].slice(0, ADDRESSES_MAX),
    subject: oneLine(email.subject ?? "", SUBJECT_CHARACTERS_MAX),
    text: cut(text, TEXT_CHARACTERS_MAX),
    isTextCut: text.length > TEXT_CHARACTERS_MAX,
    date: oneLine(email.date ?? "", SIGN_CHARACTERS_MAX),
    signs: signsOf(email),
    attachments: email.attachments.slice(0, ATTACHMENTS_MAX).map(attachmentOf),
    attachmentsLeft: Math.max(0, email.attachments.length - ATTACHMENTS_MAX),
  };
}

/** Ids of letters: between angle brackets, without what no id holds. */
function idsIn(text = ""): readonly string[] {
  return [...text.slice(0, 100_000).matchAll(/<([^<>\s\u0000-\u001f\u007f]{1,250})>/g)].map(([id]) =>
    id.toWellFormed(),
  );
}

/** Addresses that could be some, in order; members of groups included. The name of a domain is the same in small letters. */
function addressesOf(addresses: readonly (Address | undefined)[]): readonly string[] {
  return addresses
    .flatMap((one) => one?.group ?? (one === undefined ? [] : [one]))
    .map(({ address = "" }) => address.trim())
    .filter(
      (address) =>
        address.length <= 320 &&
        /^[^\s<>()[\]",;:\\@\u0000-\u001f\u007f]+@[^\s<>()[\]",;:\\@\u0000-\u001f\u007f]+$/.test(address),
    )
    .map((address) => address.toWellFormed().replace(/@.*$/, (domain) => domain.toLowerCase()));
}

function textOf({ text = "", html }: Email): string {
  const plain = printable(text);
  if (plain !== "" || html === undefined) return plain;
  return printable(
    convert(html.slice(0, HTML_CHARACTERS_MAX), {
      wordwrap: false,
      limits: { maxDepth: HTML_DEPTH_MAX, maxChildNodes: HTML_CHILDREN_MAX, maxInputLength: HTML_CHARACTERS_MAX },
      selectors: [
        { selector: "img", format: "skip" },
        { selector: "a", options: { hideLinkHrefIfSameAsText: true, noAnchorUrl: true } },
        ...["h1", "h2", "h3", "h4", "h5", "h6"].map((selector) => ({ selector, options: { uppercase: false } })),
      ],
    }),
  );
}

function signsOf({ headers }: Email): Readonly<Record<string, string>> {
  const signs = headers.filter(({ key }) => SIGNS.has(key)).reverse();
  return Object.fromEntries(signs.map(({ key, value }) => [key, oneLine(value, SIGN_CHARACTERS_MAX)]));
}

function attachmentOf({ filename, mimeType, content }: Email["attachments"][number], at: number): ParsedAttachment {
  const bytes = typeof content === "string" ? new TextEncoder().encode(content) : new Uint8Array(content);
  const type = attachmentType(mimeType);
  return { name: attachmentName(filename, type, at + 1), type, bytes };
}

/** Lines as people see them: no control characters, no blanks around. */
function printable(text: string): string {
  return text
    .replace(/\r\n?/g, "\n")
    .replaceAll("\u00a0", " ")
    .replace(/[\u0000-\u0008\u000b-\u001f\u007f]/g, "")
    .toWellFormed()
    .trim();
}

/** A header as one line: what would begin another header becomes a blank. */
function oneLine(text: string, max: number): string {
  return cut(
    text
      .slice(0, max * 4)
      .replace(/[\s\u0000-\u001f\u007f\u2028\u2029]+/g, " ")
      .toWellFormed()
      .trim(),
    max,
  );
}

/** Never half of a character. */
function cut(text: string, max: number): string {
  return text.length <= max ? text : text.slice(0, max).replace(/[\ud800-\udbff]$/, "");
}
