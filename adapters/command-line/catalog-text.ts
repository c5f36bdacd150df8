import type { Text } from "../../engine/definition/problem.ts";
import type { Drift } from "../crm/bitrix24/pull/drift.ts";

const WORDS: Readonly<Record<Drift["kind"], Text>> = {
  "type-added": { ru: "новый тип записей", en: "new type of records" },
  "type-removed": { ru: "типа записей больше нет", en: "the type of records is gone" },
  "field-added": { ru: "новое поле", en: "new field" },
  "field-removed": { ru: "поля больше нет", en: "the field is gone" },
  "field-renamed": { ru: "поле переименовано", en: "the field has a new title" },
  "field-type": { ru: "у поля другой тип", en: "the field has another type" },
  "option-added": { ru: "новый вариант", en: "new option" },
  "option-removed": { ru: "варианта больше нет", en: "the option is gone" },
  "pipeline-added": { ru: "новая воронка", en: "new pipeline" },
  "pipeline-removed": { ru: "воронки больше нет", en: "the pipeline is gone" },
  "stage-added": { ru: "новая стадия", en: "new stage" },
  "stage-removed": { ru: "стадии больше нет", en: "the stage is gone" },
  "stage-kind": { ru: "стадия значит другое", en: "the stage means something else" },
  "list-added": { ru: "новый список", en: "new list" },
  "list-removed": { ru: "списка больше нет", en: "the list is gone" },
};

/** A difference in one line: `+ deal.discount (UF_CRM_17): new field: Скидка (number)`. */
export function driftText({ kind, name, portal, was, now }: Drift): Text {
  const mark = /-added$/.test(kind) ? "+" : /-removed$/.test(kind) ? "-" : "~";
  const place = portal === null || portal === name ? name : `${name} (${portal})`;
  const values = was !== null && now !== null ? `: ${was} → ${now}` : now !== null ? `: ${now}` : "";
  const line = (words: string): string => `${mark} ${place}: ${words}${values}`;
  return { ru: line(WORDS[kind].ru), en: line(WORDS[kind].en) };
}

/** What stands at the head of a new catalogue. */
export const CATALOG_HEAD: Text = {
  ru: " Словарь компании, начатый по порталу: ordo catalog pull. Лишнее уберите, названия поправьте.",
  en: " The company's vocabulary, drafted from the portal by `ordo catalog pull`. Remove what you do not need, mend titles.",
};

/** What stands at the head of a mapping that is not in a file yet. */
export const MAPPING_HEAD: Text = {
  ru: " Соответствие полей портала. В «…» — название поля в портале: по нему видно переименование.",
  en: " The mapping of the portal's fields. In «…» stands the field's title in the portal: by it a renaming is noticed.",
};
