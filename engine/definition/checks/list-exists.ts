import type { Check } from "./check.ts";
import { keyOfTitle } from "./did-you-mean.ts";
import { mentionCheck } from "./mention-check.ts";

export const listExists: Check = mentionCheck({
  kind: "list",
  explanation: {
    code: "list-exists",
    severity: "error",
    title: { ru: "Нет такого списка", en: "There is no such list" },
    why: {
      ru: "`from: list:brands` берёт варианты из списка catalog.yaml. Без списка выбирать не из чего.",
      en: "`from: list:brands` takes the choices from a list of catalog.yaml. Without it there is nothing to choose from.",
    },
    wrong: "input:\n  brand: { type: choice, from: list:brand, title: Бренд, required: true }\n",
    right: "input:\n  brand: { type: choice, from: list:brands, title: Бренд, required: true }\n",
  },
  known: (subject) => (subject.catalog ? Object.keys(subject.catalog.lists) : null),
  meant: (subject, name) => keyOfTitle(subject.catalog?.lists ?? {}, name),
  says: (name) => ({ ru: `В catalog.yaml нет списка «${name}»`, en: `catalog.yaml has no list "${name}"` }),
  none: { ru: "Опишите его в catalog.yaml, в lists", en: "Declare it in catalog.yaml under `lists`" },
});
