import type { Check } from "./check.ts";
import { keyOfTitle } from "./did-you-mean.ts";
import { mentionCheck } from "./mention-check.ts";

export const recordTypeExists: Check = mentionCheck({
  kind: "recordType",
  explanation: {
    code: "record-type-exists",
    severity: "error",
    title: { ru: "Нет такого типа записей", en: "There is no such record type" },
    why: {
      ru: "Типы записей CRM описаны в catalog.yaml, в records. О типе, которого там нет, ничего не известно: ни полей, ни стадий.",
      en: "The CRM's record types are declared in catalog.yaml under `records`. Nothing is known of a type that is not there.",
    },
    wrong: "- id: find-deals\n  call: crm.find\n  with: { of: deel }\n",
    right: "- id: find-deals\n  call: crm.find\n  with: { of: deal }\n",
  },
  known: (subject) => (subject.catalog ? Object.keys(subject.catalog.records) : null),
  meant: (subject, name) => keyOfTitle(subject.catalog?.records ?? {}, name),
  says: (name) => ({
    ru: `В catalog.yaml нет типа записей «${name}»`,
    en: `catalog.yaml has no record type "${name}"`,
  }),
  none: { ru: "Опишите его в catalog.yaml, в records", en: "Declare it in catalog.yaml under `records`" },
});
