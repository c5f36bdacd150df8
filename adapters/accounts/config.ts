import { key, map, ref, type Schema } from "../../engine/definition/schema/schema.ts";
import { readService, type ServiceConfig } from "../http/config.ts";
import type { Section } from "../section.ts";

/** How long things of accounts hold. Milliseconds. */
export interface AccountsConfig {
  /** A session that is not used so long ends. */
  readonly idleMs: number;
  /** A session ends then, however much it is used. */
  readonly absoluteMs: number;
  readonly invitationMs: number;
  readonly resetMs: number;
  /** Of a token that names no end, and the longest there may be. */
  readonly tokenMs: number;
  readonly decisionLinkMs: number;
  /** How people reach the console, without a slash at its end: `service.address`, else on this machine; empty: not known. */
  readonly address: string;
}

const DURATION: Schema = ref("lengthOfTime");
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** `accounts:` of `ordo.yaml` */
export const ACCOUNTS_SCHEMA: Schema = map({
  sessionIdle: key(
    "Через сколько без действий сеанс заканчивается; без ключа PT12H.",
    "After how long without use a session ends; PT12H without the key.",
    "PT12H",
    DURATION,
  ),
  sessionAbsolute: key(
    "Сколько живёт сеанс в любом случае; без ключа P7D.",
    "How long a session lives in any case; P7D without the key.",
    "P7D",
    DURATION,
  ),
  invitation: key(
    "Сколько действует ссылка-приглашение; без ключа P7D.",
    "How long an invitation holds; P7D without the key.",
    "P7D",
    DURATION,
  ),
  reset: key(
    "Сколько действует ссылка для нового пароля; без ключа P1D.",
    "How long the link to a new password holds; P1D without the key.",
    "P1D",
    DURATION,
  ),
  token: key(
    "Сколько самое большее действует токен API; без ключа P365D.",
    "How long an API token holds at most; P365D without the key.",
    "P365D",
    DURATION,
  ),
  decisionLink: key(
    "Сколько действует ссылка «решить» в письме; без ключа P30D. С заданием она гаснет раньше.",
    "How long a link in a letter holds to decide by; P30D without the key. It ends with its task before that.",
    "P30D",
    DURATION,
  ),
});

/** The section as configuration; all of it may be left out. @param root the whole of `ordo.yaml` */
export function readAccounts(root: Section): AccountsConfig {
  const accounts = root.section("accounts");
  return {
    idleMs: accounts.ms("sessionIdle") ?? 12 * HOUR_MS,
    absoluteMs: accounts.ms("sessionAbsolute") ?? 7 * DAY_MS,
    invitationMs: accounts.ms("invitation") ?? 7 * DAY_MS,
    resetMs: accounts.ms("reset") ?? DAY_MS,
    tokenMs: accounts.ms("token") ?? 365 * DAY_MS,
    decisionLinkMs: accounts.ms("decisionLink") ?? 30 * DAY_MS,
    address: addressOf(readService(root)),
  };
}

/** A port that the system chooses is not known before the server listens: then links are shown without an address. */
function addressOf({ address, port }: ServiceConfig): string {
  return address ?? (port === 0 ? "" : `http://localhost:${port}`);
}
