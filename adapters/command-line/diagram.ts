import { writeFileSync } from "node:fs";
import { diagramBpmn } from "../../engine/diagram/diagram-bpmn.ts";
import { diagramSvg } from "../../engine/diagram/diagram-svg.ts";
import { folderSource } from "../process-source/folder/folder-source.ts";
import { locateProcess } from "./locate-process.ts";
import { soundDefinition } from "./named-process.ts";
import { ProcessLoader } from "./process-loader.ts";
import type { ExitCode, Terminal } from "./terminal.ts";
import { unwritable } from "./unwritable.ts";

/** `ordo diagram <process>` */
export interface DiagramOptions {
  /** @default "svg" */
  readonly format?: "svg" | "bpmn";
  /** File to write. @default standard output */
  readonly out?: string;
}

/** Draws a process that passes `check`: an SVG picture, or BPMN 2.0 XML with a layout. */
export async function diagram(process: string, options: DiagramOptions, terminal: Terminal): Promise<ExitCode> {
  const source = folderSource();
  const folder = locateProcess(process, source);
  const loader = new ProcessLoader(source);
  const definition = soundDefinition(folder, loader, terminal);
  if (definition === null) return 1;
  const people = loader.directoryFor(folder);
  const look = { locale: terminal.locale, ...(people === null ? {} : { directory: people }) };
  const picture = options.format === "bpmn" ? await diagramBpmn(definition, look) : await diagramSvg(definition, look);
  if (options.out === undefined) {
    terminal.print(picture.trimEnd());
    return 0;
  }
  try {
    writeFileSync(options.out, picture);
  } catch (error) {
    throw unwritable(options.out, error);
  }
  terminal.say(terminal.pick({ ru: `Записано: ${options.out}`, en: `Written: ${options.out}` }));
  return 0;
}
