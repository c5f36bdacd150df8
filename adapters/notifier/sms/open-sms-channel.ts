import { createHash } from "node:crypto";
import { smsLength } from "../../../engine/message/sms-length.ts";
import { refusing } from "../../refusal.ts";
import type { Secret } from "../../secret.ts";
import type { Channel, ChannelTrouble, Delivered, DeliveryNews, OutgoingMessage } from "../channel.ts";
import { type Filling, filled, type Gateway, valueAt } from "./gateway.ts";
import { callGateway, type GatewayAnswer } from "./gateway-call.ts";
import { phoneNumber } from "./phone-number.ts";
import { reportDoor } from "./report-door.ts";
import { transliterate } from "./transliterate.ts";

/** A gateway, and how it is used. */
export interface SmsConfig {
  readonly gateway: Gateway;
  /** What templates know beside the message: `url`, `login`, `from`. */
  readonly values: Filling;
  /** `key`, `password`. */
  readonly secrets: Readonly<Record<string, Secret | null>>;
  readonly transliterate: boolean;
  /** Longer messages are refused before they cost anything. */
  readonly segmentsMax: number;
  /** The secret at the end of the address for reports; null: there is no such address. */
  readonly reports: Secret | null;
}

/** SMS through a gateway over HTTP. */
export function openSmsChannel(config: SmsConfig, locale: "ru" | "en"): Channel {
  const { gateway, secrets, values } = config;
  const call = (request: Gateway["send"], filling: Filling, signal: AbortSignal): Promise<GatewayAnswer> =>
    callGateway(request, { ...values, ...filling }, secrets, signal);
  const isKeyed = gateway.knowsId !== null;
  const refuse = refusing(locale);
  const say = (ru: string, en: string): string => (locale === "ru" ? ru : en);

  function refusalOf(text: string): Extract<Delivered, { readonly kind: "refused" }> | null {
    const { segments } = smsLength(text);
    if (segments <= config.segmentsMax) return null;
    return refuse("SMS_TOO_LONG", {
      ru: `текст займёт ${segments} SMS, а разрешено не больше ${config.segmentsMax}`,
      en: `the text takes ${segments} SMS, at most ${config.segmentsMax} are allowed`,
    });
  }

  async function deliver(message: OutgoingMessage, signal: AbortSignal): Promise<Delivered> {
    const phone = phoneNumber(message.route.address);
    if (phone === null)
      return {
        ...refuse("ADDRESS_INVALID", { ru: "это не номер телефона", en: "this is no telephone number" }),
        unreachable: true,
      };
    const text = textOf(message, config, locale);
    const tooLong = refusalOf(text);
    if (tooLong !== null) return tooLong;
    const clientId = clientIdOf(message.key, gateway.clientId);
    const filling = { phone: phone.slice(1), phonePlus: phone, text, clientId };
    if (message.tries > 1 && gateway.knowsId === "ask") {
      const before = await tookBefore(filling, signal);
      if (before !== null) return before;
    }
    return outcomeOf(await call(gateway.send, filling, signal), message, filling);
  }

  /** A message of an earlier try: taken over then, or the gateway cannot say. Null: it has none. */
  async function tookBefore(
    filling: Filling & { readonly clientId: string },
    signal: AbortSignal,
  ): Promise<Delivered | null> {
    const asked = gateway.status;
    if (asked === null) return null;
    const named = { ...filling, id: filling.clientId };
    const answer = await call(asked.request, named, signal);
    const state = answer.kind === "json" ? valueAt(answer.json, asked.paths, named) : null;
    const meaning = state === null ? undefined : asked.states[state];
    if (meaning === "unknown") return null;
    if (meaning !== undefined) return { kind: "done", id: filled(gateway.idForm, named) };
    // An answer without a status tells of an error: of the account, which sending would tell as well.
    if (answer.kind === "json") return null;
    const message = say(
      `${gateway.name}: не удалось спросить, принято ли сообщение`,
      `${gateway.name} could not be asked whether it has the message`,
    );
    return { kind: "unknown", message, keyed: true };
  }

  function outcomeOf(answer: GatewayAnswer, message: OutgoingMessage, filling: Filling): Delivered {
    if (answer.kind === "silence")
      return {
        kind: "unknown",
        message: `${gateway.name}: ${answer.code}`,
        keyed: isKeyed || answer.unsent,
        ...(isTrouble(answer.code) ? { trouble: unreachable(gateway.name, answer.code) } : {}),
      };
    if (answer.kind === "text" || answer.json === null) return httpOutcome(answer);
    const id = valueAt(answer.json, gateway.idPaths, filling);
    const accepted = valueAt(answer.json, gateway.accepted.paths, filling);
    const isTaken =
      gateway.accepted.paths.length === 0 ? id !== null : gateway.accepted.values.includes(accepted ?? "");
    const code = valueAt(answer.json, gateway.errors.paths, filling);
    if (isTaken) return { kind: "done", id: id === null ? null : filled(gateway.idForm, { ...filling, id }) };
    if (code === null) return httpOutcome(answer);
    return errorOutcome(code, valueAt(answer.json, gateway.errors.texts, filling) ?? "", message);
  }

  function errorOutcome(code: string, says: string, message: OutgoingMessage): Delivered {
    const { meanings, otherwise } = gateway.errors;
    const meaning = Object.hasOwn(meanings, code) ? meanings[code] : otherwise;
    const text = says === "" ? `${gateway.name}: ${code}` : `${gateway.name}: ${code}, ${says}`;
    // Of a message that was handed over before it means that it arrived then.
    if (meaning === "duplicate" && message.tries > 1) return { kind: "done", id: null };
    if (meaning === "later") return { kind: "unknown", message: text, keyed: true };
    if (meaning === "trouble")
      return { kind: "unknown", message: text, keyed: true, trouble: accountTrouble(gateway.name, code, text) };
    return { kind: "refused", code: `SMS_${code}`, message: text, unreachable: meaning === "unreachable" };
  }

  function httpOutcome(answer: Exclude<GatewayAnswer, { kind: "silence" }>): Delivered {
    const { status } = answer;
    const message = say(`${gateway.name} ответил ${status}`, `${gateway.name} answered ${status}`);
    if (status === 429 || status === 503) {
      const later = answer.kind === "text" && answer.retryAfterMs !== null ? { retryAfterMs: answer.retryAfterMs } : {};
      return { kind: "unknown", message, keyed: true, ...later };
    }
    if (status === 401 || status === 403)
      return {
        kind: "unknown",
        message,
        keyed: true,
        trouble: accountTrouble(gateway.name, `HTTP_${status}`, message),
      };
    if (status >= 400 && status < 500) return { kind: "refused", code: `SMS_HTTP_${status}`, message };
    return { kind: "unknown", message, keyed: isKeyed, odd: oddTrouble(gateway.name, message) };
  }

  async function newsOf(ids: readonly string[], signal: AbortSignal): Promise<readonly DeliveryNews[]> {
    const asked = gateway.status;
    if (asked === null) return [];
    const news: DeliveryNews[] = [];
    for (const whole of ids) {
      const [id = "", phone = ""] = whole.split("/");
      const answer = await call(asked.request, { id, phone }, signal);
      const state = answer.kind === "json" ? valueAt(answer.json, asked.paths, { id, phone }) : null;
      const meaning = state === null ? undefined : asked.states[state];
      if (meaning !== undefined && meaning !== "unknown") news.push({ id: whole, state: meaning, reason: state });
    }
    return news;
  }

  return {
    name: "sms",
    isKeyed,
    deliver,
    untell: async () => {},
    addressOf: phoneNumber,
    refusal: (message) => refusalOf(textOf(message, config, locale)),
    preview(message) {
      const text = textOf(message, config, locale);
      const { length, segments } = smsLength(text);
      return { text, length, segments };
    },
    ...(gateway.status === null ? {} : { newsOf }),
    tracks: gateway.status !== null || (gateway.reports !== null && config.reports !== null),
    reports: reportDoor(gateway, config.reports),
    close: async () => {},
  };
}

