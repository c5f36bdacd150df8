/** Does the work for 0…count-1, at most `limit` at once, and tells how long all of it took. */
export async function inFlight(
  count: number,
  limit: number,
  work: (at: number) => Promise<unknown>,
): Promise<{ readonly seconds: number }> {
  let next = 0;
  const lane = async (): Promise<void> => {
    for (let at = next++; at < count; at = next++) await work(at);
  };
  const start = performance.now();
  await Promise.all(Array.from({ length: Math.min(limit, count) }, lane));
  return { seconds: (performance.now() - start) / 1_000 };
}
