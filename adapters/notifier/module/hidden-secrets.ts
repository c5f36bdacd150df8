import type { Fields, Logger } from "../../../engine/ports/logger.ts";
import type { Section } from "../../section.ts";

/** What is shown instead of a secret. */
const SHOWN = "***";
/** Shorter ones are in every second word. Characters. */
const SECRET_MIN = 4;

/** Takes the secrets of a module's settings out of whatever the module says. */
export interface HiddenSecrets {
  text(text: string): string;
  /** The same value with every text in it masked, however deep. Maps and lists are copied. */
  value<Value>(value: Value): Value;
  /** The first line of what was thrown. */
  error(error: unknown): string;
  logger(logger: Logger): Logger;
}

/**
 * Secrets are all values that come from the environment: a module may read its password as a text as well as as a
 * secret, and it is its author's code that decides what a message says.
 */
export function hiddenSecrets(settings: Section): HiddenSecrets {
  const secrets = [...new Set(settings.fromEnvironment().flatMap((value) => [value, encodeURIComponent(value)]))]
    .filter(({ length }) => length >= SECRET_MIN)
    .sort((a, b) => b.length - a.length);
  const text = (said: string): string => secrets.reduce((masked, secret) => masked.replaceAll(secret, SHOWN), said);
  const value = <Value>(given: Value): Value => deeply(given, text) as Value;
  const fields = (given: Fields | undefined): Fields | undefined => (given === undefined ? undefined : value(given));
  return {
    text,
    value,
    error: (error) => text(error instanceof Error ? error.message : String(error)).split("\n", 1)[0] ?? "",
    logger: (logger) => ({
      debug: (message, given) => logger.debug(text(message), fields(given)),
      info: (message, given) => logger.info(text(message), fields(given)),
      warn: (message, given) => logger.warn(text(message), fields(given)),
      error: (message, given) => logger.error(text(message), fields(given)),
    }),
  };
}

function deeply(value: unknown, text: (said: string) => string): unknown {
  if (typeof value === "string") return text(value);
  if (Array.isArray(value)) return value.map((one) => deeply(one, text));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, deeply(one, text)]));
}
