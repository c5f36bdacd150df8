import type { CheckNeeds } from "../adapter.ts";
import { doubtful, type Finding, fine, skipped, wrong } from "../finding.ts";
import { productVersion } from "../product-folder.ts";
import { AccessTrouble } from "./access-trouble.ts";
import type { Bitrix24Config } from "./config.ts";
import { type Access, APP_PATHS, type Credential } from "./credential.ts";
import { LocalBucket } from "./local-bucket.ts";
import type { CallOptions, PortalAnswer } from "./portal.ts";
import { PortalAddress } from "./portal-address.ts";
import { PortalCaller } from "./portal-caller.ts";
import type { ScopeNeed } from "./portal-scopes.ts";
import { remedyOf, toldOf } from "./portal-trouble.ts";
import type { PortalFetch } from "./portal-wire.ts";
import { cautious } from "./rate-bucket.ts";
import { RateLimiter } from "./rate-limiter.ts";
import { isMap } from "./read-answer.ts";
import type { StoredTokens } from "./token-store.ts";
import { webhookCredential } from "./webhook-credential.ts";

/** What a look at the portal is given. */
export interface PortalLook {
  readonly config: Bitrix24Config;
  readonly needs: Pick<CheckNeeds, "clock" | "locale">;
  /** Rights that are needed, and for what. */
  readonly scopes: readonly ScopeNeed[];
  /** Are records of the portal watched? */
  readonly isWatched: boolean;
  /** The app's tokens as they are stored. */
  readonly tokens: () => Promise<StoredTokens | "unreadable" | null>;
  /** @default the platform's */
  readonly fetch?: PortalFetch;
}

/** How long the portal may take. Milliseconds. */
const ANSWER_MS_MAX = 15_000;
/** What portals of the usual plans bear. */
const USUAL = { perSecond: 2, burst: 50 };
const ENTERPRISE = { perSecond: 5, burst: 250 };

/**
 * What `ordo doctor` says of the portal: reachable, believed, renamed, allowed what the processes need, events, rate.
 * Changes nothing: a token that is too old is left to whoever works.
 */
export async function checkPortal(look: PortalLook): Promise<readonly Finding[]> {
  const { config } = look;
  const findings: Finding[] = [];
  if (config.app !== null) {
    const tokens = await look.tokens();
    findings.push(installed(tokens, look));
    if (tokens !== null && tokens !== "unreadable") {
      if (tokens.expiresAt <= look.needs.clock.now()) return [...findings, sleeping()];
      const access = { paths: APP_PATHS, token: tokens.access };
      return [...findings, ...(await lookWith(look, access, tokens.portal))];
    }
  }
  if (config.webhook === null) return findings;
  const { credential, origin } = webhookCredential(config.webhook);
  const access = await credential.access(new AbortController().signal);
  return "trouble" in access ? findings : [...findings, ...(await lookWith(look, access, origin))];
}

async function lookWith(look: PortalLook, access: Access, origin: string): Promise<readonly Finding[]> {
  const address = new PortalAddress(origin);
  const asked = address.host;
  const caller = callerOf(look, access, address);
  const granted = await caller.call("scope", {}, how());
  if (granted.kind !== "done") return [unusable(granted, asked)];
  const findings = [fine("portal", `Портал ${address.host} отвечает`, `The portal ${address.host} answers`)];
  if (address.host !== asked) findings.push(renamed(asked, address.host));
  const scopes = new Set(Array.isArray(granted.result) ? granted.result.map(String) : []);
  findings.push(...missing(look.scopes, scopes));
  const profile = await caller.call("profile", {}, how());
  if (profile.kind === "done" && isMap(profile.result)) findings.push(rights(profile.result["ADMIN"] === true));
  if (look.isWatched) findings.push(events(look, access));
  findings.push(...(await rate(look, caller, access)));
  return findings;
}

