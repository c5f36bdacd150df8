import type { UserId } from "../../engine/base/ids.ts";
import type { Instant } from "../../engine/base/instant.ts";
import type { DirectorySnapshot } from "../../engine/people/directory.ts";
import type { UseCases } from "../../engine/runtime/use-cases.ts";
import type { Json } from "../../engine/view/plain.ts";
import { plainEvent } from "../../engine/view/plain.ts";
import type { PrintTimelineOptions } from "../../engine/view/print-timeline.ts";
import type { ExitCode, Terminal } from "./terminal.ts";
import { type OperatingOptions, withEngine } from "./with-engine.ts";

/** An operating command at work. */
export interface Operating<Options extends OperatingOptions = OperatingOptions> {
  readonly engine: UseCases;
  readonly signedIn: UserId | null;
  readonly options: Options;
  readonly terminal: Terminal;
}

/** Runs the body of an operating command with the engine. */
export function operate<Options extends OperatingOptions>(
  options: Options,
  terminal: Terminal,
  body: (operating: Operating<Options>) => Promise<ExitCode>,
): Promise<ExitCode> {
  const connect = options.connect ?? withEngine;
  return connect(options, terminal, (engine, signedIn) => body({ engine, signedIn, options, terminal }));
}

/** What is known of people and time as a page is printed. */
export interface Page extends PrintTimelineOptions {
  readonly people: DirectorySnapshot;
  readonly now: Instant;
}

/** How this terminal wants its pages. Times of lists stand in the zone of this machine. */
export async function pageOf({ engine, terminal }: Operating): Promise<Page> {
  const { locale, color, columns } = terminal;
  return { locale, color, columns, zone: localZone(), people: await engine.people(), now: engine.now() };
}

/** Zone of this machine, as `TZ` or the system says. */
export function localZone(): string {
  return Intl.DateTimeFormat().resolvedOptions().timeZone || "UTC";
}

/** Instants of rows as ISO 8601 in UTC: rows of many processes have no zone of their own. */
export function rowJson(row: unknown): Json {
  return plainEvent(row, "UTC");
}

/** One documented object to standard output. */
export function printJson(terminal: Terminal, value: unknown): void {
  terminal.print(JSON.stringify(value, null, 2));
}
