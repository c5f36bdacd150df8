import type { Duration } from "../../base/duration.ts";
import { laddersOf } from "../ladders-of.ts";
import type { DurationTemplate } from "../model.ts";
import { childOf } from "../node.ts";
import type { Check } from "./check.ts";

export const ladderOrder: Check = {
  explanation: {
    code: "ladder-order",
    severity: "warning",
    title: { ru: "Ступени не по порядку", en: "Rungs out of order" },
    why: {
      ru: "Срок каждой ступени считается от открытия задания, а не от предыдущей ступени. Ступень с меньшим сроком, чем у той, что выше, сработает раньше неё.",
      en: "Every rung counts from the opening of the task, not from the rung before. One with a shorter time than the rung above it fires before that rung.",
    },
    wrong:
      "- id: look\n  userTask: Посмотрите заявку\n  assignee: manager-1\n  escalation:\n    - { after: { businessDays: 2 }, action: remind }\n    - { after: { businessDays: 1 }, action: notify, to: head-1, repeat: { businessDays: 1 } }\n",
    right:
      "- id: look\n  userTask: Посмотрите заявку\n  assignee: manager-1\n  escalation:\n    - { after: { businessDays: 1 }, action: remind }\n    - { after: { businessDays: 2 }, action: notify, to: head-1, repeat: { businessDays: 1 } }\n",
  },
  *find(subject) {
    for (const { rungs } of laddersOf(subject)) {
      for (const [index, { rung, node }] of rungs.entries()) {
        const before = rungs[index - 1];
        if (!before || !isSooner(rung.after, before.rung.after)) continue;
        yield {
          at: childOf(node, "after") ?? node,
          message: { ru: "Эта ступень сработает раньше предыдущей", en: "This rung fires before the one above it" },
          remedy: {
            ru: "Срок ступени считается от открытия задания: переставьте ступени",
            en: "A rung counts from the opening of the task: put the rungs in order",
          },
        };
      }
    }
  },
};

/** Hours that a business day surely has not fewer of, to compare business days with business hours. */
const BUSINESS_DAY_HOURS = 8;

function isSooner(one: DurationTemplate, other: DurationTemplate): boolean {
  if (one.kind !== "fixed" || other.kind !== "fixed") return false;
  const [left, right] = [hoursOf(one.duration), hoursOf(other.duration)];
  // Working hours take at least as long as the same number of hours by the clock.
  return (left.business === right.business || right.business) && left.hours < right.hours;
}

function hoursOf(duration: Duration): { readonly business: boolean; readonly hours: number } {
  if (duration.kind === "businessDays") return { business: true, hours: duration.count * BUSINESS_DAY_HOURS };
  if (duration.kind === "businessHours") return { business: true, hours: duration.count };
  return { business: false, hours: duration.months * 30 * 24 + duration.days * 24 + duration.ms / 3_600_000 };
}
