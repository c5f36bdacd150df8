import type { InstanceId, ProcessId } from "../base/ids.ts";
import type { HistoryEvent, RegistryAppended } from "../instance/event.ts";
import type { SealedRow } from "../ports/registries.ts";
import { canonicalJson } from "./canonical-json.ts";
import { fieldsOf } from "./commitment.ts";
import { type Finding, findingOf } from "./finding.ts";

/** What one instance's history says of one registry. */
export interface Appended {
  readonly registry: string;
  readonly instance: InstanceId;
  readonly process: ProcessId;
  readonly events: readonly (RegistryAppended & HistoryEvent)[];
}

/**
 * Compares the rows of one instance in one registry with its history, both ways: rows that differ, rows that no event
 * made, events whose row is not there. Erased fields are not compared.
 */
export function compareHistory(appended: Appended, rows: readonly SealedRow[]): readonly Finding[] {
  const { registry, instance, process } = appended;
  const events = new Map(appended.events.map((event) => [event.sequence, event]));
  const findings: Finding[] = [];
  const seen = new Set<number>();
  for (const row of rows) {
    const place = { registry, number: row.seal?.number ?? null, instance, sequence: row.sequence };
    const event = events.get(row.sequence);
    seen.add(row.sequence);
    if (event === undefined) findings.push(findingOf({ kind: "eventMissing" }, place));
    else {
      const fields = differing(row, event, process);
      if (fields.length > 0) findings.push(findingOf({ kind: "historyDiffers", fields }, place));
    }
  }
  for (const sequence of events.keys()) {
    if (!seen.has(sequence))
      findings.push(findingOf({ kind: "rowMissing" }, { registry, number: null, instance, sequence }));
  }
  return findings;
}

function differing(row: SealedRow, event: RegistryAppended & HistoryEvent, process: ProcessId): readonly string[] {
  const [stored, told] = [fieldsOf(row), fieldsOf({ ...event, process })];
  const erased = new Set(row.erased);
  const names = [...new Set([...stored.keys(), ...told.keys()])].filter((name) => !erased.has(name));
  const fields = names.filter((name) => {
    const [one, other] = [stored.get(name), told.get(name)];
    return one === undefined || other === undefined || canonicalJson(one) !== canonicalJson(other);
  });
  return row.at === event.at && row.registry === event.registry ? fields : [...fields, "$place"];
}
