import type { Text } from "../../../engine/definition/problem.ts";
import type { MailboxConfig } from "../config.ts";

/** Why a mailbox cannot be read. */
export interface MailboxFailure {
  readonly code:
    | "MAILBOX_LOGIN_REFUSED"
    | "MAILBOX_CERTIFICATE"
    | "MAILBOX_NO_ENCRYPTION"
    | "MAILBOX_FOLDER_MISSING"
    | "MAILBOX_UNREACHABLE";
  /** Trying again soon cannot help: somebody has to do something first. */
  readonly isLasting: boolean;
  readonly says: Text;
  readonly remedy: Text;
}

/** What the library tells of an error beside its message. */
interface ImapError {
  readonly code?: unknown;
  readonly authenticationFailed?: unknown;
  readonly serverResponseCode?: unknown;
  readonly mailboxMissing?: unknown;
  readonly tlsFailed?: unknown;
}

/** The server is there and says that it cannot now. */
const FOR_NOW: ReadonlySet<unknown> = new Set(["UNAVAILABLE", "INUSE", "LIMIT", "SERVERBUG"]);

const CERTIFICATE =
  /^(CERT_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO_(VERIFY|GET)|ERR_TLS_CERT|HOSTNAME_MISMATCH|INVALID_CA|CRL_)/;

/** What an error of the connection means to people. */
export function mailboxFailure(error: unknown, { name, host, port, folder }: MailboxConfig): MailboxFailure {
  const { code, authenticationFailed, serverResponseCode, mailboxMissing, tlsFailed }: ImapError =
    typeof error === "object" && error !== null ? error : {};
  const place = `${host}:${port}`;
  if (authenticationFailed === true && !FOR_NOW.has(serverResponseCode))
    return {
      code: "MAILBOX_LOGIN_REFUSED",
      isLasting: true,
      says: {
        ru: `Ящик ${name}: сервер ${place} не принял имя или пароль.`,
        en: `Mailbox ${name}: the server ${place} refused the name or the password.`,
      },
      remedy: {
        ru: `Проверьте user и password ящика ${name} в ordo.yaml и окружении (у многих почтовых служб для программ нужен отдельный пароль приложения и разрешение IMAP), затем перезапустите Ordo. Само повторится через четверть часа.`,
        en: `Check user and password of the mailbox ${name} in ordo.yaml and the environment (many providers want a password of its own for programs, and IMAP allowed), then start Ordo again. It is tried again by itself in a quarter of an hour.`,
      },
    };
  if (typeof code === "string" && CERTIFICATE.test(code))
    return {
      code: "MAILBOX_CERTIFICATE",
      isLasting: true,
      says: {
        ru: `Ящик ${name}: сертификату сервера ${place} нельзя верить (${code}).`,
        en: `Mailbox ${name}: the certificate of ${place} cannot be trusted (${code}).`,
      },
      remedy: {
        ru: "Продлите сертификат; проверьте, что host — то имя, на которое он выдан; свой центр сертификации назовите ключом ca.",
        en: "Renew the certificate; make sure that host is the name it was made for; name your own authority with the key ca.",
      },
    };
  if (tlsFailed === true)
    return {
      code: "MAILBOX_NO_ENCRYPTION",
      isLasting: true,
      says: {
        ru: `Ящик ${name}: сервер ${place} не предлагает шифрования (STARTTLS), пароль не отправлен.`,
        en: `Mailbox ${name}: the server ${place} offers no encryption (STARTTLS), the password was not sent.`,
      },
      remedy: {
        ru: "Поставьте tls: implicit и порт 993, если сервер это умеет; tls: none — только внутри своей сети.",
        en: "Set tls: implicit and port 993 if the server can do that; tls: none only inside your own network.",
      },
    };
  if (mailboxMissing === true)
    return {
      code: "MAILBOX_FOLDER_MISSING",
      isLasting: true,
      says: {
        ru: `Ящик ${name}: на сервере нет папки «${folder}».`,
        en: `Mailbox ${name}: there is no folder "${folder}" on the server.`,
      },
      remedy: {
        ru: `Исправьте folder ящика ${name} в ordo.yaml: имя папки — как в почтовой программе.`,
        en: `Mend folder of the mailbox ${name} in ordo.yaml: the name that a mail program shows.`,
      },
    };
  const reason = typeof code === "string" ? ` (${code})` : "";
  return {
    code: "MAILBOX_UNREACHABLE",
    isLasting: false,
    says: {
      ru: `Ящик ${name}: сервер ${place} не отвечает${reason}.`,
      en: `Mailbox ${name}: the server ${place} does not answer${reason}.`,
    },
    remedy: {
      ru: "Проверьте host и port, сеть и сам сервер. Повторяется само; письма не теряются, они ждут в ящике.",
      en: "Check host and port, the network and the server. It is tried again by itself; letters are not lost, they wait in the mailbox.",
    },
  };
}
