/** An instant as every answer gives one out. */
export function isoOf(at: number): string {
  return new Date(at).toISOString();
}
