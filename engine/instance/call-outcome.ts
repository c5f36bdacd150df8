import type { Value } from "../base/value.ts";

/** An outside call has three outcomes: the engine can do only three things with it. */
export type CallOutcome =
  | { readonly kind: "done"; readonly output: Value }
  /** The other side understood and said no. Trying again cannot help. */
  | { readonly kind: "refused"; readonly code: string; readonly message: string }
  /**
   * Nobody knows whether it happened. `keyed`: the other side understands our idempotency key, so that trying again is
   * safe; otherwise the step's `onUncertain` decides.
   */
  | {
      readonly kind: "unknown";
      readonly message: string;
      readonly keyed: boolean;
      readonly retryAfterMs?: number;
      /**
       * Nothing was changed outside, and time is all it needs: a limit, a read without an answer. For a while it is done
       * again without counting as an attempt; then it counts like any other.
       */
      readonly postpone?: true;
    };
