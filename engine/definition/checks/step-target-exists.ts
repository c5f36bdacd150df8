import { targetsOf } from "../targets.ts";
import type { Check } from "./check.ts";
import { didYouMean } from "./did-you-mean.ts";

export const stepTargetExists: Check = {
  explanation: {
    code: "step-target-exists",
    severity: "error",
    title: { ru: "Переход к шагу, которого нет", en: "It continues to a step that is not there" },
    why: {
      ru: "`then` называет шаг по id или говорит continue, end, exit. Шага с таким id в файле нет.",
      en: "`then` names a step by its id, or says continue, end, exit. There is no step of that id in the file.",
    },
    wrong:
      "- id: approve\n  set: { ok: true }\n  then: notfy-seller\n- id: notify-seller\n  notify: ${ requester }\n  text: Готово\n",
    right:
      "- id: approve\n  set: { ok: true }\n  then: notify-seller\n- id: notify-seller\n  notify: ${ requester }\n  text: Готово\n",
  },
  *find({ outline, document }) {
    const ids = [...outline.byId.keys()];
    for (const step of outline.steps) {
      for (const target of targetsOf(outline, step)) {
        if (target.wrong !== "unknown") continue;
        const at = { start: target.node.start, end: target.node.end };
        yield {
          at,
          message: {
            ru: `Шаг «${step.id}» продолжается в «${target.says}», но такого шага нет`,
            en: `Step "${step.id}" continues to "${target.says}", but there is no such step`,
          },
          ...didYouMean(target.says, [...ids, "continue", "end", "exit"], {
            at,
            text: document.text,
            none: { ru: "Напишите continue, end или exit", en: "Write continue, end or exit" },
          }),
        };
      }
    }
  },
};
