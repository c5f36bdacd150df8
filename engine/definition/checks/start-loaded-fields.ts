import { notesOf } from "../survey.ts";
import type { Check } from "./check.ts";

export const startLoadedFields: Check = {
  explanation: {
    code: "start-loaded-fields",
    severity: "error",
    title: { ru: "Ключ читает поле, которого ещё нет", en: "A key reads a field that is not loaded yet" },
    why: {
      ru: "where, key и once читаются, когда событие пришло, а записи ещё не загружены: от записи есть только ref, id и type. Поля записи события — в event.record.",
      en: "`where`, `key` and `once` are read when the event arrives, before records are loaded: of a record there is only ref, id and type. The fields of the event's record are in event.record.",
    },
    wrong:
      "input:\n  lead: { type: record, of: lead, title: Заявка, required: true }\nstart:\n  - event: crm.lead.created\n    once: ${ lead.title }\n",
    right:
      "input:\n  lead: { type: record, of: lead, title: Заявка, required: true }\nstart:\n  - event: crm.lead.created\n    once: ${ lead.ref }\n",
  },
  *find({ survey }) {
    for (const { at, name, key } of notesOf(survey, "loaded-too-early")) {
      const head = name.split(".")[0]?.trim() ?? name;
      yield {
        at,
        message: {
          ru: `${key} читает «${name}» раньше, чем запись загружена`,
          en: `\`${key}\` reads "${name}" before the record is loaded`,
        },
        remedy: {
          ru: `Возьмите ${head}.ref или поле из event.record`,
          en: `Take ${head}.ref, or a field of event.record`,
        },
      };
    }
  },
};
