import type { Clock } from "../../engine/ports/clock.ts";
import { PARSE_MAIL_SCRIPT } from "./parse-mail-script.ts";
import type { ParsedMail } from "./parsed-mail.ts";
import { ParserThread } from "./parser-thread.ts";

/** A letter that could not be read: the letter's fault, not ours and not the network's. */
export class LetterUnreadable extends Error {
  override readonly name = "LetterUnreadable";
}

/** What reading letters may take. */
export interface MailParserParts {
  readonly clock: Clock;
  /** Milliseconds for one letter. */
  readonly limitMs: number;
  /** Heap of a thread, in MiB. @default 256 */
  readonly heapMb?: number;
  /** Threads that read at the same time: one letter that takes its full time leaves the other to the rest. @default 2 */
  readonly threads?: number;
  /** @default the reader of letters */
  readonly script?: URL;
}

/**
 * Reads letters in threads of their own with a limit of time and memory. A letter that goes beyond it ends its thread and
 * nothing else; the next letter gets a new one. Threads know nothing of the environment.
 */
export class MailParser {
  readonly #parts: MailParserParts;
  readonly #free: ParserThread[] = [];
  readonly #waiting: (() => void)[] = [];
  #places: number;
  #isClosed = false;

  constructor(parts: MailParserParts) {
    this.#parts = parts;
    this.#places = parts.threads ?? 2;
  }

  /** @throws {LetterUnreadable} where it cannot be read, takes too long or too much memory */
  async parse(raw: Uint8Array): Promise<ParsedMail> {
    await this.#place();
    const thread = this.#free.pop() ?? this.#started();
    try {
      const answer = await this.#answer(thread, raw);
      if ("problem" in answer) throw new LetterUnreadable(answer.problem);
      return answer.mail;
    } finally {
      if (thread.isSound && !this.#isClosed) this.#free.push(thread);
      else void thread.end();
      this.#places += 1;
      this.#waiting.shift()?.();
    }
  }

  /** Ends the threads; a letter that is being read is given up. */
  async close(): Promise<void> {
    this.#isClosed = true;
    await Promise.all(this.#free.splice(0).map((thread) => thread.end()));
  }

  async #place(): Promise<void> {
    while (this.#places === 0) await new Promise<void>((resolve) => this.#waiting.push(resolve));
    this.#places -= 1;
  }

  #started(): ParserThread {
    return new ParserThread(this.#parts.script ?? PARSE_MAIL_SCRIPT, this.#parts.heapMb ?? 256);
  }

  async #answer(thread: ParserThread, raw: Uint8Array) {
    const { clock, limitMs } = this.#parts;
    const over = new AbortController();
    const late = clock
      .sleep(limitMs, over.signal)
      .then(() => ({ problem: `it took longer than ${limitMs / 1_000} s` }));
    try {
      return await Promise.race([thread.read(raw), late]);
    } finally {
      over.abort();
    }
  }
}
