import { join } from "node:path";
import { deploymentOf } from "../../adapters/command-line/deployment.ts";
import type { Configuration } from "../../adapters/configuration/configuration.ts";
import { loadConfiguration } from "../../adapters/configuration/load-configuration.ts";
import { folderSource } from "../../adapters/process-source/folder/folder-source.ts";
import type { Logger } from "../../engine/ports/logger.ts";
import type { UseCases } from "../../engine/runtime/use-cases.ts";
import { recordedTerminal } from "../adapters/command-line/recorded-terminal.ts";

/** For who checks: workers keep logs of their own. */
export const QUIET: Logger = { debug() {}, info() {}, warn() {}, error() {} };

/** The configuration of a company's folder. @throws {Error} with its problems */
export function configurationOf(folder: string, environment: Readonly<Record<string, string>>): Configuration {
  const { configuration, problems } = loadConfiguration(folderSource(), environment, folder);
  if (configuration === null) throw new Error(JSON.stringify(problems, null, 2));
  return { ...configuration, processes: [join(folder, "processes")] };
}

/** Puts the company's processes in force. @throws {Error} where they have errors */
export async function deployAll(useCases: UseCases, configuration: Configuration): Promise<void> {
  const terminal = recordedTerminal([], "en");
  const deployment = await deploymentOf([], configuration, { terminal });
  if (deployment === null) throw new Error([...terminal.printed, ...terminal.said].join("\n"));
  const { digest } = await useCases.plan(deployment);
  const deployed = await useCases.deploy(deployment, { plan: digest, by: null });
  if (deployed.kind !== "deployed") throw new Error("The plan changed under our hands");
}
