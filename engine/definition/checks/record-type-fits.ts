import { notesOf } from "../survey.ts";
import type { Check } from "./check.ts";

export const recordTypeFits: Check = {
  explanation: {
    code: "record-type-fits",
    severity: "error",
    title: { ru: "Запись другого типа", en: "A record of another type" },
    why: {
      ru: "Поле или вход принимает записи одного типа, а здесь запись другого: сделка вместо компании.",
      en: "The field or input takes records of one type, and this one is of another: a deal for a company.",
    },
    wrong: '- id: find-deals\n  call: crm.find\n  with: { of: deal, filter: { company: "${ lead }" } }\n',
    right: '- id: find-deals\n  call: crm.find\n  with: { of: deal, filter: { company: "${ company }" } }\n',
  },
  *find({ survey, catalog }) {
    const titles = (types: readonly string[]) => types.map((type) => catalog?.records[type]?.title ?? type).join(", ");
    for (const { at, what, found, wanted } of notesOf(survey, "wrong-record")) {
      yield {
        at,
        message: {
          ru: `«${what}»: нужна запись «${titles(wanted)}», а это «${titles(found)}»`,
          en: `"${what}" wants a record of type ${wanted.join(", ")}, but this is ${found.join(", ")}`,
        },
        remedy: { ru: `Дайте запись типа ${wanted.join(" или ")}`, en: `Give a record of type ${wanted.join(" or ")}` },
      };
    }
  },
};
