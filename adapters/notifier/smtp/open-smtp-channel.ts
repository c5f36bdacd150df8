import { readFileSync } from "node:fs";
import { rootCertificates } from "node:tls";
import { createTransport, type SMTPPoolOptions, type Transporter } from "nodemailer";
import type { Text } from "../../../engine/definition/problem.ts";
import { couldNotRun } from "../../complaint.ts";
import { refusing } from "../../refusal.ts";
import type { SentLetters } from "../../sent-letters.ts";
import type { Channel, Delivered, OutgoingMessage } from "../channel.ts";
import { type Answered, composeMail, plainText, type Sender, TEXT_BYTES_MAX } from "./compose-mail.ts";
import type { SmtpConfig } from "./config.ts";
import { mailAddress, namedAddress } from "./mail-address.ts";
import { isBadAddress, smtpOutcome } from "./smtp-outcome.ts";

/** What the channel needs beside its configuration. */
export interface SmtpParts {
  readonly clock: { now(): number };
  readonly locale: "ru" | "en";
  /** Mailboxes of the catalogue: letters leave in their names. */
  readonly mailboxes: Readonly<Record<string, { readonly title: string; readonly address: string | null }>>;
  /** Where letters are noted before they go, so that an answer finds its record. */
  readonly sent: Pick<SentLetters, "note">;
  /** The letter that a message to a record answers; null: none. */
  readonly answeredBy: (record: string) => Promise<Answered | null>;
}

/** How long the server may take for each step. Milliseconds. */
const CONNECT_MS = 15_000;
const SILENCE_MS = 45_000;

/**
 * Mail over SMTP. The `Message-ID` is made of the key, so that whoever gets a letter twice sees one; SMTP itself knows no
 * keys, so a connection that breaks while a letter is handed over leaves it open whether it was taken.
 *
 * @throws {Complaint} a sender that is no address, a certificate file that cannot be read
 */
export function openSmtpChannel(config: SmtpConfig, parts: SmtpParts): Channel {
  const usual = senderOf(config.from, config, parts);
  if (usual === null) throw badSender(config.from);
  const refuse = refusing(parts.locale);
  const transports = new Map<string, Transporter>();
  /** Mailboxes with a login of their own have connections of their own. */
  const transportOf = (mailbox: string | null): Transporter => {
    const own = mailbox === null ? undefined : config.identities[mailbox];
    const name = own?.user === undefined || own.user === null ? "" : (mailbox ?? "");
    const known = transports.get(name) ?? smtpTransport(config, name === "" ? null : name);
    transports.set(name, known);
    return known;
  };
  transportOf(null);

  async function deliver(message: OutgoingMessage, signal: AbortSignal): Promise<Delivered> {
    const { from, replyTo, to, text } = message.message;
    const sender = from === null ? usual : senderOf(from, config, parts);
    if (sender === null) return refuse("SENDER_UNKNOWN", neither(from ?? ""));
    const answers = replyTo === null ? null : senderOf(replyTo, config, parts);
    if (replyTo !== null && answers === null) return refuse("REPLY_TO_UNKNOWN", neither(replyTo));
    if (Buffer.byteLength(text) > TEXT_BYTES_MAX)
      return refuse("MESSAGE_TOO_LARGE", {
        ru: `в тексте больше ${TEXT_BYTES_MAX / 1024} КБ`,
        en: `the text has more than ${TEXT_BYTES_MAX / 1024} KB`,
      });
    if (signal.aborted) return { kind: "unknown", message: "stopped before it was sent", keyed: true };
    const record = to.includes("/") ? to : null;
    try {
      const answered = record === null ? null : await parts.answeredBy(record);
      const { locale } = parts;
      const mail = composeMail(message, {
        from: sender,
        replyTo: answers,
        answered,
        locale,
        textOnly: config.textOnly,
      });
      await parts.sent.note({ id: mail.messageId, record, at: parts.clock.now() });
      return await handOver(
        transportOf(from !== null && Object.hasOwn(parts.mailboxes, from) ? from : null),
        mail,
        signal,
      );
    } catch (error) {
      // Before anything was said to the server: our own tables could not be reached.
      return { kind: "unknown", message: error instanceof Error ? error.message : String(error), keyed: true };
    }
  }

  async function handOver(
    transport: Transporter,
    mail: ReturnType<typeof composeMail>,
    signal: AbortSignal,
  ): Promise<Delivered> {
    for (let isFirst = true; ; isFirst = false) {
      const letter = { ...mail, signal, begun: { any: () => false } };
      try {
        await transport.sendMail(letter);
        return { kind: "done", id: mail.messageId };
      } catch (error) {
        const handedOver = letter.begun.any();
        // Servers close connections that were idle: a letter that found one of those goes by a new one.
        if (isFirst && !handedOver && !signal.aborted && isClosed(error)) continue;
        const outcome = smtpOutcome(error, config.host, { handedOver, refuse });
        return outcome.kind === "refused" ? { ...outcome, unreachable: isBadAddress(error) } : outcome;
      }
    }
  }

  return {
    name: "smtp",
    isPrivate: true,
    isKeyed: false,
    deliver,
    untell: async () => {},
    addressOf: mailAddress,
    preview(message) {
      const text = plainText(message, parts.locale);
      return { text, length: [...text].length, segments: null };
    },
    async close() {
      for (const transport of transports.values()) transport.close();
    },
  };
}

