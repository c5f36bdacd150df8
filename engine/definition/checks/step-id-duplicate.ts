import { childOf } from "../node.ts";
import type { Check } from "./check.ts";

export const stepIdDuplicate: Check = {
  explanation: {
    code: "step-id-duplicate",
    severity: "error",
    title: { ru: "Два шага с одним id", en: "Two steps with one id" },
    why: {
      ru: "История, сценарии и идущие процессы называют шаг по id: он один на весь файл, внутренние блоки тоже считаются.",
      en: "History, scenarios and running instances name a step by its id: it is unique in the whole file, inner blocks included.",
    },
    wrong:
      "- id: tell\n  notify: ${ requester }\n  text: Принято\n- id: tell\n  notify: ${ requester }\n  text: Готово\n",
    right:
      "- id: tell\n  notify: ${ requester }\n  text: Принято\n- id: tell-again\n  notify: ${ requester }\n  text: Готово\n",
  },
  *find({ outline }) {
    for (const step of outline.steps) {
      const first = outline.byId.get(step.id);
      const at = childOf(step.node, "id");
      const before = first && childOf(first.node, "id");
      if (!first || !at || !before || first === step) continue;
      yield {
        at,
        message: { ru: `Шаг «${step.id}» уже есть`, en: `There is a step "${step.id}" already` },
        remedy: { ru: "Дайте этому другой id", en: "Give this one another id" },
        related: [{ at: before, message: { ru: "первый шаг с этим id", en: "the first step of this id" } }],
      };
    }
  },
};
