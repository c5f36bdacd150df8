import { act, refuse, tellOutcome } from "./give-command.ts";
import { instanceNamed, isRefusal } from "./known-instance.ts";
import { operate } from "./operate.ts";
import type { ExitCode, Terminal } from "./terminal.ts";
import type { OperatingOptions } from "./with-engine.ts";

/** Lets a suspended instance go on; what came meanwhile is done now. */
export function resume(instance: string, options: OperatingOptions, terminal: Terminal): Promise<ExitCode> {
  return operate(options, terminal, async (operating) => {
    const shown = await instanceNamed(instance, operating);
    if (isRefusal(shown)) return refuse(shown, operating);
    const answer = await act(operating, { kind: "resume" }, shown.row.id);
    return tellOutcome(answer, { ru: "Процесс идёт дальше.", en: "The instance goes on." }, operating);
  });
}
