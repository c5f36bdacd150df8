/** Milliseconds since 1970-01-01T00:00:00Z. Never a default value anywhere: a default is how the ambient clock leaks in. */
export type Instant = number & { readonly __instant: true };

/** Names a number of milliseconds an instant. */
export function instant(ms: number): Instant {
  return ms as Instant;
}
