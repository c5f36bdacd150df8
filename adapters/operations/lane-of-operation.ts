import type { Lane } from "../../engine/ports/outbox.ts";

const LANES: Readonly<Record<string, Lane>> = {
  crm: "crm",
  records: "crm",
  mail: "mail",
  http: "http",
  document: "document",
  message: "message",
};

/** Through which queue an operation goes: its prefix names its adapter, what has none is the engine's own. */
export function laneOfOperation(operation: string): Lane {
  return LANES[prefixOf(operation)] ?? "engine";
}

/** `crm.update` → `crm` */
export function prefixOf(operation: string): string {
  return operation.split(".", 1)[0] ?? "";
}
