import type { Assembled } from "../../adapters/engine/assemble.ts";
import type { UseCases } from "../../engine/runtime/use-cases.ts";
import type { Chance } from "../simulation/chance.ts";
import type { WorkerProcesses } from "./worker-processes.ts";

/** Servers, workers and a company: what is set on fire. */
export interface Site {
  /** For the summary: `PostgreSQL 15 (native), Redis (native), 3 workers`. */
  readonly about: string;
  /** What cannot be done to it here, and why. */
  readonly skipped: readonly string[];
  /** With the logs of the workers. */
  readonly folder: string;
  readonly workers: WorkerProcesses;
  readonly faults: readonly Fault[];
  /** The use cases over whichever way is open now. */
  reach(): Promise<UseCases>;
  /** The engine on the store, for checking; every worker has stopped. */
  open(): Promise<Assembled>;
  /** What is wrong with what lies on the disk; everything is closed. */
  damage(): readonly string[];
  end(): Promise<void>;
}

/** Something that is done to the engine. */
export interface Fault {
  /** For the summary: `kill -9 of a worker`. */
  readonly name: string;
  /** True: afterwards nobody answers for a while, and how long is measured. */
  readonly isOutage?: boolean;
  /** Strikes, and mends what it broke. */
  strike(chance: Chance): Promise<void>;
}
