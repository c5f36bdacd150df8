import { inspect } from "node:util";

/** What is shown instead of a secret. */
const SHOWN = "***";

/**
 * A password, key or address with a password. It shows itself as `***` wherever it is printed, logged or turned into
 * JSON by mistake; only {@link Secret.reveal} gives it, at the last moment.
 */
export class Secret {
  readonly #value: string;

  constructor(value: string) {
    this.#value = value;
  }

  /** The secret itself, for the library that needs it. */
  reveal(): string {
    return this.#value;
  }

  toString(): string {
    return SHOWN;
  }

  toJSON(): string {
    return SHOWN;
  }

  [inspect.custom](): string {
    return SHOWN;
  }
}
