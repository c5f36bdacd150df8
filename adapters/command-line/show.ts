import { printInstance } from "../../engine/view/print-instance.ts";
import { showInstance } from "../../engine/view/show-instance.ts";
import { refuse } from "./give-command.ts";
import { instanceNamed, isRefusal } from "./known-instance.ts";
import { operate, pageOf, printJson } from "./operate.ts";
import type { ExitCode, Terminal } from "./terminal.ts";
import type { OperatingOptions } from "./with-engine.ts";

/** `ordo show <instance>` */
export interface ShowOptions extends OperatingOptions {
  /** The whole timeline and every variable. */
  readonly all?: boolean;
}

/** One instance: what it is, what it waits for, its data, what happened. Times stand in the zone of its calendar. */
export function show(instance: string, options: ShowOptions, terminal: Terminal): Promise<ExitCode> {
  return operate(options, terminal, async (operating) => {
    const shown = await instanceNamed(instance, operating);
    if (isRefusal(shown)) return refuse(shown, operating);
    if (options.json) printJson(terminal, showInstance(shown));
    else {
      const { zone } = shown.definition.calendar;
      terminal.print(printInstance(shown, { ...(await pageOf(operating)), zone, all: options.all ?? false }));
    }
    return 0;
  });
}
