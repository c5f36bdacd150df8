import { id, type ProcessId } from "../../engine/base/ids.ts";
import type { Instant } from "../../engine/base/instant.ts";
import type { InstanceStatus } from "../../engine/instance/state.ts";
import { nameOf } from "../../engine/people/lookup.ts";
import type { InstanceFilter, InstanceRow } from "../../engine/ports/queries.ts";
import { instantOf } from "../../engine/simulation/instant-of.ts";
import { relativeText } from "../../engine/view/moment.ts";
import { statusCell } from "../../engine/view/status-text.ts";
import { textTable } from "../../engine/view/text-table.ts";
import { wrongUse } from "../complaint.ts";
import { refuse } from "./give-command.ts";
import { unknownProcess } from "./known-process.ts";
import { limitOf, moreText } from "./list-page.ts";
import { localZone, type Operating, operate, type Page, pageOf, printJson, rowJson } from "./operate.ts";
import { userNamed } from "./operator.ts";
import type { ExitCode, Terminal } from "./terminal.ts";
import type { OperatingOptions } from "./with-engine.ts";

/** `ordo instances` */
export interface InstancesOptions extends OperatingOptions {
  readonly process?: string;
  /** One status or several with commas. @default any */
  readonly status?: string;
  readonly requester?: string;
  readonly key?: string;
  /** Part of the subject. */
  readonly text?: string;
  /** Started at or after: `2026-11-20` or an instant. */
  readonly from?: string;
  readonly to?: string;
  /** Those in the archive. */
  readonly archived?: boolean;
  readonly limit?: string;
  readonly after?: string;
}

const STATUSES: readonly InstanceStatus[] = ["running", "suspended", "completed", "failed", "canceled"];

/** Instances, the newest first. */
export function instances(options: InstancesOptions, terminal: Terminal): Promise<ExitCode> {
  return operate(options, terminal, async (operating) => {
    const unknown = await unknownProcess(options.process, operating);
    if (unknown !== null) return refuse(unknown, operating);
    const order = { limit: limitOf(options.limit), after: options.after ?? null };
    const { rows, next } = await operating.engine.instances(await filterOf(operating), order);
    if (options.json) printJson(terminal, { instances: rows.map(rowJson), next });
    else if (rows.length === 0)
      terminal.print(terminal.pick({ ru: "Таких процессов нет.", en: "There are no such instances." }));
    else {
      terminal.print(listText(rows, await pageOf(operating), terminal));
      moreText(next, terminal);
    }
    return 0;
  });
}

async function filterOf({ options, engine }: Operating<InstancesOptions>): Promise<InstanceFilter> {
  const { process, status, requester, key, text, from, to, archived } = options;
  return {
    ...(process === undefined ? {} : { process: id<ProcessId>(process) }),
    ...(status === undefined ? {} : { status: statusesIn(status) }),
    ...(requester === undefined ? {} : { requester: userNamed(requester, await engine.people(), "--requester") }),
    ...(key === undefined ? {} : { key }),
    ...(text === undefined ? {} : { text }),
    ...(from === undefined ? {} : { startedFrom: instantNamed(from, "--from") }),
    ...(to === undefined ? {} : { startedTo: instantNamed(to, "--to") }),
    ...(archived === undefined ? {} : { archived }),
  };
}

function statusesIn(text: string): readonly InstanceStatus[] {
  return text.split(",").map((one) => {
    const found = STATUSES.find((status) => status === one.trim());
    if (found) return found;
    throw wrongUse(
      { ru: `--status: нет состояния «${one.trim()}».`, en: `--status: there is no status "${one.trim()}".` },
      { ru: `Есть: ${STATUSES.join(", ")}.`, en: `There are: ${STATUSES.join(", ")}.` },
    );
  });
}

function instantNamed(text: string, option: string): Instant {
  const found = instantOf(text, localZone());
  if (found !== null) return found;
  throw wrongUse(
    {
      ru: `${option}: это не дата и не момент времени: ${text}`,
      en: `${option}: neither a date nor an instant: ${text}`,
    },
    { ru: "Пишите 2026-11-20 или 2026-11-20T10:00:00+03:00.", en: "Write 2026-11-20 or 2026-11-20T10:00:00+03:00." },
  );
}

function listText(rows: readonly InstanceRow[], page: Page, terminal: Terminal): string {
  const columns = [
    { title: terminal.pick({ ru: "ПРОЦЕСС", en: "INSTANCE" }) },
    { title: terminal.pick({ ru: "СОСТОЯНИЕ", en: "STATUS" }) },
    { title: terminal.pick({ ru: "О ЧЁМ", en: "SUBJECT" }), shrinks: true },
    { title: terminal.pick({ ru: "ИНИЦИАТОР", en: "REQUESTER" }), shrinks: true },
    { title: terminal.pick({ ru: "НАЧАТ", en: "STARTED" }) },
  ];
  return textTable(
    columns,
    rows.map((row) => [
      { text: `${row.process}/${row.number}` },
      statusCell(row.status, page.locale),
      { text: row.subject, ansi: "1" },
      { text: row.requester === null ? "—" : nameOf(page.people, row.requester) },
      { text: relativeText(row.startedAt, page.now, page.locale), ansi: "2" },
    ]),
    page,
  );
}
