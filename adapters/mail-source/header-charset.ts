/** Headers are looked through so far. */
const HEADER_BYTES_MAX = 2 * 1024 * 1024;

/** Frequent Russian letters: which of two encodings gives more of them is the one that was meant. */
const FREQUENT = /[оеаинтсрвл]/g;

/**
 * Headers say in which encoding their words are, or are UTF-8. Old Russian programs write them bare in windows-1251 or
 * koi8-r: those are written in UTF-8, so that names and subjects can be read. The body is left as it is.
 */
export function inUtf8(raw: Uint8Array): Uint8Array {
  const end = headerEnd(raw);
  const headers = raw.subarray(0, end);
  if (headers.every((byte) => byte < 0x80) || isUtf8(headers)) return raw;
  const [windows, koi] = ["windows-1251", "koi8-r"].map((name) => new TextDecoder(name).decode(headers));
  const better = frequency(koi ?? "") > frequency(windows ?? "") ? koi : windows;
  const written = new TextEncoder().encode(better);
  const all = new Uint8Array(written.length + raw.length - end);
  all.set(written);
  all.set(raw.subarray(end), written.length);
  return all;
}

/** Where the first empty line begins. */
function headerEnd(raw: Uint8Array): number {
  const max = Math.min(raw.length, HEADER_BYTES_MAX);
  for (let at = 0; at < max; at++) {
    if (raw[at] !== 0x0a) continue;
    if (raw[at + 1] === 0x0a || (raw[at + 1] === 0x0d && raw[at + 2] === 0x0a)) return at + 1;
  }
  return max;
}

function isUtf8(bytes: Uint8Array): boolean {
  try {
    new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    return true;
  } catch {
    return false;
  }
}

/** Small letters count: read in the wrong one of the two, what was small is capital. */
function frequency(text: string): number {
  return text.match(FREQUENT)?.length ?? 0;
}
