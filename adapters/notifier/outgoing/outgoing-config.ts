import type { HourlyLimits } from "./outgoing-limits.ts";
import type { OutgoingMode } from "./outgoing-mode.ts";
import type { QuietTime } from "./quiet-time.ts";

/** `outgoing:` of `ordo.yaml`, every default filled in. */
export interface OutgoingConfig {
  /** How each channel starts. */
  readonly modes: ReadonlyMap<string, OutgoingMode>;
  /** By channel; one that is not named is never silent. */
  readonly quiet: Readonly<Record<string, QuietTime>>;
  /** Kinds that leave in quiet hours too. */
  readonly urgent: readonly ("task" | "notice")[];
  readonly limits: HourlyLimits;
  /** How long the desk tries to bring a message out. Milliseconds. */
  readonly tryForMs: number;
  /**
   * What becomes of a message whose channel cannot tell whether it went out, when the engine asks for it once more. A
   * channel that is not named asks: nobody gets the same twice because nobody thought of it.
   */
  readonly uncertain: Readonly<Record<string, "retry" | "ask">>;
  /** Where a task opens in a browser, with `{task}` and `{instance}`; null: nowhere. */
  readonly link: string | null;
}
