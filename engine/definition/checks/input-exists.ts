import { notesOf } from "../survey.ts";
import type { Check, Finding, Subject } from "./check.ts";
import { didYouMean } from "./did-you-mean.ts";

const NONE = { ru: "Опишите его в input", en: "Declare it under `input`" };

export const inputExists: Check = {
  explanation: {
    code: "input-exists",
    severity: "error",
    title: { ru: "Нет такого входа", en: "There is no such input" },
    why: {
      ru: "`edit`, `with` запуска и `with` у run называют входы процесса. Входа с таким именем в input нет.",
      en: "`edit`, the `with` of a start and the `with` of `run` name inputs of a process. There is no input of that name.",
    },
    wrong:
      "- id: mend\n  userTask: Поправьте сумму\n  assignee: ${ requester }\n  edit: [amout]\n  timeout: { after: P1D, then: end }\n",
    right:
      "- id: mend\n  userTask: Поправьте сумму\n  assignee: ${ requester }\n  edit: [amount]\n  timeout: { after: P1D, then: end }\n",
  },
  *find(subject) {
    yield* edited(subject);
    for (const found of notesOf(subject.survey, "unknown-input")) {
      const of =
        found.process === ""
          ? { ru: "", en: "" }
          : { ru: ` у процесса «${found.process}»`, en: ` of process "${found.process}"` };
      yield {
        at: found.at,
        message: { ru: `Нет входа «${found.name}»${of.ru}`, en: `There is no input "${found.name}"${of.en}` },
        ...didYouMean(found.name, found.inputs, { at: found.at, text: subject.document.text, none: NONE }),
      };
    }
  },
};

function* edited(subject: Subject): Iterable<Finding> {
  const inputs = subject.inputs.map((input) => input.name);
  for (const one of subject.survey.mentions) {
    if (one.kind !== "input" || inputs.includes(one.name)) continue;
    yield {
      at: one.at,
      message: { ru: `Нет входа «${one.name}»`, en: `There is no input "${one.name}"` },
      ...didYouMean(one.name, inputs, { at: one.at, text: subject.document.text, none: NONE }),
    };
  }
}
