import { seatsOf } from "../compile-task-steps.ts";
import { childOf } from "../node.ts";
import type { Check } from "./check.ts";

export const quorumReachable: Check = {
  explanation: {
    code: "quorum-reachable",
    severity: "error",
    title: { ru: "Кворум больше числа согласующих", en: "The quorum is above the approvers" },
    why: {
      ru: "Согласующие перечислены в файле, и их меньше, чем нужно согласий: согласовать было бы нельзя никогда.",
      en: "The approvers stand in the file, and there are fewer than must agree: nothing could ever be approved.",
    },
    wrong:
      '- id: board\n  approval: Согласуйте\n  approvers: [manager-1, head-1]\n  complete: { quorum: 3 }\n  timeout: { after: P1D, then: end }\n- id: pay\n  if: board.outcome = "approve"\n  notify: ${ requester }\n  text: Да\n- id: log\n  set: { done: true }\n',
    right:
      '- id: board\n  approval: Согласуйте\n  approvers: [manager-1, head-1]\n  complete: { quorum: 2 }\n  timeout: { after: P1D, then: end }\n- id: pay\n  if: board.outcome = "approve"\n  notify: ${ requester }\n  text: Да\n- id: log\n  set: { done: true }\n',
  },
  *find({ outline, made }) {
    for (const step of outline.steps) {
      const approval = made.get(step);
      if (approval?.kind !== "approval") continue;
      const complete = childOf(step.node, "complete");
      const seats = seatsOf(approval.approvers);
      const at = childOf(complete, "quorum");
      if (at?.kind === "scalar" && typeof at.value === "number" && seats !== null && at.value > seats) {
        yield {
          at,
          message: {
            ru: `Кворум ${at.source}, а согласующих ${seats}`,
            en: `The quorum is ${at.source}, but there ${seats === 1 ? "is one approver" : `are ${seats} approvers`}`,
          },
          remedy: { ru: `Поставьте не больше ${seats}`, en: `Make it ${seats} at most` },
        };
      }
      if (at?.kind === "scalar" && typeof at.value === "number" && !Number.isInteger(at.value)) {
        yield {
          at,
          message: {
            ru: `Согласующих не бывает ${at.source}: нужно целое число`,
            en: `There are no ${at.source} approvers: a whole number is wanted`,
          },
          remedy: {
            ru: `Напишите ${Math.ceil(at.value)}, или долю: { percent: 50 }`,
            en: `Write ${Math.ceil(at.value)}, or a share: { percent: 50 }`,
          },
        };
        continue;
      }
      const percent = childOf(complete, "percent");
      if (percent?.kind === "scalar" && typeof percent.value === "number" && percent.value > 100) {
        yield {
          at: percent,
          message: {
            ru: `Больше ста процентов согласующих: ${percent.source}`,
            en: `More than a hundred percent of the approvers: ${percent.source}`,
          },
          remedy: { ru: "Поставьте от 1 до 100", en: "Make it 1 to 100" },
        };
      }
    }
  },
};