/** The text as it leaves. */
function textOf(
  { message, link, meantFor }: OutgoingMessage,
  config: Pick<SmsConfig, "transliterate">,
  locale: "ru" | "en",
): string {
  const trial = meantFor === null ? "" : locale === "ru" ? `(для ${meantFor}) ` : `(for ${meantFor}) `;
  const whole = `${trial}${message.text}${link === null ? "" : `\n${link}`}`;
  return config.transliterate ? transliterate(whole) : whole;
}

function clientIdOf(key: string, form: Gateway["clientId"]): string {
  const digest = createHash("sha256").update(key).digest();
  // From 1 to 2³¹ − 1.
  return form === "hex" ? digest.toString("hex").slice(0, 40) : String((digest.readUInt32BE(0) % 2_147_483_647) + 1);
}

function isTrouble(code: string): boolean {
  return /^(?:ENOTFOUND|CERT_|DEPTH_|SELF_|UNABLE_|ERR_TLS)/.test(code);
}

/** The gateway cannot be reached because of what is configured. */
export function unreachable(gateway: string, code: string): ChannelTrouble {
  return {
    code: code === "ENOTFOUND" ? "SMS_HOST_UNKNOWN" : "SMS_CERTIFICATE",
    message: {
      ru: `SMS-шлюз ${gateway} недоступен: ${code}`,
      en: `The SMS gateway ${gateway} cannot be reached: ${code}`,
    },
    remedy: {
      ru: "Проверьте channels: sms: url, DNS и сертификат",
      en: "Check channels: sms: url, DNS and the certificate",
    },
  };
}

/** What the gateway answers is not what it was described to answer. */
function oddTrouble(gateway: string, says: string): ChannelTrouble {
  return {
    code: "SMS_GATEWAY_ODD",
    message: {
      ru: `SMS-шлюз ${gateway} раз за разом отвечает непонятно (${says}): неизвестно, ушли ли сообщения`,
      en: `The SMS gateway ${gateway} gives one answer after the other that is not understood (${says}): nobody knows whether messages went out`,
    },
    remedy: {
      ru: "Посмотрите в кабинете шлюза, ушли ли они, и проверьте в channels: sms адрес, id и accepted",
      en: "See with the gateway whether they went out, and check the address, `id` and `accepted` of channels: sms",
    },
  };
}

/** The gateway takes nothing from us: key, money, sender's name. */
export function accountTrouble(gateway: string, code: string, says: string): ChannelTrouble {
  return {
    code: `SMS_${code}`,
    message: {
      ru: `SMS-шлюз ${gateway} ничего не отправляет: ${says}`,
      en: `The SMS gateway ${gateway} sends nothing: ${says}`,
    },
    remedy: {
      ru: "Проверьте ключ, баланс и имя отправителя в кабинете шлюза; сообщения ждут и уйдут сами",
      en: "Check key, balance and sender's name with the gateway; messages wait and leave by themselves",
    },
  };
}