function callerOf({ needs, config, fetch: given }: PortalLook, access: Access, address: PortalAddress): PortalCaller {
  const { clock, locale } = needs;
  const quiet = (): void => {};
  const used = cautious(config.rate);
  const fixed: Credential = {
    kind: access.token === null ? "webhook" : "app",
    access: async () => access,
    renewed: async () => ({ trouble: "PORTAL_TOKEN_REFUSED", reason: "expired_token", retryAfterMs: null }),
    changed: async () => null,
    moved: async () => {},
  };
  return new PortalCaller({
    fetch: given ?? ((request) => fetch(request)),
    late: () => AbortSignal.timeout(ANSWER_MS_MAX),
    resolve: async () => [],
    ...{ address, credential: fixed, clock, locale },
    limiter: new RateLimiter(clock, new LocalBucket(clock, used), used),
    logger: { debug: quiet, info: quiet, warn: quiet, error: quiet },
    metrics: { count: quiet, observe: quiet, gauge: quiet },
    raise: async () => {},
    access: new AccessTrouble({ raise: async () => {}, settle: async () => {} }),
    agent: `ordo/${productVersion()}`,
  });
}

function how(): CallOptions {
  return { effect: "read", urgency: "person", signal: new AbortController().signal };
}

function installed(tokens: StoredTokens | "unreadable" | null, look: PortalLook): Finding {
  const check = "portal-app";
  if (tokens === null || tokens === "unreadable") {
    const { says, remedy } = toldOf("PORTAL_NOT_INSTALLED", "", tokens === null ? "" : "bitrix24.app.clientSecret");
    // With a webhook everything but events works meanwhile.
    return look.config.webhook === null ? wrong(check, says, remedy) : doubtful(check, says, remedy);
  }
  const { host } = new URL(tokens.portal);
  return fine(check, `Приложение установлено на ${host}`, `The app is installed on ${host}`);
}

function sleeping(): Finding {
  return skipped(
    "portal",
    "Токен приложения старше часа: работающий процесс продлит его при первом вызове, здесь он не продлевается",
    "The app's token is older than an hour: a worker renews it at its first call; it is not renewed here",
  );
}

function unusable(answer: Exclude<PortalAnswer, { kind: "done" }>, host: string): Finding {
  const remedy = remedyOf(answer) ?? {
    ru: "Код ошибки — от портала: найдите его в документации REST Битрикс24 или спросите администратора портала.",
    en: "The code is the portal's own: see the REST documentation of Bitrix24, or ask the portal's administrator.",
  };
  if (answer.kind === "unknown") return wrong("portal", toldOf(answer.code, host, answer.reason ?? "").says, remedy);
  const code = answer.code || `HTTP ${answer.status}`;
  return wrong(
    "portal",
    { ru: `Портал ${host} отказывает: ${code}`, en: `The portal ${host} refuses: ${code}` },
    remedy,
  );
}

function renamed(from: string, to: string): Finding {
  return doubtful(
    "portal-renamed",
    { ru: `Портал переименован: ${from} → ${to}`, en: `The portal was renamed: ${from} → ${to}` },
    {
      ru: "Вызовы идут по новому адресу, пока старый отсылает к нему. Создайте вебхук на новом адресе и замените его в окружении.",
      en: "Calls go to the new address as long as the old one leads there. Make the webhook at the new address and replace it in the environment.",
    },
  );
}

function missing(needs: readonly ScopeNeed[], granted: ReadonlySet<string>): readonly Finding[] {
  const check = "portal-scopes";
  const lacking = needs.filter(({ anyOf }) => !anyOf.some((scope) => granted.has(scope)));
  const names = [...new Set(needs.map(({ anyOf }) => anyOf[0]))].join(", ");
  if (lacking.length === 0)
    return needs.length === 0 ? [] : [fine(check, `Прав хватает: ${names}`, `The rights are sufficient: ${names}`)];
  return lacking.map(({ anyOf: [scope], why }) =>
    wrong(
      check,
      { ru: `Не хватает права ${scope} — ${why.ru}`, en: `The right ${scope} is missing (${why.en})` },
      {
        ru: `Добавьте ${scope} в правах вебхука (Разработчикам → Интеграции) или приложения; приложение после этого переустановите.`,
        en: `Add ${scope} to the rights of the webhook (Developer resources → Integrations) or of the app; reinstall the app then.`,
      },
    ),
  );
}

