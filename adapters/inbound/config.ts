import { choice, FLAG, key, listOf, map, mapOf, type Schema, TEXT } from "../../engine/definition/schema/schema.ts";
import { Secret } from "../secret.ts";
import type { Section } from "../section.ts";

/** What others may call over HTTP, and where it listens. */
export interface InboundConfig {
  readonly host: string;
  /** 0: any free one. */
  readonly port: number;
  /** Believe `X-Forwarded-For` of the proxy in front: only the address in the log comes from it. */
  readonly trustProxy: boolean;
  /** Name of a message → who may send it. */
  readonly messages: Readonly<Record<string, InboundMessage>>;
}

/** A message that a webhook may bring. */
export interface InboundMessage {
  /** Keys of the sender, any of which may have signed: the new one and the old one while they are exchanged. */
  readonly secrets: readonly Secret[];
  /** Where in the body the key stands that joins the message to a waiting instance: `data.orderId`. Null: it has none. */
  readonly key: string | null;
  /** Field of the message → where in the body it stands. Null: the body's own fields as they are. */
  readonly fields: Readonly<Record<string, string>> | null;
}

const PATH: Schema = {
  type: "string",
  pattern: "^[^.\\s]+(?:\\.[^.\\s]+)*$",
  "x-expects": { ru: "путь в теле: orderId или data.order.id", en: "a path in the body: orderId or data.order.id" },
};

const SECRET_EXPECTS = {
  ru: "ключ из окружения: ${PAYMENTS_SECRET}, или список ключей",
  en: "a key from the environment: ${PAYMENTS_SECRET}, or a list of keys",
} as const;

const MESSAGE: Schema = map(
  {
    secret: key(
      "Ключ отправителя из окружения (whsec_…); на время замены — список из нового и прежнего.",
      "The sender's key from the environment (whsec_…); while it is exchanged, a list of the new and the old one.",
      "${PAYMENTS_SECRET}",
      choice(SECRET_EXPECTS, { when: "text", then: TEXT }, { when: "list", then: listOf(TEXT, 1) }),
    ),
    key: key(
      "Где в теле ключ, по которому сообщение находит ждущий процесс.",
      "Where in the body the key stands by which the message finds a waiting instance.",
      "data.orderId",
      PATH,
    ),
    fields: key(
      "Какие поля взять из тела; без ключа — все поля верхнего уровня.",
      "Which fields to take from the body; without the key all of its top level.",
      { amount: "data.sum" },
      mapOf(PATH),
    ),
  },
  ["secret"],
);

/** `inbound:` of `ordo.yaml`: what others may call. */
export const INBOUND_SCHEMA: Schema = map(
  {
    host: key(
      "На каком адресе слушать; без ключа — только эта машина (127.0.0.1).",
      "On which address to listen; without the key this machine alone (127.0.0.1).",
      "127.0.0.1",
      TEXT,
    ),
    port: key("На каком порту.", "On which port.", 8480, { type: "integer", minimum: 0, maximum: 65_535 }),
    trustProxy: key(
      "Перед Ordo стоит свой прокси: адрес отправителя в журнале брать из X-Forwarded-For.",
      "A proxy of your own stands in front: the sender's address in the log comes from X-Forwarded-For.",
      true,
      FLAG,
    ),
    messages: key(
      "Сообщения процессам: POST /messages/<имя> с подписью Standard Webhooks.",
      "Messages to processes: POST /messages/<name>, signed as Standard Webhooks says.",
      { "payment-received": { secret: "${PAYMENTS_SECRET}", key: "orderId" } },
      mapOf(MESSAGE, {
        type: "string",
        pattern: "^[A-Za-z0-9](?:[A-Za-z0-9_.-]{0,62}[A-Za-z0-9])?$",
        "x-expects": {
          ru: "имя сообщения: латинские буквы, цифры, «-», «_» и «.»",
          en: "a message's name: Latin letters, digits, -, _ and .",
        },
      }),
    ),
  },
  ["port"],
);

/** The section as configuration; null: nothing listens. @param root the whole of `ordo.yaml` */
export function readInbound(root: Section): InboundConfig | null {
  if (!root.has("inbound")) return null;
  const inbound = root.section("inbound");
  const messages = inbound.section("messages");
  return {
    host: inbound.text("host") ?? "127.0.0.1",
    port: inbound.number("port") ?? 0,
    trustProxy: inbound.truth("trustProxy"),
    messages: Object.fromEntries(messages.names().map((name) => [name, messageOf(messages.section(name))])),
  };
}

function messageOf(message: Section): InboundMessage {
  const one = message.secret("secret");
  const several = message.list("secret").flatMap((text) => (text === "" ? [] : [new Secret(text)]));
  return {
    secrets: one === null ? several : [one],
    key: message.text("key"),
    fields: message.has("fields") ? message.texts("fields") : null,
  };
}
