import { productVersion } from "../product-folder.ts";
import type { ExitCode, Terminal } from "./terminal.ts";

/** `ordo --version` */
export function version(terminal: Terminal): ExitCode {
  terminal.print(productVersion());
  return 0;
}
