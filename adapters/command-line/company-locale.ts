import { childOf, textOf } from "../../engine/definition/node.ts";
import type { Locale } from "../../engine/definition/problem.ts";
import type { ProcessSource } from "../../engine/ports/process-source.ts";
import type { Reader } from "./reader.ts";

/**
 * The company's language (`locale` of the nearest `ordo.yaml`, else Russian): that of texts without a reader of their
 * own. It never depends on the terminal, so that a scenario passes wherever it is played.
 */
export function companyLocale(reader: Reader, source: ProcessSource, folder: string): Locale {
  const path = source.nearest("ordo.yaml", folder);
  const root = path === null ? undefined : reader.document(path, "config").document?.root;
  return textOf(childOf(root, "locale")) === "en" ? "en" : "ru";
}
