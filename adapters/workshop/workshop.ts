import { WorkBench } from "./work-bench.ts";
import type { WorkAnswer, WorkKind, WorkOrder } from "./work-order.ts";
import { WORKSHOP_SCRIPT } from "./workshop-script.ts";

/** How long one order may take, the start of its thread included, and how many may wait. */
export interface WorkshopLimits {
  /** Checks, completions, hovers, tables: what somebody waits for as he types. Milliseconds. @default 15,000 */
  readonly quickMs?: number;
  /** Scenarios, dry runs, diagrams, deployments. Milliseconds. @default 60,000 */
  readonly longMs?: number;
  /** @default 50 */
  readonly waitingMax?: number;
}

const QUICK: ReadonlySet<WorkKind> = new Set(["check", "complete", "hover", "tables", "files", "patch"]);

/**
 * Where processes are worked on beside the server: two threads, one for what a typing person waits for, one for what takes
 * longer. A text of any shape can cost an order its time and memory, never the server.
 */
export class Workshop {
  readonly #quick: WorkBench;
  readonly #long: WorkBench;

  constructor({ quickMs = 15_000, longMs = 60_000, waitingMax = 50 }: WorkshopLimits = {}) {
    this.#quick = new WorkBench(WORKSHOP_SCRIPT, { ms: quickMs, waitingMax });
    this.#long = new WorkBench(WORKSHOP_SCRIPT, { ms: longMs, waitingMax });
  }

  /** @param key whoever asks again under the same key gets only his last answer. @default null: each is answered */
  async do<Kind extends WorkKind>(order: WorkOrder<Kind>, key: string | null = null): Promise<WorkAnswer<Kind>> {
    const bench = QUICK.has(order.kind) ? this.#quick : this.#long;
    return (await bench.do(order as unknown as WorkOrder, key)) as WorkAnswer<Kind>;
  }

  async close(): Promise<void> {
    await Promise.all([this.#quick.close(), this.#long.close()]);
  }
}
