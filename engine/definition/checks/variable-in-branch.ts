import { childOf } from "../node.ts";
import { listsAround, type OutlineList, type OutlineStep } from "../outline.ts";
import { setNamesOf } from "../variables.ts";
import type { Check } from "./check.ts";

export const variableInBranch: Check = {
  explanation: {
    code: "variable-in-branch",
    severity: "error",
    title: { ru: "Ветвь меняет внешнюю переменную", en: "A branch changes an outer variable" },
    why: {
      ru: "Ветви и повторения с parallel идут рядом: кто из них запишет последним, зависело бы от случая. Результат ветви берут из результата fork, результат цикла — из collect.",
      en: "Branches and parallel iterations run side by side: which of them writes last would be chance. Take a branch's result from the result of the `fork`, a loop's from `collect`.",
    },
    wrong:
      '- id: begin\n  set: { total: 0 }\n- id: each-deal\n  for: { each: one, in: "[1, 2]", parallel: 2 }\n  do:\n    - id: add\n      set: { total: "${ total + one }" }\n',
    right:
      '- id: each-deal\n  for: { each: one, in: "[1, 2]", parallel: 2 }\n  collect: double\n  do:\n    - id: add\n      set: { double: "${ one * 2 }" }\n- id: sum-up\n  set: { total: "${ sum(eachDeal) }" }\n',
  },
  *find({ outline, variables }) {
    for (const step of outline.steps) {
      if (step.kind !== "set") continue;
      for (const { name, at } of setNamesOf(step)) {
        const variable = variables.visible(name, step.list);
        const border = variable ? borderBetween(step.list, variable.scope) : null;
        if (!border) continue;
        yield {
          at,
          message: {
            ru: `«${name}» — внешняя переменная, а ${border === "branch" ? "ветви" : "повторения"} идут рядом`,
            en: `"${name}" is an outer variable, and ${border === "branch" ? "branches" : "iterations"} run side by side`,
          },
          remedy:
            border === "branch"
              ? {
                  ru: "Назовите переменную иначе и возьмите её из результата fork",
                  en: "Choose another name and take it from the result of the fork",
                }
              : {
                  ru: "Назовите переменную иначе и соберите её через collect",
                  en: "Choose another name and gather it with `collect`",
                },
        };
      }
    }
  },
};

/** The first branch or parallel iteration between a list and the scope of a variable outside it. */
function borderBetween(from: OutlineList, scope: OutlineList): "branch" | "iteration" | null {
  for (const list of listsAround(from)) {
    if (list === scope) return null;
    if (list.role === "branch") return "branch";
    if (list.role === "do" && list.owner?.kind === "for" && isParallel(list.owner)) return "iteration";
  }
  return null;
}

function isParallel(step: OutlineStep): boolean {
  const parallel = childOf(step.keyword.value, "parallel");
  return parallel?.kind === "scalar" && parallel.value !== 1 && parallel.value !== false;
}