function neither(name: string): Text {
  return {
    ru: `${name} — не почтовый ящик из catalog.yaml и не адрес`,
    en: `${name} is neither a mailbox of catalog.yaml nor an address`,
  };
}

function isClosed(error: unknown): boolean {
  const { code, responseCode } = error as { readonly code?: unknown; readonly responseCode?: unknown };
  return code === "ECONNECTION" && responseCode === undefined;
}

/** Where a letter tells whether any of it left. */
interface Noted {
  begun?: { any: () => boolean };
}

/** Connections to the server, kept open between letters. @param mailbox whose login; null: the usual one */
export function smtpTransport(config: SmtpConfig, mailbox: string | null): Transporter {
  const own = mailbox === null ? null : (config.identities[mailbox] ?? null);
  const user = own?.user ?? config.user;
  const password = own?.user === undefined || own.user === null ? config.password : own.password;
  const options: SMTPPoolOptions & { readonly pool: true } = {
    pool: true,
    host: config.host,
    port: config.port,
    secure: config.tls === "implicit",
    requireTLS: config.tls === "starttls",
    ignoreTLS: config.tls === "none",
    maxConnections: config.connections,
    connectionTimeout: CONNECT_MS,
    greetingTimeout: CONNECT_MS,
    socketTimeout: SILENCE_MS,
    // A letter is repeated by us alone, who know whether any of it left.
    maxRequeues: 0,
    disableFileAccess: true,
    disableUrlAccess: true,
    ...(user === null ? {} : { auth: { user, pass: password?.reveal() ?? "" } }),
    ...(config.ca === null ? {} : { tls: { ca: [...rootCertificates, certificate(config.ca)] } }),
  };
  const transport: Transporter = createTransport(options);
  transport.use("stream", (mail, done) => {
    const { message, data } = mail;
    const make = message.createReadStream.bind(message);
    const noted = data as Noted;
    message.createReadStream = (...given: Parameters<typeof make>) => {
      const stream = make(...given);
      if (noted.begun !== undefined) noted.begun.any = () => stream.readableDidRead;
      return stream;
    };
    done();
  });
  return transport;
}

/** A mailbox of the catalogue, or an address as it is. */
function senderOf(text: string, config: SmtpConfig, { mailboxes }: Pick<SmtpParts, "mailboxes">): Sender | null {
  if (!Object.hasOwn(mailboxes, text)) return namedAddress(text);
  const mailbox = mailboxes[text];
  const address = mailAddress(mailbox?.address ?? "");
  return address === null ? null : { name: config.identities[text]?.name ?? mailbox?.title ?? null, address };
}

function certificate(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : "?";
    throw couldNotRun(
      {
        ru: `Не читается файл сертификата ${path} (${code})`,
        en: `The certificate file ${path} cannot be read (${code})`,
      },
      { ru: "Проверьте channels: email: smtp: ca в ordo.yaml", en: "Check channels: email: smtp: ca in ordo.yaml" },
    );
  }
}

function badSender(from: string) {
  return couldNotRun(
    {
      ru: `channels: email: smtp: from — «${from}» не адрес и не ящик из catalog.yaml с адресом`,
      en: `channels: email: smtp: from: "${from}" is neither an address nor a mailbox of catalog.yaml with an address`,
    },
    {
      ru: "Напишите from: Имя <адрес@компания> или имя ящика",
      en: "Write from: Name <address@company>, or the name of a mailbox",
    },
  );
}
