import { FLAG, key, map, mapOf, ref, type Schema, TEXT, words } from "../../engine/definition/schema/schema.ts";
import { Secret } from "../secret.ts";
import type { Section } from "../section.ts";

/** How a mailbox on a server is reached and read. */
export interface MailboxConfig {
  /** As the catalogue names it. */
  readonly name: string;
  readonly host: string;
  readonly port: number;
  /** `implicit`: encrypted from the first byte; `starttls`: before the password; `none`: not at all. */
  readonly tls: "implicit" | "starttls" | "none";
  /** File with the certificates that are trusted beside the usual ones; null: none. */
  readonly ca: string | null;
  readonly user: string;
  readonly password: Secret;
  /** The folder that is watched. */
  readonly folder: string;
  /** Where spam goes; null: the folder that the server calls so. */
  readonly junk: string | null;
  /** Where letters go that cannot be read. */
  readonly quarantine: string;
  /** What is taken of letters that lay there before Ordo came. */
  readonly existing: "unseen" | "skip" | "take";
  /** Are letters of mailing lists skipped as automatic? */
  readonly lists: "skip" | "take";
  /** Marks letters as read once they are taken in. */
  readonly markSeen: boolean;
  /** The longest time between two looks; new letters are mostly announced sooner. Milliseconds. */
  readonly pollMs: number;
  /** A server that is silent for so long is gone. Milliseconds. */
  readonly timeoutMs: number;
}

/** `mail.imap` */
export interface ImapConfig {
  readonly mailboxes: readonly MailboxConfig[];
  /** Of larger letters only the beginning is read. Bytes. */
  readonly letterBytesMax: number;
  /** Larger attachments stay in the mailbox. Bytes. */
  readonly attachmentBytesMax: number;
  /** Reading one letter takes no longer. Milliseconds. */
  readonly parseMs: number;
}

/** `mail.local` */
export interface LocalMailConfig {
  /** In it a folder for each mailbox, with letters as `.eml` files. */
  readonly folder: string;
  readonly pollMs: number;
}

/** `mail:` of `ordo.yaml`; null: letters do not come that way. */
export interface MailConfig {
  readonly imap: ImapConfig | null;
  readonly local: LocalMailConfig | null;
}

const DURATION: Schema = ref("lengthOfTime");
const MEBIBYTES: Schema = { type: "integer", minimum: 1, maximum: 60 };

const CONNECTION: Readonly<Record<string, Schema>> = {
  host: key("Почтовый сервер.", "The mail server.", "imap.example.com", TEXT),
  port: key("Порт; без ключа 993 (с tls: implicit) или 143.", "Port; without the key 993 or 143.", 993, {
    type: "integer",
    minimum: 1,
    maximum: 65_535,
  }),
  tls: key(
    "Шифрование: implicit — сразу, starttls — перед паролем, none — без него (только внутри сети).",
    "Encryption: implicit from the start, starttls before the password, none only inside a network.",
    "implicit",
    words("implicit", "starttls", "none"),
  ),
  ca: key(
    "Файл с сертификатами своего центра, если сервер подписан им.",
    "File with the certificates of your own authority.",
    "mail-ca.pem",
    TEXT,
  ),
  folder: key("Папка, которую читать.", "The folder that is read.", "INBOX", TEXT),
  junk: key(
    "Папка для спама; без ключа — та, что сервер сам считает папкой спама.",
    "Folder for spam; without the key the one that the server calls so.",
    "Junk",
    TEXT,
  ),
  quarantine: key(
    "Папка для писем, которые не удалось прочесть.",
    "Folder for letters that could not be read.",
    "Ordo-Quarantine",
    TEXT,
  ),
  existing: key(
    "Что взять из писем, лежавших до первого запуска: unseen — непрочитанные, skip — ничего, take — все.",
    "Of the letters that lay there before the first start: unread ones, none, or all.",
    "unseen",
    words("unseen", "skip", "take"),
  ),
  lists: key(
    "Рассылки: skip — считать автоматическими, take — считать письмами (площадки тендеров шлют их так).",
    "Mailing lists: automatic, or letters like others (tender platforms send them so).",
    "skip",
    words("skip", "take"),
  ),
  markSeen: key(
    "Отмечать взятые письма прочитанными; без ключа — да.",
    "Mark letters as read once taken in; without the key they are.",
    true,
    FLAG,
  ),
  poll: key(
    "Не реже чем раз в такое время проверять ящик: от 10 секунд до 30 минут. Обычно сервер сообщает о письме сам.",
    "Look at least so often: 10 seconds to 30 minutes. Mostly the server tells of a letter itself.",
    "PT1M",
    DURATION,
  ),
  timeout: key("Сколько ждать молчащий сервер.", "How long a silent server is waited for.", "PT1M", DURATION),
};

