import type { Outline, OutlineStep } from "../outline.ts";
import { targetsOf } from "../targets.ts";
import { isWaiting, nextWithoutWait } from "../ways.ts";
import type { Check } from "./check.ts";

export const cycleWithoutWait: Check = {
  explanation: {
    code: "cycle-without-wait",
    severity: "error",
    title: { ru: "Круг без ожидания", en: "A cycle without a wait" },
    why: {
      ru: "Процесс ходил бы по кругу тысячи раз в секунду: между возвратами никто не решает и ничего не ждут. Поставьте в круг задание, wait или listen.",
      en: "The process would run in circles thousands of times a second: nobody decides and nothing is waited for on the way. Put a task, a `wait` or a `listen` into the cycle.",
    },
    wrong:
      '- id: look\n  call: crm.get\n  with: { record: "${ lead }" }\n- id: again\n  if: look.stageKind = "first"\n  set: { seen: true }\n  then: look\n',
    right:
      '- id: look\n  call: crm.get\n  with: { record: "${ lead }" }\n- id: again\n  if: look.stageKind = "first"\n  wait: { businessHours: 1 }\n  then: look\n',
  },
  *find({ outline }) {
    for (const step of outline.steps) {
      for (const target of targetsOf(outline, step)) {
        const { to } = target;
        if (!to || isWaiting(step) || !isBackward(outline, to, step) || !reaches(outline, to, step)) continue;
        yield {
          at: { start: target.node.start, end: target.node.end },
          message: {
            ru: `Круг от «${to.id}» до «${step.id}» без ожидания`,
            en: `A cycle from "${to.id}" to "${step.id}" without a wait`,
          },
          remedy: {
            ru: "Поставьте в круг wait, listen или задание",
            en: "Put a wait, a listen or a task into the cycle",
          },
          related: [
            { at: to.keyword.key, message: { ru: "сюда он возвращается", en: "this is where it goes back to" } },
          ],
        };
      }
    }
  },
};

function isBackward(outline: Outline, to: OutlineStep, from: OutlineStep): boolean {
  return outline.steps.indexOf(to) <= outline.steps.indexOf(from);
}

/** Is there a way between the two on which nothing waits? */
function reaches(outline: Outline, from: OutlineStep, to: OutlineStep): boolean {
  const seen = new Set<OutlineStep>();
  const open = [from];
  for (let at = open.pop(); at; at = open.pop()) {
    if (at === to) return true;
    if (seen.has(at)) continue;
    seen.add(at);
    open.push(...nextWithoutWait(outline, at));
  }
  return false;
}
