/** Letters of a name that are kept; the ending stays whole. */
const NAME_CHARACTERS_MAX = 150;
const ENDING_CHARACTERS_MAX = 20;

/** Marks that turn the direction of writing: with them `invoice‮fdp.exe` shows as a PDF. */
const INVISIBLE = /[\u0000-\u001f\u007f-\u009f\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g;

/** Endings of files that came without a name. */
const ENDINGS: Readonly<Record<string, string>> = {
  "message/rfc822": "eml",
  "text/calendar": "ics",
  "text/plain": "txt",
  "text/html": "html",
  "application/pdf": "pdf",
  "image/png": "png",
  "image/jpeg": "jpg",
};

/**
 * The name of an attachment as a bare file name: no folders, nothing invisible, no leading dots, not too long.
 *
 * @param given as the letter has it; null or empty: a name is made
 * @param place the attachment's place in the letter, from 1
 */
export function attachmentName(given: string | null, type: string, place: number): string {
  const bare = (given ?? "")
    .slice(0, 2_000)
    .toWellFormed()
    .replace(INVISIBLE, "")
    .replace(/^.*[/\\]/, "")
    .replace(/[<>:"|?*]/g, "_")
    .replace(/\s+/g, " ")
    .replace(/^[. ]+|[. ]+$/g, "");
  if (bare === "") return `attachment-${place}.${ENDINGS[type] ?? "bin"}`;
  if (bare.length <= NAME_CHARACTERS_MAX) return bare;
  const ending = new RegExp(`\\.[^.]{1,${ENDING_CHARACTERS_MAX}}$`).exec(bare)?.[0] ?? "";
  return bare.slice(0, NAME_CHARACTERS_MAX - ending.length).toWellFormed() + ending;
}

/** A media type that is one; anything else is unknown bytes. */
export function attachmentType(given: string): string {
  return /^[a-z0-9][\w.+-]{0,60}\/[a-z0-9][\w.+-]{0,60}$/i.test(given)
    ? given.toLowerCase()
    : "application/octet-stream";
}
