import type { Environment } from "../../engine/definition/config-variable.ts";
import { printProblems } from "../../engine/definition/print-problems.ts";
import type { Locale, Problem } from "../../engine/definition/problem.ts";
import type { ProcessSource } from "../../engine/ports/process-source.ts";
import { couldNotRun } from "../complaint.ts";
import type { Configuration } from "./configuration.ts";
import { loadConfiguration } from "./load-configuration.ts";

/**
 * The configuration, for commands that cannot do without a sound one.
 *
 * @param warn gets what is only a warning, printed with carets
 * @throws {Complaint} exit code 3 with every error and its remedy, where `ordo.yaml` is wrong or a secret is missing
 */
export function requireConfiguration(
  source: Pick<ProcessSource, "nearest" | "readFile">,
  environment: Environment,
  { folder = ".", color, warn }: { readonly folder?: string; readonly color: boolean; readonly warn: Warn },
): Configuration {
  const { configuration, problems, texts } = loadConfiguration(source, environment, folder);
  const shown = (some: readonly Problem[]) => (locale: Locale) => printProblems(some, texts, { locale, color });
  if (configuration === null) {
    const show = shown(problems);
    throw couldNotRun(
      { ru: `настройки не годятся.\n\n${show("ru")}`, en: `the configuration does not do.\n\n${show("en")}` },
      {
        ru: "Исправьте ordo.yaml или окружение; что значит код: ordo explain <код>. Проверить всё сразу: ordo doctor",
        en: "Mend ordo.yaml or the environment; what a code means: ordo explain <code>. To check everything: ordo doctor",
      },
    );
  }
  if (problems.length > 0) warn(shown(problems));
  return configuration;
}

type Warn = (text: (locale: Locale) => string) => void;
