import { inflateRawSync } from "node:zlib";

/** A cell as the file holds it: its type (`s` a text, `n` a number), its value, and how it is shown. */
export interface ReadCell {
  readonly type: string;
  readonly value: string;
  readonly isFormula: boolean;
}

/** Opens an XLSX file as a spreadsheet would: the cells of its first sheet, row by row, by column letter. */
export function readWorkbook(bytes: Buffer): readonly Readonly<Record<string, ReadCell>>[] {
  const files = unzip(bytes);
  const shared = [...textOf(files, "xl/sharedStrings.xml").matchAll(/<si>(.*?)<\/si>/gs)].map(([, si]) =>
    plain(si ?? ""),
  );
  const sheet = textOf(files, "xl/worksheets/sheet1.xml");
  return [...sheet.matchAll(/<row\b[^>]*?(?:\/>|>(.*?)<\/row>)/gs)].map(([, row]) =>
    Object.fromEntries(
      [...(row ?? "").matchAll(/<c r="([A-Z]+)\d+"([^>]*?)(?:\/>|>(.*?)<\/c>)/gs)].map(([, column, look, inside]) => {
        const type = /\bt="(\w+)"/.exec(look ?? "")?.[1] ?? "n";
        const value = /<v>(.*?)<\/v>/s.exec(inside ?? "")?.[1] ?? "";
        const text = type === "s" ? (shared[Number(value)] ?? "") : type === "inlineStr" ? plain(inside ?? "") : value;
        return [column ?? "", { type, value: text, isFormula: /<f\b/.test(inside ?? "") }] as const;
      }),
    ),
  );
}

function unzip(bytes: Buffer): ReadonlyMap<string, Buffer> {
  const end = bytes.lastIndexOf(Buffer.from("PK\x05\x06", "latin1"));
  const files = new Map<string, Buffer>();
  for (let at = bytes.readUInt32LE(end + 16), left = bytes.readUInt16LE(end + 10); left > 0; left--) {
    const [method, size] = [bytes.readUInt16LE(at + 10), bytes.readUInt32LE(at + 20)];
    const [name, extra, comment] = [
      bytes.readUInt16LE(at + 28),
      bytes.readUInt16LE(at + 30),
      bytes.readUInt16LE(at + 32),
    ];
    const local = bytes.readUInt32LE(at + 42);
    const from = local + 30 + bytes.readUInt16LE(local + 26) + bytes.readUInt16LE(local + 28);
    const packed = bytes.subarray(from, from + size);
    files.set(bytes.toString("utf8", at + 46, at + 46 + name), method === 0 ? packed : inflateRawSync(packed));
    at += 46 + name + extra + comment;
  }
  return files;
}

function textOf(files: ReadonlyMap<string, Buffer>, name: string): string {
  return files.get(name)?.toString("utf8") ?? "";
}

function plain(xml: string): string {
  return [...xml.matchAll(/<t\b[^>]*>(.*?)<\/t>/gs)]
    .map(([, text]) => text ?? "")
    .join("")
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&quot;", '"')
    .replaceAll("&apos;", "'")
    .replaceAll("&#39;", "'")
    .replaceAll("&amp;", "&");
}
