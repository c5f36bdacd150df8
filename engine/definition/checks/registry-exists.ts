import type { Check } from "./check.ts";
import { keyOfTitle } from "./did-you-mean.ts";
import { mentionCheck } from "./mention-check.ts";

export const registryExists: Check = mentionCheck({
  kind: "registry",
  explanation: {
    code: "registry-exists",
    severity: "error",
    title: { ru: "Нет такого реестра", en: "There is no such registry" },
    why: {
      ru: "Реестры и их столбцы описаны в catalog.yaml, в registries: по ним ищут и их выгружают.",
      en: "Registries and their columns are declared in catalog.yaml under `registries`.",
    },
    wrong: '- id: row\n  record: discount-change\n  entry: { reason: "Тендер" }\n',
    right: '- id: row\n  record: discount-changes\n  entry: { reason: "Тендер" }\n',
  },
  known: (subject) => (subject.catalog ? Object.keys(subject.catalog.registries) : null),
  meant: (subject, name) => keyOfTitle(subject.catalog?.registries ?? {}, name),
  says: (name) => ({ ru: `В catalog.yaml нет реестра «${name}»`, en: `catalog.yaml has no registry "${name}"` }),
  none: { ru: "Опишите его в catalog.yaml, в registries", en: "Declare it in catalog.yaml under `registries`" },
});
