/**
 * The text as a piece of a regular expression that matches exactly it: names in files may hold any character.
 *
 * @example new RegExp(literalPattern("a.b"), "u").test("axb") // false
 */
export function literalPattern(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&");
}
