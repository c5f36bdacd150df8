import { FLAG, key, map, mapOf, type Schema, TEXT, words } from "../../../engine/definition/schema/schema.ts";
import type { Secret } from "../../secret.ts";
import type { Section } from "../../section.ts";

/** A mail server, and in whose name letters leave. */
export interface SmtpConfig {
  readonly host: string;
  readonly port: number;
  /** `implicit`: encrypted from the first byte; `starttls`: encrypted before anything is said, or not at all; `none`. */
  readonly tls: "implicit" | "starttls" | "none";
  /** File with the certificates that are trusted beside the usual ones. */
  readonly ca: string | null;
  readonly user: string | null;
  readonly password: Secret | null;
  /** Who writes where the step says nothing: an address, `Name <address>`, or a mailbox of the catalogue. */
  readonly from: string;
  /** Mailbox of the catalogue → its own login at the server, and the name beside its address. */
  readonly identities: Readonly<
    Record<string, { readonly user: string | null; readonly password: Secret | null; readonly name: string | null }>
  >;
  readonly connections: number;
  /** Is a plain text all that is sent? */
  readonly textOnly: boolean;
}

const PASSWORD = key("Пароль из окружения.", "The password, from the environment.", "${SMTP_PASSWORD}", TEXT);

/** `smtp:` under `channels: email:` */
export const SMTP_SCHEMA: Schema = map(
  {
    host: key("Почтовый сервер.", "The mail server.", "smtp.example.com", TEXT),
    port: key("Его порт; без ключа — 465, а для starttls 587.", "Its port; 465 without it, 587 for starttls.", 465, {
      type: "integer",
      minimum: 1,
      maximum: 65_535,
    }),
    tls: key(
      "implicit — шифрование сразу (по умолчанию), starttls — по команде, обязательно; none — без него, только внутри своей сети.",
      "implicit: encrypted at once (default); starttls: by command, required; none: not at all, within one's own network only.",
      "implicit",
      words("implicit", "starttls", "none"),
    ),
    ca: key(
      "Файл с корневым сертификатом компании.",
      "File with the company's root certificate.",
      "company-ca.pem",
      TEXT,
    ),
    user: key("Имя на сервере.", "The login.", "robot@example.com", TEXT),
    password: PASSWORD,
    from: key(
      "От кого, если шаг не говорит: ящик из catalog.yaml или адрес.",
      "Who writes where the step says nothing: a mailbox of catalog.yaml, or an address.",
      "Ордо <robot@example.com>",
      TEXT,
    ),
    identities: key(
      "Ящик из catalog.yaml → его имя и пароль на сервере, если они свои.",
      "Mailbox of catalog.yaml → its own login, where it has one.",
      { sales: { user: "sales@example.com", password: "${SALES_PASSWORD}", name: "Отдел продаж" } },
      mapOf(
        map({
          user: key("Имя на сервере.", "The login.", "sales@example.com", TEXT),
          password: PASSWORD,
          name: key("Имя рядом с адресом.", "The name beside the address.", "Отдел продаж", TEXT),
        }),
      ),
    ),
    connections: key("Сколько соединений сразу; без ключа 3.", "Connections at once; 3 without it.", 3, {
      type: "integer",
      minimum: 1,
      maximum: 50,
    }),
    textOnly: key("Только текст, без HTML.", "Plain text alone, no HTML.", false, FLAG),
  },
  ["host", "from"],
);

/** The section as configuration. */
export function readSmtp(section: Section): SmtpConfig {
  const tls = section.text("tls");
  const identities = section.section("identities");
  return {
    host: section.text("host") ?? "",
    port: section.number("port") ?? (tls === "starttls" ? 587 : tls === "none" ? 25 : 465),
    tls: tls === "starttls" || tls === "none" ? tls : "implicit",
    ca: section.path("ca"),
    user: section.text("user"),
    password: section.secret("password"),
    from: section.text("from") ?? "",
    identities: Object.fromEntries(
      identities.names().map((name) => {
        const own = identities.section(name);
        return [name, { user: own.text("user"), password: own.secret("password"), name: own.text("name") }];
      }),
    ),
    connections: section.number("connections") ?? 3,
    textOnly: section.truth("textOnly"),
  };
}
