/** How a text is set. */
export interface Font {
  /** Pixels. */
  readonly size: number;
  readonly bold: boolean;
}

/**
 * Width of a text in pixels. There is no page to ask, so these are the widths of DejaVu Sans, the widest of the usual
 * fonts, less a little.
 */
export function textWidth(text: string, font: Font): number {
  let hundredths = 0;
  for (const char of text) hundredths += WIDTH_OF.get(char) ?? OTHER_WIDTH;
  return (hundredths / 100) * font.size * (font.bold ? BOLD_FACTOR : 1) * USUAL_FACTOR;
}

/**
 * Breaks a text into lines no wider than `width` pixels, at spaces, and inside a word only where it is longer than a line.
 * What does not fit into `linesMax` ends with «…».
 */
export function wrapText(
  text: string,
  font: Font,
  limit: { readonly width: number; readonly linesMax: number },
): readonly string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(/\s+/).filter((part) => part !== "")) {
    const joined = line === "" ? word : `${line} ${word}`;
    if (textWidth(joined, font) <= limit.width) {
      line = joined;
      continue;
    }
    if (line !== "") lines.push(line);
    const pieces = breakWord(word, font, limit.width);
    lines.push(...pieces.slice(0, -1));
    line = pieces.at(-1) ?? "";
  }
  if (line !== "") lines.push(line);
  return lines.length <= limit.linesMax ? lines : cut(lines.slice(0, limit.linesMax), font, limit.width);
}

const BOLD_FACTOR = 1.12;
const OTHER_WIDTH = 85;

/** Most readers' fonts are a tenth narrower; DejaVu itself still ends within a box's padding. */
const USUAL_FACTOR = 0.93;

/** Hundredths of the font's size → characters of that width. */
const WIDTHS: Readonly<Record<number, string>> = {
  28: "ijl'",
  32: "IJ .,",
  36: "f:;-/\\|",
  41: "rt!()[]",
  46: '"',
  53: "szгз?–*_",
  56: "cLсэ",
  60: "kvxyFPвктухчьяР",
  64: "abdeghnopquESTYабеёлорГЕЁЗТУ0123456789{}«»₽$",
  69: "ABKRVXZдийнпцАБВХЧЬЯ",
  76: "CHNUмъИЙКЛНПСЭ",
  80: "DGOQыДОЦ&",
  86: "wMфюМФЪ=<>+#→~^",
  92: "жшЫ",
  100: "mWщ—%@…",
  110: "ЖШЩЮ№",
};

const WIDTH_OF: ReadonlyMap<string, number> = new Map(
  Object.entries(WIDTHS).flatMap(([width, chars]) => [...chars].map((char) => [char, Number(width)] as const)),
);

function breakWord(word: string, font: Font, width: number): readonly string[] {
  const pieces: string[] = [];
  let piece = "";
  for (const char of word) {
    if (piece !== "" && textWidth(piece + char, font) > width) {
      pieces.push(piece);
      piece = "";
    }
    piece += char;
  }
  return [...pieces, piece];
}

function cut(lines: readonly string[], font: Font, width: number): readonly string[] {
  const last = [...(lines.at(-1) ?? "")];
  while (last.length > 0 && textWidth(`${last.join("").trimEnd()}…`, font) > width) last.pop();
  return [...lines.slice(0, -1), `${last.join("").trimEnd()}…`];
}
