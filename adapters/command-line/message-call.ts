import type { MessageAnswer, MessageOrder } from "../engine/message-orders.ts";
import { reachEngine } from "../engine/reach-engine.ts";
import { configured } from "./configured.ts";
import { knownPlace } from "./known-place.ts";
import type { Operating } from "./operate.ts";
import type { ExitCode, Terminal } from "./terminal.ts";
import { type OperatingOptions, signedInOf } from "./with-engine.ts";

/** Gives orders about messages to whoever has the database. */
export type MessageCall = (order: MessageOrder) => Promise<MessageAnswer>;

/** Reaches the engine for a command about messages, and closes it whatever happens. */
export async function withMessages<Options extends OperatingOptions>(
  options: Options,
  terminal: Terminal,
  work: (call: MessageCall, operating: Operating<Options>) => Promise<ExitCode>,
): Promise<ExitCode> {
  const { configuration, logger } = configured(terminal, { level: "warn" });
  knownPlace(configuration);
  const reached = await reachEngine(configuration, { logger, locale: terminal.locale, command: "ordo messages" });
  try {
    const call: MessageCall = async (order) => (await reached.call("messages", [order])) as MessageAnswer;
    return await work(call, { engine: reached.useCases, signedIn: signedInOf(configuration), options, terminal });
  } finally {
    await reached.close();
  }
}
