import { problem } from "./make-problem.ts";
import type { Problem } from "./problem.ts";

/** Bytes as text, or the problem of the first byte that is not UTF-8. */
export function decodeUtf8(path: string, bytes: Uint8Array): { readonly text: string } | { readonly problem: Problem } {
  try {
    return { text: new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes) };
  } catch {
    return { problem: notUtf8(path, bytes) };
  }
}

function notUtf8(path: string, bytes: Uint8Array): Problem {
  const bad = firstBadByte(bytes);
  const text = new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes.subarray(0, bad));
  const hex = (bytes[bad] ?? 0).toString(16).toUpperCase().padStart(2, "0");
  const utf16 = (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff);
  const guess = utf16 ? "UTF-16" : "Windows-1251";
  return problem(
    { path, text },
    {
      code: "not-utf8",
      at: { start: text.length, end: text.length },
      message: {
        ru: `Байт ${hex} (${bad + 1}-й в файле) — не UTF-8`,
        en: `Byte ${hex} (number ${bad + 1} in the file) is not UTF-8`,
      },
      remedy: {
        ru: `Сохраните файл в кодировке UTF-8 (сейчас, похоже, ${guess})`,
        en: `Save the file as UTF-8 (now it looks like ${guess})`,
      },
    },
  );
}

/** Index of the first byte that does not continue well-formed UTF-8; the length where all are fine. */
function firstBadByte(bytes: Uint8Array): number {
  let at = 0;
  while (at < bytes.length) {
    const length = sequenceLength(bytes, at);
    if (length === 0) return at;
    at += length;
  }
  return bytes.length;
}

/** Length of the well-formed sequence at `at` (RFC 3629: no overlong forms, no surrogates), 0 for none. */
function sequenceLength(bytes: Uint8Array, at: number): number {
  const first = bytes[at] ?? 0;
  if (first < 0x80) return 1;
  const length =
    first >= 0xc2 && first <= 0xdf ? 2 : first >= 0xe0 && first <= 0xef ? 3 : first >= 0xf0 && first <= 0xf4 ? 4 : 0;
  for (let n = 1; n < length; n += 1) {
    const next = bytes[at + n] ?? 0;
    if ((next & 0xc0) !== 0x80) return 0;
    if (n === 1 && !secondFits(first, next)) return 0;
  }
  return length;
}

function secondFits(first: number, second: number): boolean {
  if (first === 0xe0) return second >= 0xa0;
  if (first === 0xed) return second <= 0x9f;
  if (first === 0xf0) return second >= 0x90;
  if (first === 0xf4) return second <= 0x8f;
  return true;
}
