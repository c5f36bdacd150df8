import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { closeSync, openSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

/** The front door of the product, as it stands in the source. */
const CLI = join(import.meta.dirname, "..", "..", "cli.ts");
/** The supervisor starts a worker again after so long, as systemd would. Milliseconds. */
const RESTART_MS = 300;
/** A worker that was asked to stop is gone after so long. Milliseconds. */
const STOP_MS_MAX = 30_000;

/** Which processes work. */
export interface Staff {
  readonly command: "worker" | "serve";
  readonly count: number;
  /** The folder with `ordo.yaml`. */
  readonly folder: string;
  readonly environment: Readonly<Record<string, string>>;
  /** Which command; the built one starts in a fraction of the time. @default the source */
  readonly cli?: string;
}

/** Real worker processes under a supervisor: whoever dies is started again, until all are told to stop. */
export class WorkerProcesses {
  /** Processes started in all, and those that ended by themselves with an error. */
  started = 0;
  failed = 0;
  readonly #staff: Staff;
  readonly #places: (ChildProcess | null)[];
  #isOver = false;

  constructor(staff: Staff) {
    this.#staff = staff;
    this.#places = Array.from({ length: staff.count }, () => null);
    process.once("exit", () => {
      for (const worker of this.#places) worker?.kill("SIGKILL");
    });
  }

  start(): void {
    for (const place of this.#places.keys()) this.#hire(place);
  }

  /** `kill -9` of one. */
  async kill(place: number): Promise<void> {
    const worker = this.#places[place];
    if (!worker || worker.exitCode !== null || worker.signalCode !== null) return;
    const gone = once(worker, "exit");
    worker.kill("SIGKILL");
    await gone;
  }

  /** SIGSTOP for a while: alive, silent, and wrong about the time when it wakes. */
  async pause(place: number, ms: number): Promise<void> {
    const worker = this.#places[place];
    worker?.kill("SIGSTOP");
    await sleep(ms);
    worker?.kill("SIGCONT");
  }

  /** SIGTERM to all: what is in flight is finished or handed back. Exit codes, null where one had to be killed. */
  async stop(): Promise<readonly (number | null)[]> {
    this.#isOver = true;
    return await Promise.all(this.#places.map((worker) => stopped(worker)));
  }

  #hire(place: number): void {
    if (this.#isOver) return;
    const { command, folder, environment, cli = CLI } = this.#staff;
    const log = openSync(join(folder, `worker-${place}.log`), "a");
    const worker = spawn(process.execPath, [cli, command], {
      cwd: folder,
      env: { ...process.env, ...environment },
      stdio: ["ignore", log, log],
    });
    closeSync(log);
    this.#places[place] = worker;
    this.started += 1;
    worker.once("exit", (code) => {
      if (code !== null && code !== 0) this.failed += 1;
      if (!this.#isOver) setTimeout(() => this.#hire(place), RESTART_MS);
    });
  }
}

async function stopped(worker: ChildProcess | null): Promise<number | null> {
  if (!worker || worker.exitCode !== null || worker.signalCode !== null) return worker?.exitCode ?? null;
  const gone = once(worker, "exit");
  worker.kill("SIGTERM");
  const late = setTimeout(() => worker.kill("SIGKILL"), STOP_MS_MAX);
  await gone;
  clearTimeout(late);
  return worker.exitCode;
}
