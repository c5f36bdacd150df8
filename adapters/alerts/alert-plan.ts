import type { Instant } from "../../engine/base/instant.ts";
import { severityOf } from "../../engine/instance/incident-severity.ts";
import type { IncidentRow } from "../../engine/ports/store.ts";
import type { AlertRule } from "./config.ts";

/** An alert that could not be sent is told here and nowhere else: it raises no alert of its own. */
export const NOT_SENT = "ALERT_NOT_SENT";

/** An incident as a rule keeps it. */
export interface KeptIncident {
  readonly incident: string;
  readonly at: number;
  readonly kind: string;
  /** Null: nobody was told yet. */
  readonly number: number | null;
}

/** What of one kind a message tells. */
export interface AlertPart {
  readonly kind: string;
  readonly incidents: readonly IncidentRow[];
  /** True where all of them were told before. */
  readonly isRepeated: boolean;
}

/** Incidents of the same code and process are of one kind. */
export function kindOf({ code, process }: Pick<IncidentRow, "code" | "process">): string {
  return `${code} ${process}`;
}

/** Is the rule about that incident? */
export function concerns({ processes, severities }: AlertRule, { code, process }: IncidentRow): boolean {
  if (code === NOT_SENT) return false;
  return (processes === null || processes.includes(process)) && severities.includes(severityOf(code));
}

/**
 * What a rule must tell now. Something new of a kind is told at once, unless the kind was told of within the window: then
 * at its end, together. What nobody has seen is told again after a time.
 *
 * @param open incidents that the rule is about, that are open and that nobody has seen
 * @param of.kept those of them that were told
 * @param of.toldAt when each kind was told of last
 */
export function dueParts(
  open: readonly IncidentRow[],
  of: {
    readonly rule: Pick<AlertRule, "groupMs" | "repeatMs">;
    readonly kept: ReadonlyMap<string, KeptIncident>;
    readonly toldAt: ReadonlyMap<string, number>;
    readonly now: Instant;
  },
): readonly AlertPart[] {
  const { rule, kept, toldAt, now } = of;
  const isTold = ({ id, at }: IncidentRow): boolean => {
    const one = kept.get(id);
    return one !== undefined && one.at === at && one.number !== null;
  };
  return partsOf(open).flatMap(({ kind, incidents }): readonly AlertPart[] => {
    const last = toldAt.get(kind) ?? Number.NEGATIVE_INFINITY;
    const fresh = incidents.filter((one) => !isTold(one));
    if (fresh.length > 0) return now - last >= rule.groupMs ? [{ kind, incidents: fresh, isRepeated: false }] : [];
    return now - last >= rule.repeatMs ? [{ kind, incidents, isRepeated: true }] : [];
  });
}

/** Incidents by kind, in the order in which they come. */
export function partsOf(
  incidents: readonly IncidentRow[],
): readonly { readonly kind: string; readonly incidents: readonly IncidentRow[] }[] {
  const kinds = new Map<string, IncidentRow[]>();
  for (const one of incidents) kinds.set(kindOf(one), [...(kinds.get(kindOf(one)) ?? []), one]);
  return [...kinds].map(([kind, own]) => ({ kind, incidents: own }));
}
