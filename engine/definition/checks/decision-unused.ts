import { childOf, entryOf } from "../node.ts";
import { hasUnknown } from "../survey.ts";
import { tablePlaces } from "../table-places.ts";
import type { Check, Finding } from "./check.ts";

export const decisionUnused: Check = {
  explanation: {
    code: "decision-unused",
    severity: "warning",
    title: { ru: "Таблицей решений никто не пользуется", en: "Nobody uses the decision table" },
    why: {
      ru: "Таблица описана, но ни один шаг decision её не называет: её правила ни на что не влияют.",
      en: "The table is declared, but no `decision` step names it: its rules change nothing.",
    },
    wrong:
      'decisions:\n  size:\n    inputs: { amount: { type: number, domain: ">= 0" } }\n    outputs: { label: { type: text } }\n    rules: [{ when: { amount: ">= 0" }, then: { label: любая } }]\ndo:\n  - id: log\n    set: { done: true }\n',
    right:
      'decisions:\n  size:\n    inputs: { amount: { type: number, domain: ">= 0" } }\n    outputs: { label: { type: text } }\n    rules: [{ when: { amount: ">= 0" }, then: { label: любая } }]\ndo:\n  - id: how-big\n    decision: size\n',
  },
  *find(subject) {
    const names = tablePlaces(subject).map((place) => place.id);
    if (hasUnknown(subject.survey, "decision", names)) return;
    for (const place of tablePlaces(subject)) {
      if (subject.survey.mentions.some((one) => one.kind === "decision" && one.name === place.id)) continue;
      const isOwn = place.document === subject.document;
      const entry = isOwn ? entryOf(childOf(place.document.root, "decisions"), place.id) : undefined;
      const finding: Finding = {
        at: entry?.key ?? place.node.entries[0]?.key ?? place.node,
        message: { ru: `Таблица «${place.id}» нигде не используется`, en: `The table "${place.id}" is used nowhere` },
        remedy: {
          ru: `Добавьте шаг decision: ${place.id} или уберите таблицу`,
          en: `Add a step decision: ${place.id}, or remove the table`,
        },
      };
      yield isOwn ? finding : { ...finding, source: place.document };
    }
  },
};
