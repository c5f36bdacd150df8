import { key, map, mapOf, type Schema, TEXT } from "../../engine/definition/schema/schema.ts";
import type { Secret } from "../secret.ts";
import type { Section } from "../section.ts";

/** The portal that adapters named `bitrix24` speak with. */
export interface Bitrix24Config {
  /** Address of an inbound webhook, the secret in it; null: the app alone. */
  readonly webhook: Secret | null;
  /** A local app: events, who changed what, tokens of its own. */
  readonly app: {
    readonly clientId: string;
    readonly clientSecret: Secret;
    /** Known to whoever sends us events. Null: the one that came with the installation. */
    readonly applicationToken: Secret | null;
  } | null;
  /** Application token of an outbound webhook that sends us events; null: there is none. */
  readonly outboundToken: Secret | null;
  /** Directory id → number of the user in the portal. */
  readonly users: Readonly<Record<string, number>>;
  /** Number of the service account that stands for nobody in records. @default null: there is none */
  readonly nobody?: number | null;
  /** Requests a second that the portal bears, and how many at once. */
  readonly rate: { readonly perSecond: number; readonly burst: number };
}

/** `bitrix24:` of `ordo.yaml` */
export const BITRIX24_SCHEMA: Schema = map({
  webhook: key(
    "Адрес входящего вебхука из окружения.",
    "Address of the inbound webhook, from the environment.",
    "${BITRIX24_WEBHOOK}",
    TEXT,
  ),
  app: key(
    "Локальное приложение: события и токены.",
    "A local app: events and tokens.",
    { clientId: "local.5f…", clientSecret: "${BITRIX24_SECRET}", applicationToken: "${BITRIX24_APP_TOKEN}" },
    map(
      {
        clientId: key("Код приложения.", "The app's id.", "local.5f…", TEXT),
        clientSecret: key("Ключ приложения.", "The app's secret.", "${BITRIX24_SECRET}", TEXT),
        applicationToken: key(
          "Токен, с которым портал присылает события; без него — тот, что придёт при установке.",
          "The token that the portal's events carry; without it the one that comes with the installation.",
          "${BITRIX24_APP_TOKEN}",
          TEXT,
        ),
      },
      ["clientId", "clientSecret"],
    ),
  ),
  outboundToken: key(
    "Токен исходящего вебхука, который присылает события без приложения.",
    "Token of an outbound webhook that sends events where there is no app.",
    "${BITRIX24_OUTBOUND_TOKEN}",
    TEXT,
  ),
  users: key(
    "Кто из справочника — какой пользователь портала.",
    "Which user of the portal is who in the directory.",
    { "manager-1": 17 },
    mapOf({ type: "integer", minimum: 1 }),
  ),
  nobody: key(
    "Номер служебного пользователя, от имени которого работает Ordo: ответственный он — значит, ответственного нет.",
    "Number of the service account that Ordo works under: where it is responsible, nobody is.",
    90,
    { type: "integer", minimum: 1 },
  ),
  rate: key(
    "Сколько запросов выдерживает портал.",
    "How many requests the portal bears.",
    { perSecond: 2, burst: 50 },
    map({
      perSecond: key("В секунду.", "A second.", 2, { type: "number", minimum: 0.1, maximum: 50 }),
      burst: key("Сразу.", "At once.", 50, { type: "integer", minimum: 1, maximum: 1_000 }),
    }),
  ),
});

/** The section as configuration; null: no portal is named. */
export function readBitrix24(section: Section): Bitrix24Config | null {
  const webhook = section.secret("webhook");
  const app = section.section("app");
  const clientId = app.text("clientId");
  const clientSecret = app.secret("clientSecret");
  if (webhook === null && clientSecret === null) return null;
  const rate = section.section("rate");
  const users = section.section("users");
  return {
    webhook,
    app:
      clientId === null || clientSecret === null
        ? null
        : { clientId, clientSecret, applicationToken: app.secret("applicationToken") },
    outboundToken: section.secret("outboundToken"),
    users: Object.fromEntries(users.names().map((name) => [name, users.number(name) ?? 0])),
    nobody: section.number("nobody"),
    rate: { perSecond: rate.number("perSecond") ?? 2, burst: rate.number("burst") ?? 50 },
  };
}
