import type { Locale, Text } from "../definition/problem.ts";
import type { InstanceStatus } from "../instance/state.ts";
import { type PrintTimelineOptions, paint } from "./print-timeline.ts";
import type { TextCell } from "./text-table.ts";

const STATUSES: Readonly<Record<InstanceStatus, Text & { readonly ansi: string }>> = {
  running: { ru: "идёт", en: "running", ansi: "32" },
  suspended: { ru: "приостановлен", en: "suspended", ansi: "33" },
  completed: { ru: "завершён", en: "completed", ansi: "2" },
  failed: { ru: "прерван ошибкой", en: "failed", ansi: "31" },
  canceled: { ru: "отменён", en: "canceled", ansi: "33" },
};

/** The word of a status, in its color. */
export function statusText(status: InstanceStatus, options: Pick<PrintTimelineOptions, "locale" | "color">): string {
  return paint(STATUSES[status].ansi, STATUSES[status][options.locale], options);
}

/** The same as a cell of a table. */
export function statusCell(status: InstanceStatus, locale: Locale): TextCell {
  return { text: STATUSES[status][locale], ansi: STATUSES[status].ansi };
}
