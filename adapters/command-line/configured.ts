import type { Logger } from "../../engine/ports/logger.ts";
import type { Configuration } from "../configuration/configuration.ts";
import { requireConfiguration } from "../configuration/require-configuration.ts";
import { createLogger } from "../logger/pino/pino-logger.ts";
import { folderSource } from "../process-source/folder/folder-source.ts";
import type { Secret } from "../secret.ts";
import type { Terminal } from "./terminal.ts";

/**
 * The configuration of the working folder and a log that knows its secrets.
 *
 * @param floor a short command logs only what is at least so important, whatever the configuration says
 * @throws {Complaint} where the configuration does not do
 */
export function configured(
  terminal: Terminal,
  floor: { readonly level?: Configuration["log"]["level"] } = {},
): { readonly configuration: Configuration; readonly logger: Logger } {
  const configuration = requireConfiguration(folderSource(), process.env, {
    color: terminal.talkColor,
    warn: (text) => terminal.say(text(terminal.locale)),
  });
  const { log } = configuration;
  const logger = createLogger({
    level: floor.level ?? log.level,
    file: floor.level === undefined ? log.file : null,
    pretty: terminal.talkColor,
    secrets: secretsOf(configuration),
  });
  return { configuration, logger };
}

function secretsOf({ store, scheduler, registry, http }: Configuration): readonly Secret[] {
  return [
    ...(store.kind === "postgres" ? [store.url] : []),
    ...(scheduler.kind === "bullmq" ? [scheduler.url] : []),
    ...(registry.key === null ? [] : [registry.key]),
    ...Object.values(http.secrets).flatMap(({ value }) => (value === null ? [] : [value])),
  ];
}
