import { key, listOf, map, mapOf, type Schema, TEXT, words } from "../../engine/definition/schema/schema.ts";
import { SEVERITIES, type Severity } from "../../engine/instance/incident-severity.ts";
import { couldNotRun } from "../complaint.ts";
import type { Secret } from "../secret.ts";
import type { Section } from "../section.ts";

/** By what way an alert goes. */
export type AlertChannel = "portal" | "email" | "sms" | "webhook";

const CHANNELS: readonly AlertChannel[] = ["portal", "email", "sms", "webhook"];
const LENGTH: Schema = { $ref: "#/$defs/lengthOfTime" };

/** Who is told of which incidents. */
export interface AlertRule {
  readonly name: string;
  /** User ids, `group:<id>`, `administrators`, mail addresses, telephone numbers. */
  readonly to: readonly string[];
  /** In the order to try, for each of them. */
  readonly channels: readonly AlertChannel[];
  /** Null: all. */
  readonly processes: readonly string[] | null;
  readonly severities: readonly Severity[];
  /** After a message of a kind the next one waits so long, and tells of all that came meanwhile. Milliseconds. */
  readonly groupMs: number;
  /** What nobody has seen is told again after so long. Milliseconds. */
  readonly repeatMs: number;
  readonly webhook: { readonly url: URL; readonly key: Uint8Array } | null;
}

/** An outside address that is called while everything works. */
export interface HeartbeatConfig {
  readonly url: Secret;
  readonly everyMs: number;
  /** A timer later than this is silence, too. Milliseconds. */
  readonly lateMs: number;
}

/** `alerts:` of `ordo.yaml`. */
export const ALERTS_SCHEMA: Schema = mapOf(
  map({
    to: key(
      "Кому: id сотрудника, group:<группа>, administrators, адрес почты или телефон.",
      "Whom: a user id, group:<group>, administrators, a mail address or a telephone.",
      ["administrators", "group:it", "dezhurny@example.com", "+79000000001"],
      listOf(TEXT, 1),
    ),
    channels: key(
      "Чем, по порядку: следующим — если предыдущим не ушло. Без ключа — portal, email, sms, webhook.",
      "By what, in order: the next where the one before did not take it. Without it portal, email, sms, webhook.",
      ["email", "sms"],
      listOf(words(...CHANNELS), 1),
    ),
    processes: key(
      "О каких процессах; без ключа — обо всех и о самом движке.",
      "Of which processes; without it all, and the engine itself.",
      ["invoice-approval"],
      listOf(TEXT, 1),
    ),
    severities: key(
      "О каких сбоях: high — решения или деньги стоят, normal, low. Без ключа — high и normal.",
      "Of which incidents. high: decisions or money stand still; normal; low. Without it high and normal.",
      ["high"],
      listOf(words(...SEVERITIES), 1),
    ),
    group: key(
      "О сбоях одного вида (код и процесс) — не чаще; накопившиеся приходят одним сообщением. Без ключа — 5 минут.",
      "Of one kind (code and process) not more often; what came meanwhile is one message. 5 minutes without it.",
      "PT5M",
      LENGTH,
    ),
    repeat: key(
      "Через сколько повторить то, чего никто не отметил увиденным. Без ключа — час.",
      "After how long what nobody has marked as seen is told again. An hour without it.",
      "PT1H",
      LENGTH,
    ),
    webhook: key(
      "Адрес другой системы; вызов подписан по Standard Webhooks.",
      "The address of another system; the call is signed as Standard Webhooks has it.",
      { url: "https://alerts.example.com/ordo", secret: "${ALERT_SECRET}" },
      map(
        {
          url: key("Адрес.", "The address.", "https://alerts.example.com/ordo", TEXT),
          secret: key(
            "Ключ подписи: whsec_ и base64.",
            "Key of the signature: whsec_ and base64.",
            "${ALERT_SECRET}",
            TEXT,
          ),
        },
        ["url", "secret"],
      ),
    ),
  }),
);

