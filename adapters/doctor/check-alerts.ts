import { readAlerts, readHeartbeat } from "../alerts/config.ts";
import { doubtful, type Finding, fine } from "../finding.ts";
import { keyBytes } from "../inbound/webhook-signature.ts";
import type { Section } from "../section.ts";

/**
 * Does somebody hear of an incident, and of silence?
 *
 * @param root the whole of `ordo.yaml`
 * @throws {Complaint} where a rule or the heartbeat cannot be used
 */
export function checkAlerts(root: Section): readonly Finding[] {
  const rules = readAlerts(root, keyBytes);
  const isPressing = rules.some(({ severities, processes }) => severities.includes("high") && processes === null);
  if (rules.length === 0) return [NO_RULES];
  if (!isPressing) return [NOT_ALL];
  return [fine("alerts", `Правил оповещения: ${rules.length}`, `Rules of alerts: ${rules.length}`)];
}

/** @throws {Complaint} where its address cannot be used */
export function checkHeartbeat(root: Section): readonly Finding[] {
  const config = readHeartbeat(root);
  if (config === null) return [NO_HEARTBEAT];
  const seconds = Math.round(config.everyMs / 1_000);
  return [fine("heartbeat", `Сигнал жизни: раз в ${seconds} с`, `Heartbeat: every ${seconds} s`)];
}

const NO_RULES = doubtful(
  "alerts",
  { ru: "О сбоях никому не сообщают", en: "Nobody is told of incidents" },
  {
    ru: "Добавьте в ordo.yaml: alerts: { duty: { to: [administrators], channels: [email] } }",
    en: "Add to ordo.yaml: alerts: { duty: { to: [administrators], channels: [email] } }",
  },
);

const NOT_ALL = doubtful(
  "alerts",
  {
    ru: "Ни одно правило alerts не сообщает о тяжёлых сбоях (high) всей установки: о подменённом реестре никто не узнает",
    en: "No rule of alerts tells of high incidents of the whole installation: nobody hears of a registry tampered with",
  },
  {
    ru: "Добавьте правило без processes, с severities: [high]",
    en: "Add a rule without processes, with severities: [high]",
  },
);

const NO_HEARTBEAT = doubtful(
  "heartbeat",
  {
    ru: "Если Ordo или его база остановится, об этом никто не узнает: сам он уже ничего не отправит",
    en: "If Ordo or its database stops, nobody hears of it: it sends nothing any more by itself",
  },
  {
    ru: "Заведите адрес у службы, которая следит за молчанием: heartbeat: { url: … } в ordo.yaml",
    en: "Get an address from a service that watches for silence: heartbeat: { url: … } in ordo.yaml",
  },
);
