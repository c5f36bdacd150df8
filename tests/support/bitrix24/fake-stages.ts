import { numberOf } from "./fake-answer.ts";

/** Entities by the names that tests use; smart processes by their number. */
export type EntityName = "lead" | "deal" | "contact" | "company" | "quote" | "invoice" | number;

const NUMBERS = { lead: 1, deal: 2, contact: 3, company: 4, quote: 7, invoice: 31 } as const;

/** Every type that a portal has from the start. */
export const ENTITY_TYPES: readonly number[] = Object.values(NUMBERS);

export function entityTypeOf(name: EntityName): number {
  return typeof name === "number" ? name : NUMBERS[name];
}

export interface Stage {
  readonly id: string;
  readonly name: string;
  /** null: in progress; S: success; F: failure. */
  readonly semantics?: "S" | "F" | null;
  readonly sort?: number;
}

export interface Pipeline {
  readonly id: number;
  readonly entityTypeId: number;
  readonly name: string;
  readonly sort: number;
  readonly isDefault: boolean;
}

/** A row of `crm.status.list`. */
export interface StatusRow {
  readonly ID: string;
  readonly ENTITY_ID: string;
  readonly STATUS_ID: string;
  readonly NAME: string;
  readonly SORT: string;
  readonly CATEGORY_ID: string | null;
  readonly SEMANTICS: "S" | "F" | null;
}

const DEAL_STAGES: readonly Stage[] = [
  { id: "NEW", name: "New" },
  { id: "PREPARATION", name: "Document preparation" },
  { id: "PREPAYMENT_INVOICE", name: "Prepayment invoice" },
  { id: "EXECUTING", name: "In progress" },
  { id: "FINAL_INVOICE", name: "Final invoice" },
  { id: "WON", name: "Deal successful", semantics: "S" },
  { id: "LOSE", name: "Deal failed", semantics: "F" },
  { id: "APOLOGY", name: "Failure reason analysis", semantics: "F" },
];
const LEAD_STAGES: readonly Stage[] = [
  { id: "NEW", name: "Unassigned" },
  { id: "IN_PROCESS", name: "In progress" },
  { id: "PROCESSED", name: "Processed" },
  { id: "CONVERTED", name: "Good lead", semantics: "S" },
  { id: "JUNK", name: "Junk lead", semantics: "F" },
];
const INVOICE_STAGES: readonly Stage[] = [
  { id: "DT31_1:N", name: "New" },
  { id: "DT31_1:S", name: "Sent to client" },
  { id: "DT31_1:P", name: "Paid", semantics: "S" },
  { id: "DT31_1:D", name: "Unpaid", semantics: "F" },
];

/** Pipelines, their stages, and the other reference lists of a portal. */
export class FakeStages {
  readonly pipelines: Pipeline[] = [];
  readonly statuses: StatusRow[] = [];
  #lastStatus = 100;

  constructor() {
    this.addStatuses("STATUS", LEAD_STAGES);
    this.addPipeline("deal", { id: 0, name: "General", isDefault: true, stages: DEAL_STAGES });
    this.addPipeline("invoice", { id: 1, name: "General", isDefault: true, stages: INVOICE_STAGES });
    this.addStatuses("SOURCE", [
      { id: "CALL", name: "Call" },
      { id: "WEB", name: "Website" },
      { id: "EMAIL", name: "E-mail" },
    ]);
    this.addStatuses("COMPANY_TYPE", [
      { id: "CUSTOMER", name: "Client" },
      { id: "SUPPLIER", name: "Supplier" },
    ]);
  }

  /** A pipeline with its stages. Stage ids are given in full: `C9:NEW`. */
  addPipeline(
    entity: EntityName,
    of: { id: number; name: string; isDefault?: boolean; sort?: number; stages: readonly Stage[] },
  ): void {
    const entityTypeId = entityTypeOf(entity);
    this.pipelines.push({
      ...{ id: of.id, entityTypeId, name: of.name, sort: of.sort ?? (of.isDefault === true ? 300 : 200) },
      isDefault: of.isDefault ?? false,
    });
    this.addStatuses(this.stageEntity(entityTypeId, of.id), of.stages, of.id);
  }

  /** Rows of a reference list of the portal. */
  addStatuses(entityId: string, stages: readonly Stage[], categoryId: number | null = null): void {
    stages.forEach((stage, at) => {
      this.#lastStatus += 2;
      this.statuses.push({
        ...{ ID: String(this.#lastStatus), ENTITY_ID: entityId, STATUS_ID: stage.id, NAME: stage.name },
        SORT: String(stage.sort ?? (at + 1) * 10),
        CATEGORY_ID: categoryId === null || categoryId === 0 ? null : String(categoryId),
        SEMANTICS: stage.semantics ?? null,
      });
    });
  }

  /** `DEAL_STAGE_9` and the like: under which name the stages of a pipeline stand among the statuses. */
  stageEntity(entityTypeId: number, categoryId: number): string {
    if (entityTypeId === 1) return "STATUS";
    if (entityTypeId === 2) return categoryId === 0 ? "DEAL_STAGE" : `DEAL_STAGE_${categoryId}`;
    if (entityTypeId === 31) return `SMART_INVOICE_STAGE_${categoryId}`;
    return `DYNAMIC_${entityTypeId}_STAGE_${categoryId}`;
  }

  stagesOf(entityTypeId: number, categoryId: number): readonly StatusRow[] {
    const entityId = this.stageEntity(entityTypeId, categoryId);
    return this.statuses.filter(({ ENTITY_ID }) => ENTITY_ID === entityId);
  }

  /** P in progress, S success, F failure. */
  semanticsOf(entityTypeId: number, item: Readonly<Record<string, unknown>>): "P" | "S" | "F" {
    const stages = this.stagesOf(entityTypeId, numberOf(item.categoryId));
    return stages.find(({ STATUS_ID }) => STATUS_ID === item.stageId)?.SEMANTICS ?? "P";
  }
}
