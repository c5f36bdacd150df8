import { randomUUID } from "node:crypto";
import { isoText } from "../../engine/calendar/iso-text.ts";
import { messageCalled } from "../../engine/runtime/occurrence.ts";
import { localZone, operate, printJson } from "./operate.ts";
import { operatorOf } from "./operator.ts";
import { readSets } from "./read-sets.ts";
import type { ExitCode, Terminal } from "./terminal.ts";
import type { OperatingOptions } from "./with-engine.ts";

/** `ordo send <message>` */
export interface SendOptions extends OperatingOptions {
  /** Joins it to one waiting instance. @default none: to whoever waits for any */
  readonly key?: string;
  /** `field=value` of the message. */
  readonly set?: readonly string[];
  /** The same id again is the same message. @default a new one */
  readonly id?: string;
}

/**
 * Hands a message in by name, as a webhook would: one instance that waits for it hears it, or it starts what it meets; else
 * it is kept for who begins to wait.
 */
export function send(name: string, options: SendOptions, terminal: Terminal): Promise<ExitCode> {
  return operate(options, terminal, async (operating) => {
    const { engine } = operating;
    const { user } = await operatorOf(operating);
    const fields = readSets(options.set ?? [], { fields: [], people: await engine.people() });
    const at = { $type: "date and time", value: isoText(engine.now(), localZone()) } as const;
    const id = options.id ?? randomUUID();
    const message = messageCalled(name, { key: options.key ?? null, fields }, { id, at, actor: user, cause: null });
    const isNew = await engine.occur(message);
    if (options.json) printJson(terminal, { id, new: isNew });
    else
      terminal.print(
        isNew
          ? terminal.pick({ ru: `Сообщение принято: ${id}`, en: `The message is taken in: ${id}` })
          : terminal.pick({ ru: `Уже было: ${id}`, en: `It came before: ${id}` }),
      );
    return 0;
  });
}
