import { Worker } from "node:worker_threads";
import type { ParsedMail } from "./parsed-mail.ts";

/** What a thread answers. */
export type ParserAnswer = { readonly mail: ParsedMail } | { readonly problem: string };

/** One thread that reads letters, one at a time. It knows nothing of the environment, and may be ended at any moment. */
export class ParserThread {
  readonly #worker: Worker;
  #answered: ((answer: ParserAnswer) => void) | null = null;
  #hasEnded = false;

  /** @param heapMb of the thread, in MiB: a letter that needs more ends it, and nothing else */
  constructor(script: URL, heapMb: number) {
    this.#worker = new Worker(script, {
      env: {},
      execArgv: [],
      stdout: true,
      stderr: true,
      resourceLimits: { maxOldGenerationSizeMb: heapMb, maxYoungGenerationSizeMb: 32, stackSizeMb: 4 },
    });
    this.#worker.unref();
    this.#worker.on("message", (answer: ParserAnswer) => this.#answer(answer));
    this.#worker.on("error", (error: unknown) => this.#broken(error instanceof Error ? error.message : String(error)));
    this.#worker.on("exit", () => this.#broken("the thread that reads letters ended"));
  }

  /** True: it waits for a letter. */
  get isSound(): boolean {
    return !this.#hasEnded && this.#answered === null;
  }

  /** Reads a letter; the bytes given stay whole. */
  read(raw: Uint8Array): Promise<ParserAnswer> {
    return new Promise((resolve) => {
      this.#answered = resolve;
      if (this.#hasEnded) return this.#broken("the thread that reads letters ended");
      const bytes = new Uint8Array(raw);
      this.#worker.postMessage(bytes, [bytes.buffer]);
    });
  }

  async end(): Promise<void> {
    await this.#worker.terminate();
  }

  #broken(problem: string): void {
    this.#hasEnded = true;
    this.#answer({ problem });
  }

  #answer(answer: ParserAnswer): void {
    const answered = this.#answered;
    this.#answered = null;
    answered?.(answer);
  }
}
