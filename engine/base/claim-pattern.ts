/**
 * The regular expression that a scenario writes as `/…/` or `/…/i`; null for any other text, and for one that is no
 * regular expression ({@link claimPatternFault} says why). Escapes that only the lax mode knows (`/№\:/`) are taken too.
 */
export function claimPattern(text: string): RegExp | null {
  const written = writtenPattern(text);
  if (written === null) return null;
  const found = compiled(written);
  return found instanceof RegExp ? found : null;
}

/** Why a text between slashes is no regular expression; null where it is one, or no pattern at all. */
export function claimPatternFault(text: string): string | null {
  const written = writtenPattern(text);
  if (written === null) return null;
  const found = compiled(written);
  return found instanceof RegExp ? null : found;
}

interface WrittenPattern {
  readonly source: string;
  readonly flags: string;
}

function writtenPattern(text: string): WrittenPattern | null {
  const found = /^\/(.+)\/([imsu]*)$/s.exec(text);
  return found ? { source: found[1] ?? "", flags: (found[2] ?? "").replaceAll("u", "") } : null;
}

function compiled({ source, flags }: WrittenPattern): RegExp | string {
  try {
    return new RegExp(source, `${flags}u`);
  } catch {
    return lax({ source, flags });
  }
}

function lax({ source, flags }: WrittenPattern): RegExp | string {
  try {
    return new RegExp(source, flags);
  } catch (error) {
    return error instanceof Error ? error.message.replace(/^.*: /s, "") : String(error);
  }
}
