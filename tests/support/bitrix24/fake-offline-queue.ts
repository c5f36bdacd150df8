import type { Fields } from "./fake-answer.ts";
import type { Binding } from "./fake-events.ts";
import type { FakeRandom } from "./fake-random.ts";

export interface OfflineRow {
  readonly id: number;
  readonly at: number;
  readonly binding: Binding;
  readonly object: string;
  readonly data: Fields;
  readonly messageId: string;
  processId: string | null;
  failed: boolean;
}

/** The queue that is asked for: of each object the last state only, reserved until it is confirmed. */
export class FakeOfflineQueue {
  rows: OfflineRow[] = [];
  readonly #now: () => number;
  readonly #random: FakeRandom;
  #lastId = 0;

  constructor(now: () => number, random: FakeRandom) {
    this.#now = now;
    this.#random = random;
  }

  put(binding: Binding, object: string, data: Fields): void {
    this.rows = this.rows.filter(
      (row) => row.processId !== null || row.binding !== binding || row.object !== object || row.failed,
    );
    this.#lastId++;
    const row = { id: this.#lastId, at: this.#now(), binding, object, data };
    this.rows.push({ ...row, messageId: this.#random.word(32), processId: null, failed: false });
  }

  /** Rows nobody has yet, oldest first. They are reserved under a new process, or (`clear`) gone. */
  take(
    of: (row: OfflineRow) => boolean,
    limit: number,
    clear: boolean,
  ): { processId: string; rows: readonly OfflineRow[] } {
    const processId = this.#random.word(32);
    const rows = this.rows.filter((row) => row.processId === null && !row.failed && of(row)).slice(0, limit);
    for (const row of rows) row.processId = processId;
    if (clear) this.rows = this.rows.filter((row) => !rows.includes(row));
    return { processId, rows };
  }

  /** Reserved rows that were done with. Without `which`: all of the process. */
  clear(processId: string, which: ((row: OfflineRow) => boolean) | null): void {
    this.rows = this.rows.filter((row) => row.processId !== processId || (which !== null && !which(row)));
  }

  /** Reserved rows that could not be handled: kept apart, not given again. */
  fail(processId: string, which: (row: OfflineRow) => boolean): void {
    for (const row of this.rows) if (row.processId === processId && which(row)) Object.assign(row, { failed: true });
  }
}
