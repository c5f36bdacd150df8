import { act, refuse, tellOutcome } from "./give-command.ts";
import { instanceNamed, isRefusal } from "./known-instance.ts";
import { operate } from "./operate.ts";
import type { ExitCode, Terminal } from "./terminal.ts";
import type { OperatingOptions } from "./with-engine.ts";

/** `ordo cancel <instance>` */
export interface CancelOptions extends OperatingOptions {
  readonly reason?: string;
  /** The requester takes it back, where an open task of his process allows it. */
  readonly withdraw?: boolean;
}

/** Ends an instance for good: an administrator cancels, with `--withdraw` the requester takes it back. */
export function cancel(instance: string, options: CancelOptions, terminal: Terminal): Promise<ExitCode> {
  return operate(options, terminal, async (operating) => {
    const shown = await instanceNamed(instance, operating);
    if (isRefusal(shown)) return refuse(shown, operating);
    const answer = await act(
      operating,
      { kind: options.withdraw ? "withdraw" : "cancel", reason: options.reason ?? null },
      shown.row.id,
    );
    return tellOutcome(
      answer,
      options.withdraw
        ? { ru: "Процесс отозван.", en: "The instance is withdrawn." }
        : { ru: "Процесс отменён.", en: "The instance is canceled." },
      operating,
    );
  });
}
