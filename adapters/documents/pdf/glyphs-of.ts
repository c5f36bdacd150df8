/**
 * The characters that a TrueType font has a glyph for, as its `cmap` says (formats 4 and 12).
 *
 * @throws {RangeError} where it is no such font
 */
export function glyphsOf(bytes: Uint8Array): ReadonlySet<number> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const cmap = tableAt(view, "cmap");
  const found = new Set<number>();
  for (let index = 0; index < view.getUint16(cmap + 2); index += 1) {
    const table = cmap + view.getUint32(cmap + 4 + index * 8 + 4);
    const format = view.getUint16(table);
    if (format === 4) addSegments(view, table, found);
    else if (format === 12) addGroups(view, table, found);
  }
  return found;
}

function tableAt(view: DataView, name: string): number {
  for (let index = 0; index < view.getUint16(4); index += 1) {
    const at = 12 + index * 16;
    const tag = String.fromCharCode(...[0, 1, 2, 3].map((byte) => view.getUint8(at + byte)));
    if (tag === name) return view.getUint32(at + 8);
  }
  throw new RangeError(`The font has no table ${name}`);
}

/** Segments of the first 65,536 characters; a glyph of 0 is "there is none". */
function addSegments(view: DataView, table: number, found: Set<number>): void {
  const count = view.getUint16(table + 6) / 2;
  const ends = table + 14;
  const starts = ends + count * 2 + 2;
  const deltas = starts + count * 2;
  const offsets = deltas + count * 2;
  for (let segment = 0; segment < count; segment += 1) {
    const [end, start] = [view.getUint16(ends + segment * 2), view.getUint16(starts + segment * 2)];
    const offset = view.getUint16(offsets + segment * 2);
    for (let code = start; code <= end && code !== 0xff_ff; code += 1) {
      const delta = view.getUint16(deltas + segment * 2);
      const listed = offset === 0 ? code : view.getUint16(offsets + segment * 2 + offset + (code - start) * 2);
      if (offset !== 0 && listed === 0) continue;
      if (((listed + delta) & 0xff_ff) !== 0) found.add(code);
    }
  }
}

function addGroups(view: DataView, table: number, found: Set<number>): void {
  for (let group = 0; group < view.getUint32(table + 12); group += 1) {
    const at = table + 16 + group * 12;
    for (let code = view.getUint32(at); code <= view.getUint32(at + 4); code += 1) found.add(code);
  }
}
