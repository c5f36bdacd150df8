import { RecordRefusal } from "../../engine/record/record-refusal.ts";
import type { Refusal } from "../../engine/runtime/use-cases.ts";
import { withTables } from "../sql-database.ts";
import type { BatchTables } from "../start-each/batch-tables.ts";
import {
  type EachPreview,
  type EachState,
  type EachStep,
  type EachWanted,
  StartBatches,
} from "../start-each/start-batches.ts";
import type { Assembled } from "./assemble.ts";

/** What `ordo start --each` asks of the engine. Plain JSON. */
export type EachOrder =
  | { readonly kind: "preview"; readonly wanted: EachWanted }
  | { readonly kind: "open"; readonly wanted: EachWanted; readonly id: string; readonly perMinute: number | null }
  | { readonly kind: "step"; readonly id: string; readonly count: number }
  | { readonly kind: "look"; readonly id: string }
  | { readonly kind: "list" };

export type EachAnswer =
  | EachPreview
  | EachState
  | EachStep
  | Refusal
  | { readonly kind: "batches"; readonly batches: readonly EachState[] };

/** Starts asked for at once, at most: a step is short, so that it can be stopped between two. */
const STEP_MAX = 100;

/** Does a step of starting a process for many records. What the CRM refuses is an answer. */
export async function eachOrder(assembled: Assembled, order: EachOrder): Promise<EachAnswer> {
  try {
    return await done(assembled, order);
  } catch (error) {
    if (!(error instanceof RecordRefusal)) throw error;
    return { kind: "rejected", code: error.code, reason: error.says, remedy: NARROW, fields: {} };
  }
}

const NARROW = {
  ru: 'Сузьте условие: --each "deal stage=NEW"; записи типа: ordo record <тип>',
  en: 'Narrow the condition: --each "deal stage=NEW"; records of a type: ordo record <type>',
};

async function done(
  { context, outside, engine, clock, inboxKeptMs }: Assembled,
  order: EachOrder,
): Promise<EachAnswer> {
  const batches = new StartBatches({
    database: withTables<BatchTables>(context.database),
    crm: outside.crm,
    desk: engine.batches,
    clock,
    keptMs: inboxKeptMs,
  });
  switch (order.kind) {
    case "preview":
      return batches.preview(order.wanted);
    case "open":
      return batches.open(order.wanted, order);
    case "step":
      return batches.step(order.id, Math.max(1, Math.min(STEP_MAX, order.count)));
    case "look":
      return batches.look(order.id);
    case "list":
      return { kind: "batches", batches: await batches.list() };
  }
}
