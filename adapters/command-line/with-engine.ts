import { id, type UserId } from "../../engine/base/ids.ts";
import type { UseCases } from "../../engine/runtime/use-cases.ts";
import type { Configuration } from "../configuration/configuration.ts";
import { signedInUser } from "../configuration/signed-in-user.ts";
import type { FileShelf } from "./file-shelf.ts";
import { knownPlace } from "./known-place.ts";
import type { ExitCode, Terminal } from "./terminal.ts";

/** What every operating command understands. */
export interface OperatingOptions {
  /** One JSON object instead of text (`docs/reference/command-line-json.md`). */
  readonly json?: boolean;
  /** Of administrators: in whose name it is done; recorded as an override. */
  readonly as?: string;
  /** Where files lie. Tests give one of their own. @default the file store that `ordo.yaml` names */
  readonly shelf?: FileShelf;
  /** How the engine is reached. Tests give one of their own. @default {@link withEngine} */
  readonly connect?: WithEngine;
  /** May the command be the first in its folder, and make the database? @default false */
  readonly begins?: boolean;
}

/**
 * Opens the configured engine, lends it out, and closes it whatever happens.
 *
 * `signedIn` is whom the configuration maps the user of the operating system to; null: nobody.
 *
 * @throws {Complaint} where the store cannot be reached
 */
export type WithEngine = (
  options: OperatingOptions,
  terminal: Terminal,
  use: (engine: UseCases, signedIn: UserId | null) => Promise<ExitCode>,
) => Promise<ExitCode>;

/** The engine of the nearest `ordo.yaml`. */
export const withEngine: WithEngine = async ({ begins = false }, terminal, use) => {
  const [{ reachEngine }, { configured }] = await Promise.all([
    import("../engine/reach-engine.ts"),
    import("./configured.ts"),
  ]);
  const { configuration, logger } = configured(terminal, { level: "warn" });
  if (!begins) knownPlace(configuration);
  const of = { logger, locale: terminal.locale, command: "ordo" };
  const reached = await reachEngine(configuration, of);
  try {
    return await use(reached.useCases, signedInOf(configuration));
  } finally {
    await reached.close();
  }
};

/** Whom the configuration maps the user of the operating system to; null: nobody. */
export function signedInOf(configuration: Configuration): UserId | null {
  const user = signedInUser(configuration);
  return user === null ? null : id<UserId>(user);
}
