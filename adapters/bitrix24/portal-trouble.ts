import type { Text } from "../../engine/definition/problem.ts";
import type { PortalAnswer, PortalTrouble } from "./portal.ts";

/** What is wrong and what to do about it. */
interface Told {
  readonly says: (host: string, reason: string) => Text;
  readonly remedy: Text;
}

const LATER: Text = {
  ru: "Ничего делать не нужно: вызов повторится сам.",
  en: "Nothing has to be done: the call is repeated by itself.",
};
const LOOKED_AT: Text = {
  ru: "Чтение повторится само; была ли сделана запись, выясняется чтением, прежде чем она повторится.",
  en: "Reading is repeated by itself; whether a write was done is found out by reading before it is done again.",
};
const REINSTALL: Text = {
  ru: "Переустановите локальное приложение в Битрикс24 (Разработчикам → Интеграции → приложение → Переустановить): портал пришлёт новые токены.",
  en: "Reinstall the local app in Bitrix24 (Developer resources → Integrations → the app → Reinstall): the portal then sends new tokens.",
};

const TROUBLES: Readonly<Record<PortalTrouble, Told>> = {
  PORTAL_BUSY: {
    says: (host) => ({
      ru: `Портал ${host} снова и снова отвечает, что запросов слишком много`,
      en: `The portal ${host} says again and again that there are too many requests`,
    }),
    remedy: {
      ru: "Вызов повторится сам. Если так часто: уменьшите bitrix24.rate или узнайте, какие ещё программы ходят на портал с этого адреса.",
      en: "The call is repeated by itself. If it happens often, lower bitrix24.rate or find out which other programs call the portal from this address.",
    },
  },
  PORTAL_METHOD_BLOCKED: {
    says: (host, method) => ({
      ru: `Портал ${host} на время закрыл метод ${method}: он занял слишком много времени`,
      en: `The portal ${host} has closed the method ${method} for a while: it used too much time`,
    }),
    remedy: LATER,
  },
  PORTAL_OVERLOADED: {
    says: (host) => ({
      ru: `Битрикс24 остановил обращения к порталу ${host} из-за нагрузки (OVERLOAD_LIMIT)`,
      en: `Bitrix24 stopped the calls to the portal ${host} because of the load (OVERLOAD_LIMIT)`,
    }),
    remedy: {
      ru: "Это ручная блокировка: напишите в поддержку Битрикс24 и остановите лишнюю нагрузку. Одна проба в четверть часа идёт сама.",
      en: "This is a block by hand: write to the support of Bitrix24 and stop needless load. One call in a quarter of an hour tries by itself.",
    },
  },
  PORTAL_UNREACHABLE: {
    says: (host, reason) => ({
      ru: `Портал ${host} недоступен (${reason}): ничего не отправлено`,
      en: `The portal ${host} cannot be reached (${reason}): nothing was sent`,
    }),
    remedy: {
      ru: "Проверьте адрес портала, DNS, выход в интернет и брандмауэр этой машины: ordo doctor.",
      en: "See the portal's address, DNS, and this machine's way to the internet and firewall: ordo doctor.",
    },
  },
  PORTAL_CERTIFICATE: {
    says: (host, reason) => ({
      ru: `Сертификату портала ${host} нельзя верить (${reason}): ничего не отправлено`,
      en: `The certificate of the portal ${host} is not to be believed (${reason}): nothing was sent`,
    }),
    remedy: {
      ru: "Обновите сертификат портала; если он выпущен своим центром, укажите его файл в NODE_EXTRA_CA_CERTS. Проверку не отключайте.",
      en: "Renew the portal's certificate; if your own authority issued it, name its file in NODE_EXTRA_CA_CERTS. Do not turn the check off.",
    },
  },
  PORTAL_MOVED_STRANGELY: {
    says: (host, to) => ({
      ru: `Портал ${host} отсылает по адресу, куда секреты не отправляются: ${to}`,
      en: `The portal ${host} leads to an address where no secrets are sent: ${to}`,
    }),
    remedy: {
      ru: "Если портал переехал, укажите новый адрес: создайте вебхук заново и замените его в окружении.",
      en: "If the portal moved, name its new address: make the webhook anew and replace it in the environment.",
    },
  },
  PORTAL_TIMEOUT: {
    says: (host) => ({
      ru: `Портал ${host} не ответил вовремя: сделано ли, неизвестно`,
      en: `The portal ${host} did not answer in time: whether it was done is not known`,
    }),
    remedy: LOOKED_AT,
  },
  PORTAL_BROKE_OFF: {
    says: (host, reason) => ({
      ru: `Связь с порталом ${host} оборвалась (${reason}): сделано ли, неизвестно`,
      en: `The connection to the portal ${host} broke (${reason}): whether it was done is not known`,
    }),
    remedy: LOOKED_AT,
  },
  PORTAL_FAILED: {
    says: (host, reason) => ({
      ru: `Портал ${host} ответил ошибкой (${reason}): сделано ли, неизвестно`,
      en: `The portal ${host} answered with an error (${reason}): whether it was done is not known`,
    }),
    remedy: LOOKED_AT,
  },
  PORTAL_NOT_INSTALLED: {
    says: (_, reason) => ({
      ru: `У локального приложения нет токенов портала${reason === "" ? "" : ` (${reason})`}`,
      en: `The local app has no tokens of the portal${reason === "" ? "" : ` (${reason})`}`,
    }),
    remedy: {
      ru: `Запустите ordo serve с адресом, который виден порталу, укажите …/bitrix24/install путём первоначальной установки. ${REINSTALL.ru}`,
      en: `Run ordo serve where the portal reaches it and name …/bitrix24/install as the path of the initial installation. ${REINSTALL.en}`,
    },
  },
  PORTAL_TOKEN_REFUSED: {
    says: (host, reason) => ({
      ru: `Сервер авторизации не продлевает токен портала ${host} (${reason})`,
      en: `The authorization server does not renew the token of the portal ${host} (${reason})`,
    }),
    remedy: REINSTALL,
  },
  PORTAL_TOKEN_UNKNOWN: {
    says: (host, reason) => ({
      ru: `Токен портала ${host} не удалось продлить (${reason})`,
      en: `The token of the portal ${host} could not be renewed (${reason})`,
    }),
    remedy: {
      ru: "Вызов повторится сам. Если так долго: проверьте, что с этой машины доступны oauth.bitrix.info и oauth.bitrix24.tech.",
      en: "The call is repeated by itself. If it lasts, see that this machine reaches oauth.bitrix.info and oauth.bitrix24.tech.",
    },
  },
  CANCELED: {
    says: (host) => ({ ru: `Вызов портала ${host} прерван`, en: `The call to the portal ${host} was given up` }),
    remedy: LATER,
  },
  BATCH_HALTED: {
    says: () => ({
      ru: "Не выполнялось: не удался один из предыдущих вызовов пакета",
      en: "Not executed: an earlier call of the batch failed",
    }),
    remedy: LATER,
  },
};

