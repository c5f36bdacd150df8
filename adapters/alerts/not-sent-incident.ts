import { id, type ProcessId } from "../../engine/base/ids.ts";
import type { Instant } from "../../engine/base/instant.ts";
import type { IncidentRow } from "../../engine/ports/store.ts";

/** An alert that reached nobody by any channel: one incident, until an alert leaves again. It is itself no cause to alert. */
export function notSentIncident(
  incident: string,
  of: { readonly code: string; readonly rule: string; readonly codes: readonly string[]; readonly at: Instant },
): IncidentRow {
  const { code, rule, codes, at } = of;
  const why = codes.length === 0 ? { ru: "некому: ни у кого нет адреса", en: "nobody has an address" } : null;
  const said = [...new Set(codes)].join(", ");
  return {
    ...{ id: incident, instance: null, process: id<ProcessId>("alerts"), step: null, code, resolution: "none", at },
    message: {
      ru: `Оповещение о сбоях (${rule}) никому не ушло: ${why?.ru ?? said}.`,
      en: `An alert of incidents (${rule}) reached nobody: ${why?.en ?? said}.`,
    },
    remedy: {
      ru: "Проверьте каналы (ordo doctor) и раздел alerts в ordo.yaml; попытки продолжаются.",
      en: "Look at the channels (ordo doctor) and at alerts in ordo.yaml; it is tried again.",
    },
  };
}
