/** Characters of a file's name without its extension: file systems and mail programs take no more. */
const CHARACTERS_MAX = 100;

/**
 * A title as the name of a file that every system takes: no separators, no control characters, nothing hidden, not too
 * long. `Счёт № 5/2 от «ООО»` → `Счёт № 5-2 от «ООО»`
 */
export function fileName(title: string): string {
  const plain = title
    .normalize("NFC")
    .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, " ")
    .replace(/[/\\:*?"<>|]+/g, "-")
    .replace(/\s+/g, " ")
    .trim()
    .replace(/^\.+/, "");
  const short = [...plain]
    .slice(0, CHARACTERS_MAX)
    .join("")
    .replace(/[. ]+$/, "");
  return short === "" ? "document" : short;
}
