import type { Refuse } from "../../refusal.ts";
import type { ChannelTrouble, Delivered } from "../channel.ts";

/** What a mail library's error says. */
interface SmtpError {
  readonly code?: unknown;
  readonly originalCode?: unknown;
  readonly responseCode?: unknown;
  /** The server's own words. */
  readonly response?: unknown;
  readonly message?: unknown;
  readonly command?: unknown;
}

/** Errors of certificates, as Node names them. */
const CERTIFICATE =
  /^(?:CERT_|DEPTH_ZERO_SELF_SIGNED_CERT|SELF_SIGNED_CERT_IN_CHAIN|UNABLE_TO_|ERR_TLS_CERT_ALTNAME_INVALID|HOSTNAME_MISMATCH)/;
const UNKNOWN_HOST = new Set(["ENOTFOUND", "EDNS", "EAI_AGAIN"]);

/**
 * What a failed try means. A number of the server's is its word: 4xx is "later", 5xx is "no". Without one, the letter
 * may have been taken as soon as its first byte left.
 *
 * @param how.handedOver did any of the letter leave?
 */
export function smtpOutcome(
  error: unknown,
  host: string,
  { handedOver, refuse }: { readonly handedOver: boolean; readonly refuse: Refuse },
): Delivered {
  const { code, originalCode, responseCode, message, command } = (
    typeof error === "object" && error !== null ? error : {}
  ) as SmtpError;
  const says = typeof message === "string" ? message : String(error);
  const codes = [code, originalCode].filter((one) => typeof one === "string");
  const trouble = troubleOf(codes, host, says);
  if (trouble !== null) return { kind: "unknown", message: says, keyed: true, trouble };
  if (typeof responseCode === "number" && responseCode >= 400) {
    // 503 says that the commands came in a wrong order, not that the letter is not wanted.
    const isNo = responseCode >= 500 && responseCode !== 503;
    return isNo
      ? refuse(`SMTP_${responseCode}`, {
          ru: `Почтовый сервер ${host} отказал: ${says}`,
          en: `The mail server ${host} refused: ${says}`,
        })
      : { kind: "unknown", message: says, keyed: true };
  }
  if (code === "EMESSAGE" && command === "MAIL FROM")
    return refuse("MESSAGE_TOO_LARGE", {
      ru: `Письмо больше, чем принимает почтовый сервер ${host}: ${says}`,
      en: `The letter is larger than the mail server ${host} takes: ${says}`,
    });
  if (code === "EENVELOPE")
    return refuse("ADDRESS_INVALID", {
      ru: `На такой адрес письмо не отправить: ${says}`,
      en: `No letter can be sent to such an address: ${says}`,
    });
  return { kind: "unknown", message: says, keyed: !handedOver };
}

/**
 * Is it the address that was refused: no such mailbox, none at such a domain? RFC 3463 says so as 5.1.x or 5.2.1; of servers
 * that give no such number the words of a refused recipient decide. Doubtful ones are about us (policy, sender, contents).
 */
export function isBadAddress(error: unknown): boolean {
  const { code, responseCode, response, message, command } = (
    typeof error === "object" && error !== null ? error : {}
  ) as SmtpError;
  if (code === "EENVELOPE" && responseCode === undefined) return true;
  if (command === "MAIL FROM" || typeof responseCode !== "number" || responseCode < 500) return false;
  const says = `${typeof response === "string" ? response : ""} ${typeof message === "string" ? message : ""}`;
  const number = /\b5\.\d{1,3}\.\d{1,3}\b/.exec(says)?.[0];
  if (number !== undefined) return /^5\.(?:1\.(?:[0-4]|6|10)|2\.1)$/.test(number);
  if (responseCode !== 550 && responseCode !== 551 && responseCode !== 553) return false;
  return NO_MAILBOX.test(says) && !ABOUT_US.test(says);
}

const NO_MAILBOX =
  /no such|unknown|not exist|doesn't exist|not found|invalid (?:mailbox|recipient|address|user)|(?:mailbox|user|recipient|account) (?:is )?(?:unavailable|disabled|inactive|rejected)/i;
const ABOUT_US = /spam|block|polic|relay|auth|sender|denied|list|reputation|content/i;

/** What stands in the way of all letters alike; null: nothing of that kind. */
export function troubleOf(codes: readonly string[], host: string, says: string): ChannelTrouble | null {
  if (codes.includes("EAUTH") || codes.includes("ENOAUTH"))
    return {
      code: "SMTP_AUTH",
      message: {
        ru: `Почтовый сервер ${host} не принимает имя или пароль`,
        en: `The mail server ${host} does not take the login or the password`,
      },
      remedy: {
        ru: "Проверьте channels: email: smtp: user и password; многие серверы ждут отдельный пароль приложения",
        en: "Check user and password of channels: email: smtp:; many servers want a password made for programs",
      },
    };
  if (codes.some((code) => CERTIFICATE.test(code)))
    return {
      code: "SMTP_CERTIFICATE",
      message: {
        ru: `Сертификату почтового сервера ${host} нельзя верить: ${says}`,
        en: `The certificate of the mail server ${host} cannot be trusted: ${says}`,
      },
      remedy: {
        ru: "Назовите сервер так, как в сертификате, или дайте корневой сертификат компании: channels: email: smtp: ca",
        en: "Name the server as its certificate does, or give the company's root certificate: channels: email: smtp: ca",
      },
    };
  if (codes.includes("ETLS"))
    return {
      code: "SMTP_TLS",
      message: {
        ru: `С почтовым сервером ${host} не удалось договориться о шифровании: ${says}`,
        en: `No encrypted connection to the mail server ${host}: ${says}`,
      },
      remedy: {
        ru: "Проверьте port и tls: 465 — implicit, 587 — starttls",
        en: "Check port and tls: 465 is implicit, 587 is starttls",
      },
    };
  if (codes.some((code) => UNKNOWN_HOST.has(code)))
    return {
      code: "SMTP_HOST_UNKNOWN",
      message: { ru: `Почтовый сервер ${host} не найден`, en: `There is no mail server ${host}` },
      remedy: { ru: "Проверьте channels: email: smtp: host и DNS", en: "Check channels: email: smtp: host, and DNS" },
    };
  return null;
}
