import { formatDuration } from "../base/duration.ts";
import type { Ladder, Step } from "../definition/model.ts";
import type { HistoryEvent } from "../instance/event.ts";
import type { Telling, Told } from "./telling.ts";

const RUNG: Readonly<Record<string, { readonly ru: string; readonly en: string }>> = {
  remind: { ru: "напоминание", en: "reminder" },
  notify: { ru: "сообщено", en: "told" },
  offer: { ru: "задание предложено ещё", en: "also offered to" },
  reassign: { ru: "задание переходит", en: "the task passes to" },
  outcome: { ru: "решение по сроку", en: "decided by the clock" },
};

/** A rung of a ladder: how long nobody answered, what the clock did, whom it reached. */
export function rungFired({ tell, host, event }: Telling<HistoryEvent & { kind: "rungFired" }>): Told {
  const step = host.definition.steps.get(event.step);
  const rung = ladderOf(step, event.task)[event.rung];
  const after = rung?.after.kind === "fixed" ? formatDuration(rung.after.duration, tell.locale) : null;
  const again = event.repeat > 0 ? tell.pick("снова ", "again ") : "";
  const silence =
    after === null || event.repeat > 0
      ? tell.pick("Ответа нет", "No answer")
      : tell.pick(`Нет ответа: ${after}`, `No answer for ${after}`);
  const to = event.to.length === 0 ? "" : ` → ${tell.people(event.to)}`;
  const action = event.repeat > 0 && event.action === "offer" ? "remind" : event.action;
  const text = `${silence} — ${again}${RUNG[action]?.[tell.locale] ?? action}${to}`;
  return {
    tone: "escalation",
    text,
    ...(event.repeat > 0 ? { repeats: `${event.activation}/${event.task}/${event.rung}` } : {}),
  };
}

/** The ladder a rung belongs to: a rework task has one of its own. */
export function ladderOf(step: Step | undefined, task: string | null): Ladder {
  if (step?.kind === "approval" && task?.includes("/rework@")) return step.rework?.escalation ?? [];
  return step?.kind === "userTask" || step?.kind === "approval" || step?.kind === "do" ? step.escalation : [];
}
