import { closeSync, fstatSync, openSync, readFileSync } from "node:fs";
import { couldNotRun, wrongUse } from "../complaint.ts";

/** Larger files are to be split. */
const BYTES_MAX = 256 * 1024 * 1024;

/** Encodings that can be named. */
export const ENCODINGS = ["utf-8", "windows-1251"] as const;
export type Encoding = (typeof ENCODINGS)[number];

/**
 * A file's text. UTF-8, or UTF-16 with its mark, as Excel's "Unicode text" has it; another encoding only where it is
 * named: guessing wrong would write nonsense into records.
 *
 * @throws {Complaint} not there, too large, a workbook, or in another encoding
 */
export function fileText(path: string, encoding: Encoding | null): string {
  const bytes = bytesOf(path);
  if (bytes[0] === 0x50 && bytes[1] === 0x4b) throw workbook(path);
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return new TextDecoder("utf-16le").decode(bytes);
  if (encoding === "windows-1251") return new TextDecoder("windows-1251").decode(bytes);
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw otherEncoding(path);
  }
}

function bytesOf(path: string): Uint8Array {
  let file: number;
  try {
    file = openSync(path, "r");
  } catch (error) {
    throw unreadable(path, error);
  }
  try {
    const { size } = fstatSync(file);
    if (size > BYTES_MAX) throw tooLarge(path);
    return readFileSync(file);
  } catch (error) {
    throw error instanceof Error && "code" in error ? unreadable(path, error) : error;
  } finally {
    closeSync(file);
  }
}

function unreadable(path: string, error: unknown): Error {
  const reason = error instanceof Error ? error.message.replace(/,.*$/, "") : String(error);
  return couldNotRun(
    { ru: `Файл ${path} не читается: ${reason}`, en: `${path} cannot be read: ${reason}` },
    { ru: "Проверьте путь и права на файл.", en: "See that the path is right and that you may read it." },
  );
}

function tooLarge(path: string): Error {
  return couldNotRun(
    {
      ru: `Файл ${path} больше ${BYTES_MAX / 1024 / 1024} МБ.`,
      en: `${path} is larger than ${BYTES_MAX / 1024 / 1024} MB.`,
    },
    {
      ru: "Разделите его на части: повторный ввоз ничего не удвоит.",
      en: "Split it: importing again doubles nothing.",
    },
  );
}

function workbook(path: string): Error {
  return wrongUse(
    { ru: `${path} — книга Excel, а не CSV.`, en: `${path} is an Excel workbook, not CSV.` },
    {
      ru: "В Excel: Файл → Сохранить как → «CSV UTF-8 (разделитель — запятая)».",
      en: 'In Excel: File → Save as → "CSV UTF-8 (comma delimited)".',
    },
  );
}

function otherEncoding(path: string): Error {
  return wrongUse(
    { ru: `${path} не в UTF-8: похоже на Windows-1251.`, en: `${path} is not UTF-8: it looks like Windows-1251.` },
    {
      ru: "Сохраните его как «CSV UTF-8» или скажите об этом: --encoding windows-1251",
      en: 'Save it as "CSV UTF-8", or say so: --encoding windows-1251',
    },
  );
}