/** `heartbeat:` of `ordo.yaml`. */
export const HEARTBEAT_SCHEMA: Schema = map(
  {
    url: key(
      "Адрес службы, которая заметит тишину (healthchecks.io и подобные).",
      "The address of a service that notices silence (healthchecks.io and its like).",
      "${HEARTBEAT_URL}",
      TEXT,
    ),
    every: key("Как часто. Без ключа — минута.", "How often. A minute without it.", "PT1M", LENGTH),
    late: key(
      "Если срок опаздывает больше, вызова нет. Без ключа — 5 минут.",
      "Where a timer is later than this there is no call. 5 minutes without it.",
      "PT5M",
      LENGTH,
    ),
  },
  ["url"],
);

const MINUTE_MS = 60_000;

/**
 * The rules of `alerts:`, in the order of the file.
 *
 * @param root the whole of `ordo.yaml`
 * @param keyBytes a key written as `whsec_<base64>`; null: it is none
 * @throws {Complaint} a webhook without an address or a key, a rule that could reach nobody
 */
export function readAlerts(root: Section, keyBytes: (secret: string) => Uint8Array | null): readonly AlertRule[] {
  const section = root.section("alerts");
  return section.names().map((name) => ruleOf(name, section.section(name), keyBytes));
}

/** @param root the whole of `ordo.yaml` */
export function readHeartbeat(root: Section): HeartbeatConfig | null {
  const section = root.section("heartbeat");
  const url = section.secret("url");
  if (url === null) return null;
  if (webAddress(url.reveal()) === null) throw badHeartbeat();
  return { url, everyMs: section.ms("every") ?? MINUTE_MS, lateMs: section.ms("late") ?? 5 * MINUTE_MS };
}

function ruleOf(name: string, section: Section, keyBytes: (secret: string) => Uint8Array | null): AlertRule {
  const webhook = section.has("webhook") ? webhookOf(name, section.section("webhook"), keyBytes) : null;
  const named = section.list("channels").filter((one): one is AlertChannel => CHANNELS.some((known) => known === one));
  const channels = (named.length === 0 ? CHANNELS : named).filter((one) => one !== "webhook" || webhook !== null);
  const to = section.list("to");
  if (channels.length === 0 || (to.length === 0 && webhook === null)) throw nobody(name);
  const severities = section.list("severities");
  const processes = section.list("processes");
  return {
    ...{ name, to, channels, webhook },
    processes: processes.length === 0 ? null : processes,
    severities: severities.length === 0 ? ["high", "normal"] : SEVERITIES.filter((one) => severities.includes(one)),
    groupMs: section.ms("group") ?? 5 * MINUTE_MS,
    repeatMs: section.ms("repeat") ?? 60 * MINUTE_MS,
  };
}

function webhookOf(
  name: string,
  section: Section,
  keyBytes: (secret: string) => Uint8Array | null,
): NonNullable<AlertRule["webhook"]> {
  const url = webAddress(section.text("url") ?? "");
  const bytes = keyBytes(section.secret("secret")?.reveal() ?? "");
  if (url !== null && bytes !== null) return { url, key: bytes };
  throw couldNotRun(
    {
      ru: `alerts: ${name}: webhook — нет адреса или ключа подписи`,
      en: `alerts: ${name}: webhook: its address or the key of its signature is missing`,
    },
    {
      ru: "url начинается с https://; secret — whsec_ и от 24 до 64 байт в base64, лучше из переменной: ${ALERT_SECRET}",
      en: "url begins with https://; secret is whsec_ and 24 to 64 bytes in base64, best from a variable: ${ALERT_SECRET}",
    },
  );
}

function webAddress(text: string): URL | null {
  const url = URL.parse(text);
  return url !== null && /^https?:$/.test(url.protocol) && url.username === "" && url.password === "" ? url : null;
}

function nobody(name: string) {
  return couldNotRun(
    { ru: `alerts: ${name}: оповещать некого`, en: `alerts: ${name}: there is nobody to alert` },
    { ru: "Назовите to (и channels) или webhook.", en: "Name `to` (and `channels`) or `webhook`." },
  );
}

function badHeartbeat() {
  return couldNotRun(
    { ru: "heartbeat: url — не адрес", en: "heartbeat: url is no address" },
    { ru: "Он начинается с https:// и называет узел.", en: "It begins with https:// and names a host." },
  );
}
