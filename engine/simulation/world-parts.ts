import type { InstanceId } from "../base/ids.ts";
import type { Instant } from "../base/instant.ts";
import type { ValueMap } from "../base/value.ts";
import type { Catalog } from "../definition/catalog.ts";
import type { Definition } from "../definition/model.ts";
import type { CommandBody } from "../instance/command.ts";
import type { HistoryEvent } from "../instance/event.ts";
import type { Instance, Note } from "../instance/state.ts";
import type { DirectorySnapshot } from "../people/directory.ts";
import type { RecordsData } from "../record/record-change.ts";

/** What a world begins with. */
export interface WorldOptions {
  readonly now: Instant;
  readonly catalog: Catalog | null;
  readonly records: RecordsData;
  readonly people: DirectorySnapshot;
  /** The processes that run together: their starts listen. */
  readonly definitions: readonly Definition[];
  /** The process of that id that a `run` step names, or null. */
  readonly definitionOf: (process: string) => Definition | null;
  /** Language of texts that have no reader of their own. */
  readonly locale: "ru" | "en";
  /** Rows that registries hold from the beginning. @default none */
  readonly registry?: Readonly<Record<string, readonly ValueMap[]>>;
  /** Do schedules start instances as the clock moves? */
  readonly schedules: boolean;
  /** After each commit: is the fold of the history the instance (A4)? Costs time that grows with the history. @default false */
  readonly verify?: boolean;
}

/** An instance with its definition and everything that happened to it. */
export interface Host {
  readonly id: InstanceId;
  readonly definition: Definition;
  instance: Instance;
  readonly history: HistoryEvent[];
  /** What came while it was suspended. */
  readonly held: CommandBody[];
}

/** Something went wrong before there was an instance: an error in a start's `where`, a start that was refused. */
export interface ProcessIncident {
  readonly at: Instant;
  readonly process: string;
  readonly code: string;
  readonly message: Note;
}

/** How far a story has come: what of its log was there. */
export interface Moment {
  readonly events: number;
  readonly happenings: number;
}