/** What to do about codes of the portal itself that are the administrator's to mend. */
const REFUSALS: Readonly<Record<string, Text>> = {
  NO_AUTH_FOUND: {
    ru: "Вебхук удалён или его код не тот: создайте новый и замените его в окружении (bitrix24.webhook).",
    en: "The webhook was removed or its code is wrong: make a new one and replace it in the environment (bitrix24.webhook).",
  },
  INVALID_CREDENTIALS: {
    ru: "Вебхук принадлежит другому порталу или отключён: создайте новый от имени служебного сотрудника.",
    en: "The webhook belongs to another portal or is turned off: make a new one for a service employee.",
  },
  insufficient_scope: {
    ru: "Добавьте недостающее право вебхуку или приложению; каких не хватает, скажет ordo doctor.",
    en: "Give the webhook or the app the missing scope; ordo doctor says which.",
  },
  user_access_error: {
    ru: "Приложение закрыто для своего пользователя: администратор портала должен открыть доступ.",
    en: "The app is closed to its own user: the portal's administrator has to open it.",
  },
  ACCESS_DENIED: {
    ru: "Сотруднику, от чьего имени идут вызовы, не хватает прав в CRM, или REST недоступен на тарифе портала.",
    en: "The employee in whose name the calls are made lacks rights in the CRM, or the portal's plan has no REST.",
  },
  allowed_only_intranet_user: {
    ru: "Владелец вебхука — не сотрудник портала: создайте вебхук от имени служебного сотрудника.",
    en: "The owner of the webhook is no employee of the portal: make it in the name of a service employee.",
  },
  invalid_token: REINSTALL,
  expired_token: REINSTALL,
  PORTAL_DELETED: {
    ru: "Портал удалён: укажите другой или уберите раздел bitrix24.",
    en: "The portal was deleted: name another one or remove the section bitrix24.",
  },
  ERROR_METHOD_NOT_FOUND: {
    ru: "На этом портале нет такого метода: обновите модули коробки или проверьте права вебхука.",
    en: "This portal has no such method: update the modules of the box or see the scopes of the webhook.",
  },
  BATCH_CANNOT_CARRY: {
    ru: "Пустой список, пустое значение и файл пакетом не передать: вызовите метод отдельно.",
    en: "A batch cannot carry an empty list, an empty value or a file: call the method by itself.",
  },
};

/** An answer by which nothing is known, or nothing can be done now, with its words in the installation's language. */
export function trouble(
  code: PortalTrouble,
  of: {
    readonly sent: boolean;
    readonly host: string;
    readonly locale: "ru" | "en";
    /** A code of the network or the portal; never an address with a secret. */
    readonly reason?: string;
    readonly retryAfterMs?: number | null;
  },
): Extract<PortalAnswer, { kind: "unknown" }> {
  const { says, remedy } = toldOf(code, of.host, of.reason ?? "");
  const message = `${says[of.locale]}. ${remedy[of.locale]}`;
  return {
    kind: "unknown",
    code,
    sent: of.sent,
    message,
    reason: of.reason ?? "",
    retryAfterMs: of.retryAfterMs ?? null,
  };
}

/** What a trouble is and what to do about it, in both languages. */
export function toldOf(
  code: PortalTrouble,
  host: string,
  reason: string,
): { readonly says: Text; readonly remedy: Text } {
  const { says, remedy } = TROUBLES[code];
  return { says: says(host, reason), remedy };
}

/** What people can do about an answer that is none; null: it is a matter of the data, not of the connection. */
export function remedyOf(answer: Exclude<PortalAnswer, { kind: "done" }>): Text | null {
  if (answer.kind === "unknown") return TROUBLES[answer.code].remedy;
  return Object.hasOwn(REFUSALS, answer.code) ? (REFUSALS[answer.code] ?? null) : null;
}
