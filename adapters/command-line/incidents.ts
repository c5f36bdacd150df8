import { id, type ProcessId } from "../../engine/base/ids.ts";
import { harmless } from "../../engine/definition/show-line.ts";
import type { IncidentRow } from "../../engine/ports/store.ts";
import { wrap } from "../../engine/view/display-width.ts";
import { relativeText } from "../../engine/view/moment.ts";
import { pageWidth, paint } from "../../engine/view/print-timeline.ts";
import { refuse } from "./give-command.ts";
import { instanceNamed, isRefusal } from "./known-instance.ts";
import { unknownProcess } from "./known-process.ts";
import { limitOf, moreText } from "./list-page.ts";
import { operate, type Page, pageOf, printJson, rowJson } from "./operate.ts";
import type { ExitCode, Terminal } from "./terminal.ts";
import type { OperatingOptions } from "./with-engine.ts";

/** `ordo incidents` */
export interface IncidentsOptions extends OperatingOptions {
  readonly process?: string;
  readonly instance?: string;
  readonly code?: string;
  readonly limit?: string;
  readonly after?: string;
}

/** Open incidents, the newest first, each with what to do. */
export function incidents(options: IncidentsOptions, terminal: Terminal): Promise<ExitCode> {
  return operate(options, terminal, async (operating) => {
    const instance = options.instance === undefined ? null : await instanceNamed(options.instance, operating);
    if (instance !== null && isRefusal(instance)) return refuse(instance, operating);
    const unknown = await unknownProcess(options.process, operating);
    if (unknown !== null) return refuse(unknown, operating);
    const { rows, next } = await operating.engine.incidents({
      ...(instance === null ? {} : { instance: instance.row.id }),
      ...(options.process === undefined ? {} : { process: id<ProcessId>(options.process) }),
      ...(options.code === undefined ? {} : { code: options.code }),
      limit: limitOf(options.limit),
      after: options.after ?? null,
    });
    if (options.json) printJson(terminal, { incidents: rows.map(rowJson), next });
    else if (rows.length === 0)
      terminal.print(terminal.pick({ ru: "Открытых сбоев нет.", en: "There are no open incidents." }));
    else {
      const page = await pageOf(operating);
      terminal.print(rows.map((row) => incidentText(row, page)).join("\n\n"));
      moreText(next, terminal);
    }
    return 0;
  });
}

function incidentText(row: IncidentRow, page: Page): string {
  const { locale, now } = page;
  const where = [row.process, row.step, row.instance].filter((one) => one !== null).join(" · ");
  const indented = (text: string): readonly string[] =>
    wrap(harmless(text), pageWidth(page) - 4).map((line) => `    ${line}`);
  const command = commandFor(row);
  return [
    `${paint("31", "!", page)} ${paint("1", row.code, page)}  ${paint("2", `${where}, ${relativeText(row.at, now, locale)}`, page)}`,
    ...indented(row.message[locale]),
    ...indented(row.remedy[locale]).map((line) => paint("2", line, page)),
    ...(command === null ? [] : [paint("2", `    ${command}`, page)]),
  ].join("\n");
}

/** Somebody is to be named in a task of the administrators; what belongs to no instance is settled by its cause. */
function commandFor({ instance, id: incident, resolution }: IncidentRow): string | null {
  if (instance === null || resolution === "none") return null;
  return resolution === "retry" ? `ordo retry ${instance} ${incident}` : `ordo tasks --instance ${instance}`;
}
