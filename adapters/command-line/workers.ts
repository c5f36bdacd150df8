import type { Instant } from "../../engine/base/instant.ts";
import type { Locale } from "../../engine/definition/problem.ts";
import type { WorkerRow } from "../../engine/ports/workers.ts";
import { relativeText } from "../../engine/view/moment.ts";
import { type TextCell, textTable } from "../../engine/view/text-table.ts";
import { operate, pageOf, printJson, rowJson } from "./operate.ts";
import type { ExitCode, Terminal } from "./terminal.ts";
import type { OperatingOptions } from "./with-engine.ts";

/** `ordo workers` */
export interface WorkersOptions extends OperatingOptions {
  /** Also those that left within the last week: every short command that did some work is one. */
  readonly all?: boolean;
}

/** `ordo workers`: who works on this store, and who has not been heard of. */
export function workers(options: WorkersOptions, terminal: Terminal): Promise<ExitCode> {
  return operate(options, terminal, async (operating) => {
    const all = await operating.engine.workers();
    const rows = options.all === true ? all : all.filter(({ endedAt }) => endedAt === null);
    if (options.json) printJson(terminal, { workers: rows.map(rowJson) });
    else if (rows.length === 0)
      terminal.print(
        terminal.pick({
          ru: "Рабочих процессов нет: ничего само не движется. Запустить: ordo serve или ordo worker",
          en: "There are no workers: nothing moves by itself. To start one: ordo serve or ordo worker",
        }),
      );
    else {
      const page = await pageOf(operating);
      const columns = [
        { title: terminal.pick({ ru: "РАБОЧИЙ ПРОЦЕСС", en: "WORKER" }), shrinks: true },
        { title: terminal.pick({ ru: "СОСТОЯНИЕ", en: "STATE" }) },
        { title: terminal.pick({ ru: "ВЕРСИЯ", en: "VERSION" }) },
        { title: terminal.pick({ ru: "НАЧАЛ", en: "ENTERED" }) },
        { title: terminal.pick({ ru: "БЫЛ СЛЫШЕН", en: "SEEN" }) },
      ];
      const lines = rows.map((row) => [
        { text: row.name, ansi: "1" },
        stateCell(row, page.now, page.locale),
        { text: row.version },
        { text: relativeText(row.enteredAt, page.now, page.locale), ansi: "2" },
        { text: relativeText(row.seenAt, page.now, page.locale), ansi: "2" },
      ]);
      terminal.print(textTable(columns, lines, page));
    }
    return 0;
  });
}

function stateCell({ endedAt, expiresAt }: WorkerRow, now: Instant, locale: Locale): TextCell {
  if (endedAt !== null) return { text: locale === "ru" ? "ушёл" : "left", ansi: "2" };
  if (expiresAt < now) return { text: locale === "ru" ? "молчит" : "silent", ansi: "31" };
  return { text: locale === "ru" ? "работает" : "working", ansi: "32" };
}
