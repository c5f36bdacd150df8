import { Worker } from "node:worker_threads";
import type { WorkAnswer, WorkOrder } from "./work-order.ts";

/** One thread of the workshop and the orders that wait for it. */
export class WorkBench {
  readonly #script: URL;
  readonly #limits: { readonly ms: number; readonly waitingMax: number };
  readonly #waiting: Waiting[] = [];
  #worker: Worker | null = null;
  #current: Waiting | null = null;
  #timer: NodeJS.Timeout | null = null;

  /** @param limits.ms for one order, the start of the thread included @param limits.waitingMax more are turned away */
  constructor(script: URL, limits: { readonly ms: number; readonly waitingMax: number }) {
    this.#script = script;
    this.#limits = limits;
  }

  /** @param key an order that waits under the same key is outdated by this one; null: none is */
  do(order: WorkOrder, key: string | null): Promise<WorkAnswer> {
    return new Promise((answer) => {
      const older = key === null ? -1 : this.#waiting.findIndex((one) => one.key === key);
      if (older >= 0) this.#waiting.splice(older, 1)[0]?.answer({ kind: "outdated" });
      if (this.#waiting.length >= this.#limits.waitingMax) return answer({ kind: "busy" });
      this.#waiting.push({ order, key, answer });
      this.#next();
    });
  }

  /** Ends the thread; what waits is turned away. */
  async close(): Promise<void> {
    for (const { answer } of this.#waiting.splice(0)) answer({ kind: "busy" });
    await this.#end({ kind: "busy" });
  }

  #next(): void {
    if (this.#current !== null) return;
    const next = this.#waiting.shift();
    if (next === undefined) return;
    this.#current = next;
    this.#worker ??= this.#start();
    this.#timer = setTimeout(() => void this.#end({ kind: "tooMuch" }), this.#limits.ms);
    this.#worker.postMessage(next.order);
  }

  #start(): Worker {
    const worker = new Worker(this.#script, {
      // Nothing of the environment: it may hold secrets. No bars of progress on the server's terminal.
      env: { CI: "1" },
      execArgv: [],
      stdout: true,
      stderr: true,
      resourceLimits: { maxOldGenerationSizeMb: HEAP_MB, maxYoungGenerationSizeMb: 32, stackSizeMb: 4 },
    });
    worker.unref();
    worker.on("message", (answer: WorkAnswer) => {
      if (worker === this.#worker) this.#answer(answer);
    });
    worker.on("error", (error: unknown) => {
      const isMemory = error instanceof Error && Reflect.get(error, "code") === "ERR_WORKER_OUT_OF_MEMORY";
      this.#lost(worker, isMemory ? { kind: "tooMuch" } : { kind: "failed", error: String(error) });
    });
    worker.on("exit", () => this.#lost(worker, { kind: "failed", error: "the thread of the workshop ended" }));
    return worker;
  }

  #lost(worker: Worker, answer: WorkAnswer): void {
    if (worker !== this.#worker) return;
    this.#worker = null;
    this.#answer(answer);
  }

  async #end(answer: WorkAnswer): Promise<void> {
    const worker = this.#worker;
    this.#worker = null;
    this.#answer(answer);
    await worker?.terminate();
  }

  #answer(answer: WorkAnswer): void {
    const current = this.#current;
    this.#current = null;
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    current?.answer(answer);
    if (current !== null) this.#next();
  }
}

/** Of one thread, in MiB: an order that needs more ends it, and nothing else. */
const HEAP_MB = 384;

interface Waiting {
  readonly order: WorkOrder;
  readonly key: string | null;
  readonly answer: (answer: WorkAnswer) => void;
}
