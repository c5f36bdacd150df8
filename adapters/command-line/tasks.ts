import { type InstanceId, id, type ProcessId } from "../../engine/base/ids.ts";
import type { TaskFilter } from "../../engine/runtime/use-cases.ts";
import { printTasks } from "../../engine/view/task-list.ts";
import { refuse } from "./give-command.ts";
import { instanceNamed, isRefusal } from "./known-instance.ts";
import { unknownProcess } from "./known-process.ts";
import { limitOf, moreText } from "./list-page.ts";
import { type Operating, operate, pageOf, printJson, rowJson } from "./operate.ts";
import { operatorOf, userNamed } from "./operator.ts";
import type { ExitCode, Terminal } from "./terminal.ts";
import type { OperatingOptions } from "./with-engine.ts";

/** `ordo tasks` */
export interface TasksOptions extends OperatingOptions {
  /** Everybody's. @default those that the user may act on */
  readonly all?: boolean;
  /** Those that this person may act on. */
  readonly user?: string;
  readonly process?: string;
  readonly instance?: string;
  /** The record they are about: `lead/101`. */
  readonly about?: string;
  readonly limit?: string;
  /** Where the last page ended. */
  readonly after?: string;
}

/** Open tasks, overdue first: one's own, somebody's, or all. */
export function tasks(options: TasksOptions, terminal: Terminal): Promise<ExitCode> {
  return operate(options, terminal, async (operating) => {
    const instance = options.instance === undefined ? null : await instanceNamed(options.instance, operating);
    if (instance !== null && isRefusal(instance)) return refuse(instance, operating);
    const unknown = await unknownProcess(options.process, operating);
    if (unknown !== null) return refuse(unknown, operating);
    const page = await operating.engine.tasks({
      ...(await whose(operating)),
      ...(instance === null ? {} : { instance: id<InstanceId>(instance.row.id) }),
      ...(options.process === undefined ? {} : { process: id<ProcessId>(options.process) }),
      ...(options.about === undefined ? {} : { about: options.about }),
      limit: limitOf(options.limit),
      after: options.after ?? null,
    });
    if (options.json) printJson(terminal, { tasks: page.rows.map(rowJson), next: page.next });
    else if (page.rows.length === 0)
      terminal.print(terminal.pick({ ru: "Открытых заданий нет.", en: "There are no open tasks." }));
    else {
      const look = await pageOf(operating);
      const numbers = await operating.engine.numbers(page.rows.map(({ instance: of }) => of));
      terminal.print(printTasks(page.rows, { ...look, numbers }, look));
      moreText(page.next, terminal);
    }
    return 0;
  });
}

async function whose(operating: Operating<TasksOptions>): Promise<Pick<TaskFilter, "actor">> {
  const { options, engine } = operating;
  if (options.user !== undefined) return { actor: userNamed(options.user, await engine.people(), "--user") };
  const isOfThing = options.instance !== undefined || options.process !== undefined || options.about !== undefined;
  if (options.all || (isOfThing && options.as === undefined)) return {};
  return { actor: (await operatorOf(operating)).user };
}