const IMAP: Schema = map(
  {
    mailboxes: key(
      "Ящики: имя в catalog.yaml — как войти.",
      "Mailboxes: name in catalog.yaml, and how to log in.",
      { sales: { user: "sales@example.com", password: "${SALES_PASSWORD}" } },
      mapOf(
        map(
          {
            ...CONNECTION,
            user: key("Имя для входа.", "Name for the login.", "sales@example.com", TEXT),
            password: key("Пароль из окружения.", "Password, from the environment.", "${SALES_PASSWORD}", TEXT),
          },
          ["user", "password"],
        ),
      ),
    ),
    defaults: key(
      "Общее для всех ящиков.",
      "What all mailboxes share.",
      { host: "imap.example.com", poll: "PT1M" },
      map(CONNECTION),
    ),
    letterMb: key(
      "От больших писем берётся только начало, МБ; без ключа 25.",
      "Of larger letters only the beginning is read, in MiB; 25 without the key.",
      25,
      MEBIBYTES,
    ),
    attachmentMb: key(
      "Большие вложения остаются в ящике, МБ; без ключа 25.",
      "Larger attachments stay in the mailbox, in MiB; 25 without the key.",
      25,
      MEBIBYTES,
    ),
    parse: key(
      "Сколько может занять чтение одного письма.",
      "How long reading one letter may take.",
      "PT10S",
      DURATION,
    ),
  },
  ["mailboxes"],
);

/** `mail:` of `ordo.yaml`: the mailboxes that are read. */
export const MAIL_SCHEMA: Schema = map({
  imap: key(
    "Почтовые ящики на сервере (IMAP).",
    "Mailboxes on a server (IMAP).",
    { mailboxes: { sales: { host: "imap.example.com", user: "sales@example.com", password: "${SALES_PASSWORD}" } } },
    IMAP,
  ),
  local: key(
    "Письма из папки: в ней папка на каждый ящик, в той — файлы .eml. Чтобы пробовать без сервера.",
    "Letters from a folder: in it a folder for each mailbox with .eml files. For trying without a server.",
    { folder: "letters" },
    map(
      {
        folder: key("Папка.", "The folder.", "letters", TEXT),
        poll: key("Как часто смотреть.", "How often to look.", "PT5S", DURATION),
      },
      ["folder"],
    ),
  ),
});

const MIB = 1024 * 1024;
/** A variable that is empty: the server refuses it, and that is told. */
const NO_PASSWORD = new Secret("");

/** The section as configuration, every default filled in. @param section `mail` of the file */
export function readMail(section: Section): MailConfig {
  return {
    imap: section.has("imap") ? readImap(section.section("imap")) : null,
    local: section.has("local") ? readLocal(section.section("local")) : null,
  };
}

/** `mail.imap` as configuration. */
export function readImap(section: Section): ImapConfig {
  const defaults = section.section("defaults");
  const mailboxes = section.section("mailboxes");
  return {
    mailboxes: mailboxes.names().map((name) => readMailbox(name, mailboxes.section(name), defaults)),
    letterBytesMax: (section.number("letterMb") ?? 25) * MIB,
    attachmentBytesMax: (section.number("attachmentMb") ?? 25) * MIB,
    parseMs: section.ms("parse") ?? 10_000,
  };
}

function readMailbox(name: string, own: Section, defaults: Section): MailboxConfig {
  const text = (key: string): string | null => own.text(key) ?? defaults.text(key);
  const oneOf = <Word extends string>(key: string, first: Word, ...others: readonly Word[]): Word =>
    [first, ...others].find((word) => word === text(key)) ?? first;
  const tls = oneOf("tls", "implicit", "starttls", "none");
  const markSeen = own.raw("markSeen") ?? defaults.raw("markSeen");
  return {
    name,
    host: text("host") ?? "",
    port: own.number("port") ?? defaults.number("port") ?? (tls === "implicit" ? 993 : 143),
    tls,
    ca: own.path("ca") ?? defaults.path("ca"),
    user: own.text("user") ?? "",
    password: own.secret("password") ?? NO_PASSWORD,
    folder: text("folder") ?? "INBOX",
    junk: text("junk"),
    quarantine: text("quarantine") ?? "Ordo-Quarantine",
    existing: oneOf("existing", "unseen", "skip", "take"),
    lists: oneOf("lists", "skip", "take"),
    markSeen: markSeen !== false,
    pollMs: bounded(own.ms("poll") ?? defaults.ms("poll") ?? 60_000, 10_000, 30 * 60_000),
    timeoutMs: bounded(own.ms("timeout") ?? defaults.ms("timeout") ?? 60_000, 5_000, 10 * 60_000),
  };
}

/** `mail.local` as configuration. */
export function readLocal(section: Section): LocalMailConfig {
  return {
    folder: section.path("folder") ?? "letters",
    pollMs: bounded(section.ms("poll") ?? 5_000, 1_000, 3_600_000),
  };
}

function bounded(value: number, min: number, max: number): number {
  return Math.min(max, Math.max(min, value));
}
