import { recordEventOf } from "../types-of-events.ts";
import type { Check } from "./check.ts";
import { didYouMean } from "./did-you-mean.ts";

/** Names that only the engine raises. */
const OWN = /^(?:crm|mail|lead|deal|company|contact|invoice)\./u;

export const eventExists: Check = {
  explanation: {
    code: "event-exists",
    severity: "error",
    title: { ru: "Такого события никто не поднимает", en: "Nobody raises this event" },
    why: {
      ru: "События CRM и почты — crm.<тип>.created, .updated, .deleted и mail.received. Других событий CRM и почты не бывает; своё событие поднимает шаг emit.",
      en: "The events of CRM and mail are crm.<type>.created, .updated, .deleted and mail.received. There are no others; events of your own are raised by `emit`.",
    },
    wrong:
      'input:\n  lead: { type: record, of: lead, title: Заявка, required: true }\nstart:\n  - event: crm.lead.create\n    with: { lead: "${ event.record }" }\n',
    right:
      "input:\n  lead: { type: record, of: lead, title: Заявка, required: true }\nstart:\n  - event: crm.lead.created\n",
  },
  *find({ survey, processes, catalog, document }) {
    const raised = processes.flatMap((process) => process.emits);
    for (const { name, at, kind } of survey.mentions) {
      if (kind !== "event" || recordEventOf(name) || name === "mail.received" || raised.includes(name)) continue;
      // Any other name may be raised by a process that is not beside this one.
      if (!OWN.test(name)) continue;
      const own = name.split(".")[1] ?? "";
      const all = Object.keys(catalog?.records ?? {});
      const types = all.includes(own) || (all.length === 0 && name.startsWith("crm.")) ? [own] : all;
      const known = [
        ...types.flatMap((type) => ["created", "updated", "deleted"].map((change) => `crm.${type}.${change}`)),
        "mail.received",
        ...raised,
      ];
      yield {
        at,
        message: { ru: `Событие «${name}» никто не поднимает`, en: `Nobody raises the event "${name}"` },
        ...didYouMean(name, known, {
          at,
          text: document.text,
          none: { ru: "Поднимите его шагом emit", en: "Raise it with an `emit` step" },
        }),
      };
    }
  },
};
