import { id as brand } from "../base/ids.ts";
import type { Instant } from "../base/instant.ts";
import type { OutboxEntry } from "../ports/outbox.ts";
import type { IncidentRow } from "../ports/store.ts";

/** The incident of work that failed again and again for a reason of ours. It goes on being tried. */
export function workFailed({ id, instance }: OutboxEntry, reason: string, at: Instant): IncidentRow {
  return {
    id: `work:${id}`,
    instance,
    process: brand(""),
    step: null,
    code: "WORK_FAILED",
    message: { ru: `Внутренняя ошибка: ${reason}`, en: `Internal error: ${reason}` },
    remedy: {
      ru: "Движок повторяет попытки сам. Если не пройдёт, сообщите разработчикам (журнал работника).",
      en: "The engine keeps trying. If it does not pass, tell the developers (the worker's log).",
    },
    resolution: "none",
    at,
  };
}

/** What was thrown, for the log. */
export function reasonOf(error: unknown): string {
  return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
}
