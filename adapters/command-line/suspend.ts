import { act, refuse, tellOutcome } from "./give-command.ts";
import { instanceNamed, isRefusal } from "./known-instance.ts";
import { operate } from "./operate.ts";
import type { ExitCode, Terminal } from "./terminal.ts";
import type { OperatingOptions } from "./with-engine.ts";

/** `ordo suspend <instance>` */
export interface SuspendOptions extends OperatingOptions {
  readonly reason?: string;
}

/** Stops an instance: its clock stands still, its tasks take no answers. */
export function suspend(instance: string, options: SuspendOptions, terminal: Terminal): Promise<ExitCode> {
  return operate(options, terminal, async (operating) => {
    const shown = await instanceNamed(instance, operating);
    if (isRefusal(shown)) return refuse(shown, operating);
    const answer = await act(operating, { kind: "suspend", reason: options.reason ?? null }, shown.row.id);
    return tellOutcome(answer, { ru: "Процесс приостановлен.", en: "The instance is suspended." }, operating);
  });
}
