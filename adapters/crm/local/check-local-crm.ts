import type { CheckNeeds } from "../../adapter.ts";
import { doubtful, type Finding, fine } from "../../finding.ts";

/** What `ordo doctor` says of records in the engine's own database: nothing outside, so what counts is the vocabulary. */
export function checkLocalCrm({ catalog, used }: Pick<CheckNeeds, "catalog" | "used">): readonly Finding[] {
  const check = "records";
  if (catalog === null)
    return [
      doubtful(
        check,
        {
          ru: "Словаря нет (catalog.yaml): в поля записей можно записать что угодно",
          en: "There is no vocabulary (catalog.yaml): anything may be written into fields of records",
        },
        {
          ru: "Опишите типы записей и поля в catalog.yaml и назовите его в ordo.yaml.",
          en: "Declare record types and fields in catalog.yaml, and name it in ordo.yaml.",
        },
      ),
    ];
  const count = Object.keys(catalog.records).length;
  const types = used.records.join(", ") || "—";
  return [
    fine(
      check,
      `Записи — в своей базе; типов в словаре ${count}, процессам нужны: ${types}`,
      `Records are in the engine's own database; ${count} types in the vocabulary, processes need: ${types}`,
    ),
  ];
}
