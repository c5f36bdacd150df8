import { childOf } from "../node.ts";
import { hasUnknown } from "../survey.ts";
import type { Check } from "./check.ts";

export const ladderUnused: Check = {
  explanation: {
    code: "ladder-unused",
    severity: "warning",
    title: { ru: "Лестницей никто не пользуется", en: "Nobody uses the ladder" },
    why: {
      ru: "Лестница описана в ladders, но ни один шаг её не называет: скорее всего, у какого-то задания забыли escalation.",
      en: "The ladder is declared under `ladders`, but no step names it: probably a task lacks its `escalation`.",
    },
    wrong:
      "ladders:\n  upwards: [{ after: { businessDays: 1 }, action: remind, repeat: { businessDays: 1 } }]\ndo:\n  - id: log\n    set: { done: true }\n",
    right:
      "ladders:\n  upwards: [{ after: { businessDays: 1 }, action: remind, repeat: { businessDays: 1 } }]\ndo:\n  - id: look\n    userTask: Посмотрите заявку\n    assignee: manager-1\n    escalation: upwards\n",
  },
  *find({ document, survey }) {
    const ladders = childOf(document.root, "ladders");
    const entries = ladders?.kind === "map" ? ladders.entries : [];
    if (
      hasUnknown(
        survey,
        "ladder",
        entries.map((entry) => entry.name),
      )
    )
      return;
    for (const entry of entries) {
      if (survey.mentions.some((one) => one.kind === "ladder" && one.name === entry.name)) continue;
      yield {
        at: entry.key,
        message: {
          ru: `Лестница «${entry.name}» нигде не используется`,
          en: `The ladder "${entry.name}" is used nowhere`,
        },
        remedy: {
          ru: `Напишите у задания escalation: ${entry.name} или уберите её`,
          en: `Write escalation: ${entry.name} at a task, or remove it`,
        },
      };
    }
  },
};
