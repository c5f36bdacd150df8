import { suggest } from "../../../engine/base/suggest.ts";
import type { RecordType } from "../../../engine/definition/catalog.ts";
import type { Text } from "../../../engine/definition/problem.ts";
import type { RecordMapping } from "./mapping.ts";
import type { PortalFields } from "./portal-field.ts";
import type { RecordSchema } from "./record-schema.ts";

/** What of the mapping the portal does not bear out. */
export interface MappingProblem {
  /** `problem`: nothing of the type is read or written until it is mended. `warning`: only that field is missed. */
  readonly severity: "problem" | "warning";
  readonly code:
    | "ENTITY_MISSING"
    | "FIELD_MISSING"
    | "FIELD_UNMAPPED"
    | "STAGE_MISSING"
    | "STAGE_MEANS_ELSE"
    | "OPTION_MISSING"
    | "LIST_MISSING";
  /** Which place of the mapping: `lead.mailbox`, `lead`, `lead.stage.SUCCESS`, `list.brands.discount`. */
  readonly at: string;
  readonly says: Text;
  readonly remedy: Text;
}

/** The portal has no such entity, or it may not be read. */
export function entityMissing({ type, entity }: RecordMapping): MappingProblem {
  const named =
    entity.kind === "item"
      ? `entityTypeId ${entity.entityTypeId}`
      : entity.kind === "list"
        ? `IBLOCK_ID ${entity.iblock}`
        : "task";
  return {
    severity: "problem",
    code: "ENTITY_MISSING",
    at: type,
    says: {
      ru: `crm.bitrix24.records.${type}: в портале нет такой сущности (${named})`,
      en: `crm.bitrix24.records.${type}: the portal has no such entity (${named})`,
    },
    remedy: {
      ru: "Проверьте entity и права того, от чьего имени создан вебхук.",
      en: "Check entity, and the rights of the person whose webhook it is.",
    },
  };
}

/** A field of the mapping that the portal does not have. */
export function fieldMissing(
  { type }: RecordMapping,
  name: string,
  missing: string,
  fields: PortalFields,
): MappingProblem {
  // In the way of writing names that the author chose.
  const isUpper = missing === missing.toUpperCase();
  const meant = suggest(
    missing,
    fields.all.map((field) => (isUpper ? field.upperName : field.name)),
  );
  return {
    severity: "problem",
    code: "FIELD_MISSING",
    at: `${type}.${name}`,
    says: {
      ru: `crm.bitrix24.records.${type}.fields.${name}: в портале нет поля ${missing}`,
      en: `crm.bitrix24.records.${type}.fields.${name}: the portal has no field ${missing}`,
    },
    remedy:
      meant === null
        ? { ru: "Создайте поле в портале или исправьте имя.", en: "Make the field in the portal, or mend the name." }
        : {
            ru: `Возможно, ${meant}? Исправьте имя или создайте поле.`,
            en: `Perhaps ${meant}? Mend the name, or make the field.`,
          },
  };
}

/** A field of the vocabulary that has no place in the portal. */
export function fieldUnmapped({ type }: RecordMapping, name: string): MappingProblem {
  return {
    severity: "warning",
    code: "FIELD_UNMAPPED",
    at: `${type}.${name}`,
    says: {
      ru: `${type}.${name} есть в словаре, но не в crm.bitrix24.records.${type}.fields: читается пустым, писать нельзя`,
      en: `${type}.${name} is in the vocabulary but not in crm.bitrix24.records.${type}.fields: it reads as empty and cannot be written`,
    },
    remedy: { ru: "Впишите поле портала.", en: "Name the field of the portal." },
  };
}

/** Stages of the vocabulary that the portal does not have, or that mean something else there. */
export function* stageProblems(schema: RecordSchema, declared: RecordType | null): Iterable<MappingProblem> {
  if (declared === null) return;
  const { type, stages } = schema;
  const pipelines: readonly (readonly [name: string | null, stages: RecordType["stages"]])[] = [
    [null, declared.stages],
    ...Object.entries(declared.pipelines).map(([name, { stages: own }]) => [name, own] as const),
  ];
  for (const [pipeline, own] of pipelines) {
    for (const [name, { kind }] of Object.entries(own)) {
      const number = pipeline === null ? (stages.all[0]?.pipeline ?? 0) : stages.pipelineNumber(pipeline);
      const id = number === null ? null : stages.idOf(name, number);
      if (id === null) {
        yield stageMissing(type, pipeline === null ? name : `${pipeline} ${name}`);
        continue;
      }
      const there = stages.kindOf(id);
      if (there !== kind) yield stageMeansElse({ type, stage: name, id }, kind, there ?? "open");
    }
  }
}

function stageMissing(type: string, stage: string): MappingProblem {
  return {
    severity: "problem",
    code: "STAGE_MISSING",
    at: `${type}.stage.${stage.replace(" ", ".")}`,
    says: { ru: `В портале нет стадии «${stage}» (${type})`, en: `The portal has no stage "${stage}" (${type})` },
    remedy: {
      ru: `Впишите её код в crm.bitrix24.records.${type}.stages (или pipelines) либо создайте стадию.`,
      en: `Put its code into crm.bitrix24.records.${type}.stages (or pipelines), or make the stage.`,
    },
  };
}

function stageMeansElse(
  { type, stage, id }: { readonly type: string; readonly stage: string; readonly id: string },
  ours: string,
  theirs: string,
): MappingProblem {
  return {
    severity: "problem",
    code: "STAGE_MEANS_ELSE",
    at: `${type}.stage.${id}`,
    says: {
      ru: `${type}: ${stage} в словаре — ${ours}, а в портале (${id}) — ${theirs}`,
      en: `${type}: ${stage} is ${ours} in the vocabulary, but ${theirs} in the portal (${id})`,
    },
    remedy: {
      ru: "Исправьте kind в словаре или соответствие стадий.",
      en: "Mend its kind in the vocabulary, or the mapping of stages.",
    },
  };
}

/** A value of a choice that the portal's field cannot hold. */
export function optionMissing(field: string, value: string, upperName: string): MappingProblem {
  return {
    severity: "warning",
    code: "OPTION_MISSING",
    at: field,
    says: {
      ru: `${field}: в поле ${upperName} портала нет варианта «${value}»`,
      en: `${field}: the portal's field ${upperName} has no option "${value}"`,
    },
    remedy: {
      ru: "Добавьте вариант в портале или назовите его текст в values соответствия.",
      en: "Add the option in the portal, or name its text in the mapping's values.",
    },
  };
}

/** A universal list, or a column of it, that the portal does not have. */
export function listMissing(name: string, column: string | null): MappingProblem {
  const what = column === null ? name : `${name}.columns.${column}`;
  return {
    severity: "problem",
    code: "LIST_MISSING",
    at: `list.${what}`,
    says: {
      ru: `crm.bitrix24.lists.${what}: в портале этого нет`,
      en: `crm.bitrix24.lists.${what}: the portal does not have it`,
    },
    remedy: {
      ru: "Проверьте номер списка, имена полей и право lists.",
      en: "Check the list's number, the fields' names and the scope lists.",
    },
  };
}
