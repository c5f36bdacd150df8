/**
 * Text as a search compares it: letters of any script without their case, `ё` as `е`, one form for characters that
 * Unicode spells in several ways. Databases fold Latin letters at best.
 */
export function foldText(text: string): string {
  return text.normalize("NFKC").toLowerCase().replaceAll("ё", "е");
}
