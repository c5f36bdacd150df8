import { checkConfig } from "../../engine/definition/check-config.ts";
import { withoutSecrets } from "../../engine/definition/config-secrets.ts";
import type { Environment } from "../../engine/definition/config-variable.ts";
import { decodeUtf8 } from "../../engine/definition/decode.ts";
import { readDocument } from "../../engine/definition/document.ts";
import { LIMITS } from "../../engine/definition/file-kind.ts";
import { checkSize } from "../../engine/definition/limits.ts";
import type { Problem } from "../../engine/definition/problem.ts";
import { checkShape } from "../../engine/definition/shape.ts";
import type { ProcessSource } from "../../engine/ports/process-source.ts";
import { configPaths } from "./config-paths.ts";
import type { Configuration } from "./configuration.ts";
import { readConfiguration } from "./read-configuration.ts";

/** What was loaded, or why it could not be. */
export interface LoadedConfiguration {
  /** Null where there are errors. */
  readonly configuration: Configuration | null;
  readonly problems: readonly Problem[];
  /** Path → text of `ordo.yaml`, to print the problems with. */
  readonly texts: ReadonlyMap<string, string>;
}

/**
 * The configuration that holds in a folder: the nearest `ordo.yaml` upwards, with the environment. Without one, the
 * defaults of the folder.
 *
 * @param folder default: the working folder
 * @throws {Complaint} where the file may not be read
 */
export function loadConfiguration(
  source: Pick<ProcessSource, "nearest" | "readFile">,
  environment: Environment,
  folder = ".",
): LoadedConfiguration {
  const path = source.nearest("ordo.yaml", folder);
  if (path === null) return { configuration: readConfiguration(null, environment), problems: [], texts: new Map() };
  const { size, bytes } = source.readFile(path, LIMITS.config.bytesMax);
  const tooLarge = checkSize(path, size, LIMITS.config);
  if (tooLarge !== null || bytes === null) return failed(tooLarge === null ? [] : [tooLarge]);
  const decoded = decodeUtf8(path, bytes);
  if ("problem" in decoded) return failed([decoded.problem]);
  const { document, problems } = readDocument(path, decoded.text, "config");
  const shape = document === null ? [] : checkShape(document, "config");
  const isShaped = document !== null && ![...problems, ...shape].some(isError);
  const meaning = isShaped ? [...checkConfig(document, environment), ...configPaths(document, environment)] : [];
  const all = [...problems, ...shape, ...meaning];
  const isSound = document !== null && !all.some(isError);
  return {
    configuration: isSound ? readConfiguration(document, environment) : null,
    problems: all,
    texts: new Map([[path, withoutSecrets(decoded.text, all)]]),
  };
}

function failed(problems: readonly Problem[]): LoadedConfiguration {
  return { configuration: null, problems, texts: new Map() };
}

function isError({ severity }: Problem): boolean {
  return severity === "error";
}
