import type { Contender } from "./contender.ts";
import { heldBytes } from "./held-bytes.ts";

/*
 * The process of one contender: `node contender-child.ts <module> [argument]`. The module's `open(argument)` makes it;
 * what the bench asks comes over the channel of `fork` and is answered there.
 */
export interface Asked {
  readonly id: number;
  /** `heldBytes` is answered by the process itself. */
  readonly method: keyof Contender | "heldBytes";
  readonly args: readonly unknown[];
}

export interface Answered {
  readonly id: number;
  readonly value?: unknown;
  readonly error?: string;
}

const [, , module = "", argument = ""] = process.argv;
const opened: Promise<Contender> = import(module).then(({ open }) => open(argument));
// What went wrong is told to whoever asks.
opened.catch(() => {});

async function answer({ method, args }: Asked): Promise<unknown> {
  const contender = await opened;
  if (method === "heldBytes") return heldBytes();
  const ask = contender[method] as ((...args: readonly unknown[]) => Promise<unknown>) | undefined;
  if (ask === undefined) throw new Error(`It cannot ${method}`);
  return ask.apply(contender, [...args]);
}

process.on("message", (asked: Asked) => {
  answer(asked).then(
    (value) => process.send?.({ id: asked.id, value } satisfies Answered),
    (error) => process.send?.({ id: asked.id, error: String(error?.stack ?? error) } satisfies Answered),
  );
});
process.on("disconnect", () => process.exit());
