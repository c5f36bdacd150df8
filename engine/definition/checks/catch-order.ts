import { textNodesOf } from "../compile-field.ts";
import { childOf, textOf } from "../node.ts";
import { handlersOf } from "../targets.ts";
import type { Check } from "./check.ts";

export const catchOrder: Check = {
  explanation: {
    code: "catch-order",
    severity: "error",
    title: { ru: "До этого catch очередь не дойдёт", en: "This handler is never taken" },
    why: {
      ru: 'Ошибку берёт первый подходящий catch. После errors: ["*"] остальным не достаётся ничего, и дважды названный код тоже берёт первый.',
      en: 'The first fitting handler takes an error. After errors: ["*"] nothing is left for the others, and a code named twice goes to the first.',
    },
    wrong:
      '- id: careful\n  try:\n    - id: put\n      call: crm.update\n      with: { record: "${ lead }", set: { title: Новая } }\n  catch:\n    - { errors: ["*"], then: continue }\n    - { errors: [UNCERTAIN], then: end }\n',
    right:
      '- id: careful\n  try:\n    - id: put\n      call: crm.update\n      with: { record: "${ lead }", set: { title: Новая } }\n  catch:\n    - { errors: [UNCERTAIN], then: end }\n    - { errors: ["*"], then: continue }\n',
  },
  *find({ outline }) {
    for (const step of outline.steps) {
      if (step.kind !== "try") continue;
      const taken = new Set<string>();
      for (const handler of handlersOf(step)) {
        for (const node of textNodesOf(childOf(handler, "errors"))) {
          const code = textOf(node) as string;
          if (taken.has("*") || taken.has(code)) {
            yield {
              at: node,
              message: { ru: `«${code}» уже взял catch выше`, en: `A handler above takes "${code}" already` },
              remedy: {
                ru: 'Поставьте errors: ["*"] последним и уберите повторы',
                en: 'Put errors: ["*"] last and remove repeats',
              },
            };
          }
          taken.add(code);
        }
      }
    }
  },
};
