import type { TaskId, UserId } from "../base/ids.ts";
import type { Instant } from "../base/instant.ts";
import type { Says } from "../people/note.ts";
import type { IncidentRow } from "../ports/store.ts";
import type { TargetReason } from "./leaver-targets.ts";

const REASONS: Readonly<Record<TargetReason, Says>> = {
  delegator: { ru: "задание вернулось тому, кто его поручил", en: "the task goes back to who delegated it" },
  substitute: { ru: "задание — у замещающего", en: "the task goes to the substitute" },
  head: { ru: "задание — у руководителя", en: "the task goes to the head" },
  administrator: { ru: "задание — у администратора", en: "the task goes to an administrator" },
};

/** Why a leaver's task has another assignee: stands in the history of its instance. */
export function whyMoved(name: string, reason: TargetReason): Says {
  const says = REASONS[reason];
  return { ru: `${name} больше не работает: ${says.ru}`, en: `${name} has left: ${says.en}` };
}

/** A leaver's task that nobody may have: one incident a task, until it moves or closes. */
export function staysIncident(
  of: Pick<IncidentRow, "instance" | "process" | "code"> & {
    readonly task: TaskId;
    readonly title: string;
    readonly person: UserId;
  },
  at: Instant,
): IncidentRow {
  const { instance, process, code, task, title, person } = of;
  return {
    ...{ id: `leaver:${person}:${task}`, instance, process, step: null, code, resolution: "none", at },
    message: {
      ru: `Задание «${title}» осталось у уволенного (${person}): передать некому, всех остальных исключают четыре глаза или их нет.`,
      en: `The task "${title}" stays with a leaver (${person}): nobody may have it, four eyes exclude all others or there are none.`,
    },
    remedy: {
      ru: `Назовите, кто решает: ordo task reassign ${task} --to <сотрудник>; или отмените процесс.`,
      en: `Say who decides: ordo task reassign ${task} --to <user>; or cancel the instance.`,
    },
  };
}
