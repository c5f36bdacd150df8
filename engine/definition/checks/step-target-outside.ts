import type { OutlineStep } from "../outline.ts";
import { targetsOf } from "../targets.ts";
import type { Check } from "./check.ts";

export const stepTargetOutside: Check = {
  explanation: {
    code: "step-target-outside",
    severity: "error",
    title: { ru: "Переход внутрь другого блока", en: "It jumps into another block" },
    why: {
      ru: "`then` ведёт к шагу своего списка или объемлющего. Внутрь чужого блока, ветви, цикла или случая прыгнуть нельзя: у них своё начало.",
      en: "`then` leads to a step of its own list or of an enclosing one. There is no way into another block, branch, loop or case but its beginning.",
    },
    wrong:
      "- id: stage\n  do:\n    - id: inner\n      notify: ${ requester }\n      text: Внутри\n- id: back\n  if: amount > 10\n  wait: P1D\n  then: inner\n",
    right:
      "- id: stage\n  do:\n    - id: inner\n      notify: ${ requester }\n      text: Внутри\n- id: back\n  if: amount > 10\n  wait: P1D\n  then: stage\n",
  },
  *find({ outline }) {
    for (const step of outline.steps) {
      for (const target of targetsOf(outline, step)) {
        if (target.wrong !== "outside") continue;
        const meant = outline.byId.get(target.says);
        const holder = meant ? outermostApart(meant, step) : null;
        yield {
          at: { start: target.node.start, end: target.node.end },
          message: {
            ru: `Шаг «${target.says}» внутри другого блока: туда не перейти`,
            en: `Step "${target.says}" is inside another block: there is no way in`,
          },
          remedy: holder
            ? {
                ru: `Перейдите к «${holder.id}» или вынесите шаг наружу`,
                en: `Go to "${holder.id}", or move the step outside`,
              }
            : {
                ru: "Вынесите шаг в этот список или в объемлющий",
                en: "Move the step into this list or an enclosing one",
              },
          ...(meant ? { related: [{ at: meant.keyword.key, message: { ru: "вот этот шаг", en: "this step" } }] } : {}),
        };
      }
    }
  },
};

/** The step around the one meant that can be jumped to from here. */
function outermostApart(meant: OutlineStep, from: OutlineStep): OutlineStep | null {
  const reachable = new Set([...around(from)]);
  for (let at = meant.list.owner; at; at = at.list.owner) if (reachable.has(at.list)) return at.id === "" ? null : at;
  return null;
}

function* around(step: OutlineStep): Iterable<OutlineStep["list"]> {
  for (let list: OutlineStep["list"] | null = step.list; list; list = list.owner?.list ?? null) yield list;
}
