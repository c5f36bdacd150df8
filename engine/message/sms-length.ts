/** How an SMS is counted and paid for. */
export interface SmsLength {
  /** `gsm7`: Latin letters and the usual marks; `ucs2`: everything else, Russian letters among it. */
  readonly alphabet: "gsm7" | "ucs2";
  /** In characters of that alphabet. */
  readonly length: number;
  readonly segments: number;
}

/** GSM 03.38: the alphabet, and what takes two of its places. */
const BASIC = new Set(
  "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà",
);
const EXTENDED = new Set("^{}\\[~]|€\f");

/** Characters of one message alone, and of each part of a longer one. */
const ROOM = { gsm7: { one: 160, part: 153 }, ucs2: { one: 70, part: 67 } } as const;

/** How many parts a text takes. A character of two places, and a pair of UTF-16, is never parted. */
export function smsLength(text: string): SmsLength {
  const letters = [...text];
  const alphabet = letters.every((letter) => BASIC.has(letter) || EXTENDED.has(letter)) ? "gsm7" : "ucs2";
  const sizes = letters.map((letter) => (alphabet === "ucs2" ? letter.length : EXTENDED.has(letter) ? 2 : 1));
  const length = sizes.reduce((sum, size) => sum + size, 0);
  const { one, part } = ROOM[alphabet];
  if (length <= one) return { alphabet, length, segments: 1 };
  let [segments, room] = [1, part];
  for (const size of sizes) {
    if (size > room) [segments, room] = [segments + 1, part];
    room -= size;
  }
  return { alphabet, length, segments };
}
