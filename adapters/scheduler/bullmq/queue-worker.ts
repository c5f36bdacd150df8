import { type Job, Worker, type WorkerOptions } from "bullmq";
import type { Redis } from "ioredis";
import type { JobData } from "./job.ts";
import type { QueueName } from "./queue-names.ts";

/** How a queue is worked off. */
export interface QueueWorkerSetup {
  readonly name: QueueName;
  readonly prefix: string;
  readonly redis: Redis;
  /** Jobs handled at the same time. */
  readonly concurrency: number;
  /** Ids handled at the same time: a job may hold many. */
  readonly idsMax: number;
  /** The most that a job holds. */
  readonly idsPerJob: number;
  readonly limiter: WorkerOptions["limiter"];
  readonly handle: (data: JobData) => Promise<void>;
  readonly onError: (error: Error) => void;
}

/** A worker that stalled (its process was paused, or its loop blocked) loses its jobs to others after this. Milliseconds. */
const LOCK_MS = 30_000;
/** A job may be found stalled so often before it is dropped; recovery tells it again anyway. */
const STALLS_MAX = 5;
/** After a connection error. Milliseconds. */
const RETRY_MS = 1_000;

/** BullMQ's worker of one queue, which can be put in place of itself when it takes nothing any more. */
export class QueueWorker {
  readonly name: QueueName;
  readonly #setup: QueueWorkerSetup;
  #worker: Worker<JobData>;
  #taken = 0;
  #busy = 0;
  #ids = 0;

  constructor(setup: QueueWorkerSetup) {
    this.name = setup.name;
    this.#setup = setup;
    this.#worker = this.#create();
  }

  /** Jobs taken since the start. */
  get taken(): number {
    return this.#taken;
  }

  /** Jobs being handled. */
  get busy(): number {
    return this.#busy;
  }

  /** Leaves the old worker, whatever it hangs on, and begins anew. Jobs it holds are found stalled. */
  recreate(): void {
    this.#worker.close(true).catch(this.#setup.onError);
    this.#worker = this.#create();
  }

  /** Takes nothing more; resolves when what runs has ended and Redis knows. May take forever while Redis is away. */
  close(): Promise<void> {
    return this.#worker.close();
  }

  #create(): Worker<JobData> {
    const { name, prefix, redis, limiter, onError } = this.#setup;
    const worker = new Worker<JobData>(name, (job) => this.#handle(job), {
      connection: redis,
      prefix,
      concurrency: this.#room(),
      lockDuration: LOCK_MS,
      maxStalledCount: STALLS_MAX,
      runRetryDelay: RETRY_MS,
      ...(limiter === undefined ? {} : { limiter }),
    });
    worker.on("error", onError);
    return worker;
  }

  async #handle(job: Job<JobData>): Promise<void> {
    const load = job.data.ids?.length ?? 1;
    this.#taken += 1;
    this.#count(1, load);
    try {
      await this.#setup.handle(job.data);
    } finally {
      this.#count(-1, -load);
    }
  }

  /** Jobs that may run: those that do, and as many as fit beside them even if each is full. BullMQ fetches them in advance. */
  #room(): number {
    const { concurrency, idsMax, idsPerJob } = this.#setup;
    const more = Math.max(0, Math.floor((idsMax - this.#ids) / idsPerJob));
    return Math.max(1, Math.min(concurrency, this.#busy + more));
  }

  #count(jobs: number, ids: number): void {
    this.#busy += jobs;
    this.#ids += ids;
    this.#worker.concurrency = this.#room();
  }
}
