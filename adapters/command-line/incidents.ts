import { id, type ProcessId } from "../../engine/base/ids.ts";
import { harmless } from "../../engine/definition/show-line.ts";
import type { IncidentRow } from "../../engine/ports/store.ts";
import { wrap } from "../../engine/view/display-width.ts";
import { relativeText } from "../../engine/view/moment.ts";
import { pageWidth, paint } from "../../engine/view/print-timeline.ts";
import { instanceName } from "../../engine/view/short-name.ts";
import { refuse } from "./give-command.ts";
import { instanceNamed, isRefusal } from "./known-instance.ts";
import { unknownProcess } from "./known-process.ts";
import { limitOf, moreText } from "./list-page.ts";
import { type Operating, operate, type Page, pageOf, printJson, rowJson } from "./operate.ts";
import type { ExitCode, Terminal } from "./terminal.ts";
import type { OperatingOptions } from "./with-engine.ts";

/** `ordo incidents` */
export interface IncidentsOptions extends OperatingOptions {
  readonly process?: string;
  readonly instance?: string;
  readonly code?: string;
  /** One that nothing retries: it has been seen to. */
  readonly settle?: string;
  /** Somebody looks after it: nobody is alerted of it again. */
  readonly seen?: string;
  readonly limit?: string;
  readonly after?: string;
}

/** Open incidents, the newest first, each with what to do. `--settle`: 1 where there is no such one to settle. */
export function incidents(options: IncidentsOptions, terminal: Terminal): Promise<ExitCode> {
  return operate(options, terminal, async (operating) => {
    if (options.settle !== undefined) return settle(options.settle, operating);
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
      const numbers = await operating.engine.numbers(rows.flatMap(({ instance: of }) => of ?? []));
      terminal.print(rows.map((row) => incidentText(row, { page, numbers, rows })).join("\n\n"));
      moreText(next, terminal);
    }
    return 0;
  });
}

async function settle(incident: string, { engine, options, terminal }: Operating): Promise<ExitCode> {
  const settled = await engine.settle(incident);
  if (options.json) printJson(terminal, { incident, settled });
  else
    terminal.say(
      terminal.pick(
        settled
          ? { ru: `Сбой закрыт: ${incident}`, en: `Settled: ${incident}` }
          : {
              ru: `Такого сбоя нет, или он закрывается повтором: ordo incidents, ordo retry`,
              en: `There is no such incident, or retrying settles it: ordo incidents, ordo retry`,
            },
      ),
    );
  return settled ? 0 : 1;
}

interface Listed {
  readonly page: Page;
  /** Numbers of the instances by id. */
  readonly numbers: Readonly<Record<string, number>>;
  readonly rows: readonly IncidentRow[];
}

function incidentText(row: IncidentRow, listed: Listed): string {
  const { page } = listed;
  const { locale, now } = page;
  const where = [nameOfInstance(row, listed) ?? row.process, row.step].filter((one) => one !== null).join(" · ");
  const indented = (text: string): readonly string[] =>
    wrap(harmless(text), pageWidth(page) - 4).map((line) => `    ${line}`);
  const command = commandFor(row, listed);
  return [
    `${paint("31", "!", page)} ${paint("1", row.code, page)}  ${paint("2", `${where}, ${relativeText(row.at, now, locale)}`, page)}`,
    ...indented(row.message[locale]),
    ...indented(row.remedy[locale]).map((line) => paint("2", line, page)),
    paint("2", `    ${command}`, page),
  ].join("\n");
}

/** Somebody is to be named in a task of the administrators; what nothing can retry is settled by who has seen to it. */
function commandFor(row: IncidentRow, listed: Listed): string {
  const { id: incident, resolution } = row;
  const instance = nameOfInstance(row, listed);
  if (instance === null || resolution === "none") return `ordo incidents --settle '${incident}'`;
  if (resolution !== "retry") return `ordo tasks --instance ${instance}`;
  const isAlone = listed.rows.filter((one) => one.instance === row.instance).length === 1;
  return isAlone ? `ordo retry ${instance}` : `ordo retry ${instance} '${incident}'`;
}

/** `invoice-approval/12`; its id where nobody knows its number. */
function nameOfInstance({ instance, process }: IncidentRow, { numbers }: Listed): string | null {
  const number = instance === null ? undefined : numbers[instance];
  return number === undefined ? instance : instanceName({ process, number });
}
