/** A bug of ours, never of the author, the user or the world. The instance gets an incident; the process lives on. */
export class InvariantError extends Error {
  override readonly name = "InvariantError";
}

/** States what must hold if our own code is right. Never used on data from outside. */
export function assert(condition: unknown, message: string): asserts condition {
  if (!condition) throw new InvariantError(message);
}

/** The end of an exhaustive switch: a case without a branch does not compile, and stops loudly if it happens anyway. */
export function unreachable(value: never): never {
  throw new InvariantError(`Unhandled case: ${JSON.stringify(value)}`);
}