function rights(isAdmin: boolean): Finding {
  const check = "portal-user";
  if (isAdmin)
    return fine(check, "Вызовы идут от имени администратора", "The calls are made in an administrator's name");
  return doubtful(
    check,
    {
      ru: "Вызовы идут от имени сотрудника без прав администратора: карточек, которых он не видит, для процессов нет",
      en: "The calls are made in the name of an employee who is no administrator: records he cannot see do not exist for processes",
    },
    {
      ru: "Создайте вебхук или установите приложение от имени служебной учётной записи с полными правами в CRM.",
      en: "Make the webhook, or install the app, in the name of a service account with full rights in the CRM.",
    },
  );
}

function events({ config }: PortalLook, access: Access): Finding {
  const check = "portal-events";
  if (access.token !== null) return fine(check, "События приходят через приложение", "Events come through the app");
  if (config.outboundToken !== null)
    return doubtful(
      check,
      {
        ru: "События приходят исходящим вебхуком: кто изменил карточку, из них не узнать",
        en: "Events come by an outbound webhook: they do not tell who changed a record",
      },
      {
        ru: "Где важно, кто изменил (сторож скидок), установите локальное приложение: bitrix24.app.",
        en: "Where it matters who did it (a guard of discounts), install a local app: bitrix24.app.",
      },
    );
  return doubtful(
    check,
    {
      ru: "Входящий вебхук не может подписаться на события: изменения замечаются только опросом",
      en: "An inbound webhook cannot subscribe to events: changes are noticed by asking alone",
    },
    {
      ru: "Установите локальное приложение (bitrix24.app) или исходящий вебхук (bitrix24.outboundToken).",
      en: "Install a local app (bitrix24.app) or an outbound webhook (bitrix24.outboundToken).",
    },
  );
}

/** Only an app is told the plan; without it what is more than usual is doubtful. */
async function rate({ config }: PortalLook, caller: PortalCaller, access: Access): Promise<readonly Finding[]> {
  const check = "portal-rate";
  const { perSecond, burst } = config.rate;
  const info = access.token === null ? null : await caller.call("app.info", {}, how());
  const license = info?.kind === "done" && isMap(info.result) ? String(info.result["LICENSE"] ?? "") : null;
  const isEnterprise = license === null ? null : /ent/i.test(license);
  const bears = isEnterprise === false ? USUAL : ENTERPRISE;
  if (perSecond > bears.perSecond || burst > bears.burst || (isEnterprise === null && perSecond > USUAL.perSecond))
    return [
      doubtful(
        check,
        {
          ru: `bitrix24.rate ${perSecond} в секунду, ${burst} сразу: обычный портал выдерживает 2 и 50, Enterprise — 5 и 250`,
          en: `bitrix24.rate is ${perSecond} a second, ${burst} at once: a usual portal bears 2 and 50, Enterprise 5 and 250`,
        },
        {
          ru: "Назовите предел своего тарифа; сверх него портал отвечает отказом, и всё идёт медленнее.",
          en: "Name the limit of your plan; above it the portal refuses, and everything becomes slower.",
        },
      ),
    ];
  if (isEnterprise === true && perSecond < ENTERPRISE.perSecond)
    return [
      doubtful(
        check,
        {
          ru: `Тариф Enterprise выдерживает 5 запросов в секунду и 250 сразу, а в bitrix24.rate ${perSecond} и ${burst}`,
          en: `The Enterprise plan bears 5 requests a second and 250 at once, bitrix24.rate says ${perSecond} and ${burst}`,
        },
        {
          ru: "Напишите в ordo.yaml: bitrix24: { rate: { perSecond: 5, burst: 250 } }",
          en: "Write in ordo.yaml: bitrix24: { rate: { perSecond: 5, burst: 250 } }",
        },
      ),
    ];
  return [
    fine(check, `Предел: ${perSecond} в секунду, ${burst} сразу`, `The limit: ${perSecond} a second, ${burst} at once`),
  ];
}
