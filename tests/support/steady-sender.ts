import { setTimeout as pause } from "node:timers/promises";

/** Sends one thing under its id. Answers the HTTP status; throws where the connection did not hold. */
export type Send = (id: string) => Promise<number>;

/** Between two tries of one thing. Milliseconds. */
const AGAIN_MS = 20;
/** More tries than any restart needs: a service that never comes back fails the test. */
const TRIES_MAX = 3_000;

/** What came of one thing. */
export interface Sent {
  readonly id: string;
  readonly tries: number;
}

/**
 * A client that sends one thing after another without pause, several at once, whatever happens to the service: what was
 * not acknowledged (no connection, a connection that broke, 5xx, 429) goes again under the same id. Points at whatever
 * takes ids: webhooks (`webhook-id`), an API (`Idempotency-Key`).
 */
export class SteadySender {
  readonly #send: Send;
  readonly #name: string;
  readonly #loops: readonly Promise<void>[];
  readonly #sent: Sent[] = [];
  #next = 0;
  #isOver = false;
  #failure: Error | null = null;

  /** @param hands how many go at once */
  constructor(name: string, send: Send, hands = 4) {
    this.#name = name;
    this.#send = send;
    this.#loops = Array.from({ length: hands }, () => this.#loop());
  }

  /** Acknowledged so far, in the order of acknowledgement. @throws where one was refused */
  get sent(): readonly Sent[] {
    if (this.#failure !== null) throw this.#failure;
    return this.#sent;
  }

  /** Begins nothing more; resolves when everything that was begun is acknowledged. */
  async stop(): Promise<readonly Sent[]> {
    this.#isOver = true;
    await Promise.all(this.#loops);
    return this.sent;
  }

  async #loop(): Promise<void> {
    try {
      while (!this.#isOver) {
        const id = `${this.#name}-${++this.#next}`;
        this.#sent.push({ id, tries: await this.#until(id) });
      }
    } catch (error) {
      this.#failure ??= error instanceof Error ? error : new Error(String(error));
    }
  }

  async #until(id: string): Promise<number> {
    let last: unknown = null;
    for (let tries = 1; tries <= TRIES_MAX; tries++) {
      try {
        last = await this.#send(id);
      } catch (error) {
        last = error;
      }
      if (typeof last === "number" && last >= 200 && last < 300) return tries;
      if (typeof last === "number" && last < 500 && last !== 429) throw new Error(`${id} was refused: ${last}`);
      await pause(AGAIN_MS);
    }
    throw new Error(`${id} never arrived: ${String(last)}`);
  }
}
