import { crc32, deflateSync, inflateSync } from "node:zlib";

const SIGNATURE = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a);
const COLORS_MAX = 256;

/** So many colors are taken because they are frequent; the others because nothing near them was. */
const FREQUENT_MAX = 200;

/**
 * A screenshot with at most 256 colors: its most frequent ones, and what they are farthest from; the others become the
 * nearest of them. A third of the
 * bytes, and on screens of flat colors nobody sees the difference.
 *
 * @param png with 8 bits a channel, not interlaced: what Chromium makes
 */
export function smallPng(png: Uint8Array): Uint8Array {
  const { width, height, pixels } = decoded(png);
  const counts = new Map<number, number>();
  for (const color of pixels) counts.set(color, (counts.get(color) ?? 0) + 1);
  const palette = paletteOf(counts);
  const places = new Map<number, number>();
  for (const color of counts.keys()) places.set(color, nearest(palette, color));
  const rows = new Uint8Array(height * (width + 1));
  pixels.forEach((color, at) => {
    rows[at + Math.floor(at / width) + 1] = places.get(color) ?? 0;
  });
  const header = new DataView(new ArrayBuffer(13));
  header.setUint32(0, width);
  header.setUint32(4, height);
  header.setUint8(8, 8);
  header.setUint8(9, 3);
  return Buffer.concat([
    SIGNATURE,
    chunk("IHDR", new Uint8Array(header.buffer)),
    chunk("PLTE", Uint8Array.from(palette.flatMap((color) => channels(color)))),
    chunk("IDAT", deflateSync(rows, { level: 9 })),
    chunk("IEND", new Uint8Array()),
  ]);
}

/** @param counts how many pixels have each color */
function paletteOf(counts: ReadonlyMap<number, number>): readonly number[] {
  const palette = [...counts].sort(([, one], [, other]) => other - one).map(([color]) => color);
  const rest = palette.splice(FREQUENT_MAX).map((color) => ({ color, count: counts.get(color) ?? 0, away: 0 }));
  for (const one of rest) one.away = distance(palette[nearest(palette, one.color)] ?? 0, one.color);
  while (palette.length < COLORS_MAX && rest.length > 0) {
    const worst = rest.reduce((one, other) => (other.away * other.count > one.away * one.count ? other : one));
    palette.push(worst.color);
    rest.splice(rest.indexOf(worst), 1);
    for (const one of rest) one.away = Math.min(one.away, distance(worst.color, one.color));
  }
  return palette;
}

/** Colors of its pixels as 0xRRGGBB. */
function decoded(png: Uint8Array) {
  const view = new DataView(png.buffer, png.byteOffset, png.byteLength);
  const [width, height, kind] = [view.getUint32(16), view.getUint32(20), view.getUint8(25)];
  const step = kind === 6 ? 4 : 3;
  const data: Uint8Array[] = [];
  for (let at = SIGNATURE.length; at < png.length; at += view.getUint32(at) + 12)
    if (Buffer.from(png.subarray(at + 4, at + 8)).toString("latin1") === "IDAT")
      data.push(png.subarray(at + 8, at + 8 + view.getUint32(at)));
  const raw = inflateSync(Buffer.concat(data));
  const line = width * step;
  const pixels = new Uint32Array(width * height);
  let before = new Uint8Array(line);
  for (let y = 0; y < height; y++) {
    const from = y * (line + 1);
    const row = unfiltered(raw[from] ?? 0, Uint8Array.from(raw.subarray(from + 1, from + 1 + line)), { before, step });
    for (let x = 0; x < width; x++) {
      const [red = 0, green = 0, blue = 0] = row.subarray(x * step, x * step + 3);
      pixels[y * width + x] = (red << 16) | (green << 8) | blue;
    }
    before = row;
  }
  return { width, height, pixels };
}

/** A row without its filter (PNG, 9.2), in place. */
function unfiltered(
  filter: number,
  row: Uint8Array<ArrayBuffer>,
  { before, step }: { readonly before: Uint8Array; readonly step: number },
): Uint8Array<ArrayBuffer> {
  for (let at = 0; at < row.length; at++) {
    const left = at < step ? 0 : (row[at - step] ?? 0);
    const up = before[at] ?? 0;
    const corner = at < step ? 0 : (before[at - step] ?? 0);
    const added = [0, left, up, (left + up) >> 1, paeth(left, up, corner)][filter] ?? 0;
    row[at] = (row[at] ?? 0) + added;
  }
  return row;
}

function paeth(left: number, up: number, corner: number): number {
  const guess = left + up - corner;
  const [toLeft, toUp, toCorner] = [Math.abs(guess - left), Math.abs(guess - up), Math.abs(guess - corner)];
  if (toLeft <= toUp && toLeft <= toCorner) return left;
  return toUp <= toCorner ? up : corner;
}

function nearest(palette: readonly number[], color: number): number {
  let [best, least] = [0, Number.POSITIVE_INFINITY];
  for (const [place, one] of palette.entries()) {
    const away = distance(one, color);
    if (away < least) [best, least] = [place, away];
  }
  return best;
}

function distance(one: number, other: number): number {
  const [red, green, blue] = channels(one);
  const [r, g, b] = channels(other);
  return (r - red) ** 2 + (g - green) ** 2 + (b - blue) ** 2;
}

function channels(color: number): readonly [red: number, green: number, blue: number] {
  return [color >> 16, (color >> 8) & 0xff, color & 0xff];
}

function chunk(name: string, data: Uint8Array): Uint8Array {
  const named = Buffer.concat([Buffer.from(name, "latin1"), data]);
  const ends = new DataView(new ArrayBuffer(8));
  ends.setUint32(0, data.length);
  ends.setUint32(4, crc32(named));
  const bytes = new Uint8Array(ends.buffer);
  return Buffer.concat([bytes.subarray(0, 4), named, bytes.subarray(4)]);
}
