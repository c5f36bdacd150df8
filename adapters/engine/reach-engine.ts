import type { Logger } from "../../engine/ports/logger.ts";
import type { UseCases } from "../../engine/runtime/use-cases.ts";
import type { Configuration } from "../configuration/configuration.ts";
import { openHost } from "../host/open-host.ts";
import { productVersion } from "../product-folder.ts";
import { assemble } from "./assemble.ts";
import { handlersOf, maintenanceOf } from "./handlers.ts";
import { remoteEngine } from "./remote-engine.ts";

/** An engine for the length of a command. */
export interface Reached {
  readonly useCases: UseCases;
  /** What is done to the database itself, by name (`backup`, `rebuild`). */
  call(use: string, args: readonly unknown[]): Promise<unknown>;
  close(): Promise<void>;
}

/**
 * Reaches the engine for a short command. With PostgreSQL the store is opened beside its workers. With SQLite the use
 * case goes to the process that has the file; where nobody has it, the file is opened here and everything that is due is
 * done before the command ends.
 *
 * @throws {Complaint} where the store cannot be reached
 */
export async function reachEngine(
  configuration: Configuration,
  of: { readonly logger: Logger; readonly locale: "ru" | "en"; readonly command: string },
): Promise<Reached> {
  const { store } = configuration;
  if (store.kind === "postgres") {
    const assembled = await assemble(configuration, of.logger, "command");
    const handlers = maintenanceOf(assembled);
    return {
      useCases: assembled.engine.useCases,
      call: async (use, args) => handlers[use]?.(args, of),
      async close() {
        await assembled.scheduler.stop();
        await assembled.close();
      },
    };
  }
  const host = await openHost({
    database: store.file,
    version: productVersion(),
    command: of.command,
    open: async () => {
      // Alone there is no queue to share: what is due is done here.
      const assembled = await assemble({ ...configuration, scheduler: { kind: "local" } }, of.logger);
      const { engine, close } = assembled;
      return { handlers: handlersOf(assembled, () => engine.runToRest()), close };
    },
  });
  return {
    useCases: remoteEngine(host, of.locale),
    call: (use, args) => host.call(use, args, of.locale),
    close: () => host.close(),
  };
}
