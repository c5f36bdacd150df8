import { notesOf } from "../survey.ts";
import type { Check } from "./check.ts";

export const fieldReadOnly: Check = {
  explanation: {
    code: "field-read-only",
    severity: "error",
    title: { ru: "Это поле записать нельзя", en: "This field cannot be written" },
    why: {
      ru: "id, type, ref и stageKind есть у каждой записи и следуют из неё самой; at, actor и подобные у строки реестра ставит система. Стадию меняют полем stage.",
      en: "Every record has id, type, ref and stageKind, and they follow from the record itself; at, actor and the like of a registry's row are set by the engine. Change the field `stage`.",
    },
    wrong: '- id: put\n  call: crm.update\n  with: { record: "${ lead }", set: { stageKind: won } }\n',
    right: '- id: put\n  call: crm.update\n  with: { record: "${ lead }", set: { stage: WON } }\n',
  },
  *find({ survey }) {
    for (const { at, name } of notesOf(survey, "read-only-field")) {
      yield {
        at,
        message: { ru: `Поле «${name}» записать нельзя`, en: `The field "${name}" cannot be written` },
        remedy:
          name === "stageKind"
            ? { ru: "Запишите поле stage: код стадии", en: "Write the field `stage`: the code of a stage" }
            : { ru: "Уберите его: оно появится само", en: "Remove it: it comes by itself" },
      };
    }
  },
};
