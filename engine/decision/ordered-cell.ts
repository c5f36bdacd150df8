import {
  ANY_TEST,
  type CellFault,
  emptyCell,
  onlyPoint,
  type Point,
  type ReadTest,
  type TestRange,
} from "./cell-test.ts";
import { dayNumberOf } from "./day-number.ts";
import { compareExact, exactOf } from "./exact.ts";

/** What stands on an ordered column. */
export type OrderedKind = "number" | "money" | "date";

/**
 * Reads the tests that nearly all cells of number, money and date columns are: `<= 100 000`, `(5..15]`, `7, 9`,
 * `not(> 3)`, `>= 2026-11-25`, `null`, `-`. This is FEEL with spaces in digits and bare dates; whatever else FEEL
 * allows comes back as null, for the FEEL compiler. A table of a thousand rules is read in milliseconds this way.
 */
export function readOrderedCell(text: string, kind: OrderedKind): ReadTest {
  if (text === "") return emptyCell(text.length);
  if (text === "-") return ANY_TEST;
  if (text.length > QUICK_MAX) return null;
  const slip = slipIn(text, kind);
  if (slip) return { fault: slip };
  const negated = /^not\s*\((.*)\)$/s.exec(text);
  const reader: Reader = { text: negated?.[1] ?? text, at: 0, kind };
  const ranges: TestRange[] = [];
  let includesNull = false;
  do {
    const test = readTest(reader);
    if (test === null) return null;
    if (test === "null") includesNull = true;
    else ranges.push(test);
  } while (take(reader, /^,/));
  if (reader.at < reader.text.length) return null;
  const empty = ranges.find(isEmpty);
  if (empty) return { fault: emptyRange(text) };
  return { kind: "ranges", ranges, not: negated !== null, null: includesNull };
}

/** Longer cells are no hand's work: FEEL has limits of its own for them. */
const QUICK_MAX = 1_000;

/** The cell's text as FEEL reads it: spaces between digits closed up, bare dates made `date("…")`. */
export function feelTextOf(text: string, kind: OrderedKind): string {
  return outsideQuotes(text, (part) => {
    const grouped = part.replace(GROUPED_DIGITS, "");
    return kind === "date" ? grouped.replace(BARE_DATE, (date) => `date("${isoOf(date)}")`) : grouped;
  });
}

/** A space that groups digits by three: the ordinary one, the no-break one, the narrow one. */
const GROUPED_DIGITS = /(?<=\d)[ \u00A0\u202F](?=\d{3}(?!\d))/g;
const BARE_DATE = /\d{4}-\d\d-\d\d|\d\d\.\d\d\.\d{4}/g;

interface Reader {
  readonly text: string;
  readonly kind: OrderedKind;
  at: number;
}

function readTest(reader: Reader): TestRange | "null" | null {
  const opening = take(reader, /^[[(\]]/);
  if (opening) return readInterval(reader, opening);
  if (take(reader, /^null\b/)) return "null";
  const operator = take(reader, /^(?:<=|>=|<|>|=)/) ?? "=";
  const point = readPoint(reader);
  return point && rangeOf(operator, point);
}

function rangeOf(operator: string, point: Point): TestRange {
  if (operator === "<" || operator === "<=") return { low: null, high: { point, closed: operator === "<=" } };
  if (operator === ">" || operator === ">=") return { low: { point, closed: operator === ">=" }, high: null };
  return onlyPoint(point);
}

function readInterval(reader: Reader, opening: string): TestRange | null {
  const low = readPoint(reader);
  if (!low || !take(reader, /^\.\./)) return null;
  const high = readPoint(reader);
  const closing = high && take(reader, /^[\])[]/);
  if (!closing) return null;
  return { low: { point: low, closed: opening === "[" }, high: { point: high, closed: closing === "]" } };
}

function readPoint(reader: Reader): Point | null {
  return reader.kind === "date" ? readDate(reader) : readNumber(reader);
}

/** A number; the point of `5..15` is not its decimal point. */
function readNumber(reader: Reader): Point | null {
  const digits = take(reader, /^-?\s*(?:\d{1,3}(?:[ \u00A0\u202F]\d{3})+(?!\d)|\d+)(?:\.\d+)?(?![\w(])/);
  return digits === null ? null : pointOf(digits.replace(/[\s\u00A0\u202F]/g, ""));
}

function readDate(reader: Reader): Point | null {
  const written = take(
    reader,
    /^(?:date\s*\(\s*"[^"]*"\s*\)|@"[^"]*"|\d{4}-\d\d-\d\d(?![\dT])|\d\d\.\d\d\.\d{4}(?!\d))/,
  );
  const date = written?.match(/\d{4}-\d\d-\d\d|\d\d\.\d\d\.\d{4}/)?.[0];
  if (!written || !date || /"/.test(written) !== new RegExp(`"${date}"`).test(written)) return null;
  const day = dayNumberOf(isoOf(date));
  return day === null ? null : pointOf(String(day));
}

/** The point that a decimal text names. */
export function pointOf(decimal: string): Point | null {
  const exact = exactOf(decimal);
  return exact && { key: Number(decimal), exact };
}

/** `25.11.2026` as `2026-11-25`; other texts as they are. */
export function isoOf(date: string): string {
  return date.replace(/^(\d\d)\.(\d\d)\.(\d{4})$/, "$3-$2-$1");
}

function take(reader: Reader, pattern: RegExp): string | null {
  const rest = reader.text.slice(reader.at);
  const skipped = rest.length - rest.trimStart().length;
  const found = pattern.exec(rest.slice(skipped))?.[0];
  if (found === undefined) return null;
  reader.at += skipped + found.length;
  reader.at += reader.text.slice(reader.at).length - reader.text.slice(reader.at).trimStart().length;
  return found;
}

function isEmpty(range: TestRange): boolean {
  if (!range.low || !range.high) return false;
  const order = compareExact(range.low.point.exact, range.high.point.exact);
  return order > 0 || (order === 0 && !(range.low.closed && range.high.closed));
}

/** What analysts write instead of FEEL, and FEEL would take for something else or answer with a riddle. */
function slipIn(text: string, kind: OrderedKind): CellFault | null {
  if (!SIGN_OF_A_SLIP.test(text)) return null;
  const bare = outsideQuotes(text, (part) => part, "\u0000");
  for (const { pattern, kinds, fault } of SLIPS) {
    const found = kinds.includes(kind) ? pattern.exec(bare) : null;
    if (found) return { ...fault(found[0]), from: found.index, to: found.index + found[0].length };
  }
  return null;
}

/** Without one of these no slip can be in the text: nearly all cells are done here. */
const SIGN_OF_A_SLIP = /[,≤≥≠=\-–—₽р%$€]/u;

const NUMBERS: readonly OrderedKind[] = ["number", "money"];
const ORDERED: readonly OrderedKind[] = ["number", "money", "date"];

const SLIPS: readonly {
  readonly pattern: RegExp;
  readonly kinds: readonly OrderedKind[];
  fault(found: string): Omit<CellFault, "from" | "to">;
}[] = [
  {
    pattern: /\d+,\d+/,
    kinds: NUMBERS,
    fault: (found) => ({
      code: "table-comma-in-number",
      message: { ru: `Запятая между цифрами: «${found}»`, en: `A comma between digits: "${found}"` },
      remedy: {
        ru: `Пишите ${found.replace(",", ".")}, а два значения — с пробелом: ${found.replace(",", ", ")}`,
        en: `Write ${found.replace(",", ".")}, or with a space for two values: ${found.replace(",", ", ")}`,
      },
    }),
  },
  {
    pattern: /[≤≥≠]|=<|=>/,
    kinds: ORDERED,
    fault: (found) => {
      const right = { "≤": "<=", "=<": "<=", "≥": ">=", "=>": ">=", "≠": "not(…)" }[found] ?? "";
      return {
        code: "table-operator",
        message: { ru: `Нет такого знака сравнения: «${found}»`, en: `There is no such comparison: "${found}"` },
        remedy: { ru: `Пишите ${right}`, en: `Write ${right}` },
      };
    },
  },
  {
    pattern: /^\d[\d \u00A0\u202F.]*\s*[-–—]\s*\d[\d \u00A0\u202F.]*$/,
    kinds: NUMBERS,
    fault: (found) => {
      const range = `[${found
        .split(/[-–—]/)
        .map((end) => end.trim())
        .join("..")}]`;
      return {
        code: "table-range-dash",
        message: {
          ru: `Через тире диапазон не пишут: «${found}»`,
          en: `A range is not written with a dash: "${found}"`,
        },
        remedy: {
          ru: `Пишите ${range}; «(» или «)» — конец не входит`,
          en: `Write ${range}; "(" or ")" leaves the end out`,
        },
      };
    },
  },
  {
    pattern: /(?<=\d\s?)(?:₽|руб\.?|р\.|%|\$|€)/u,
    kinds: NUMBERS,
    fault: (found) => ({
      code: "table-unit-in-cell",
      message: { ru: `Единица в ячейке: «${found}»`, en: `A unit in a cell: "${found}"` },
      remedy: {
        ru: "Оставьте число, а единицу напишите в заголовке столбца",
        en: "Leave the number; put the unit into the heading",
      },
    }),
  },
];

function emptyRange(text: string): CellFault {
  return {
    code: "table-range-empty",
    from: 0,
    to: text.length,
    message: { ru: `В диапазон «${text}» не попадает ничего`, en: `Nothing lies in the range "${text}"` },
    remedy: { ru: "Первый конец должен быть меньше второго", en: "The first end must be below the second" },
  };
}

/** Applies the change to what stands outside of quotes; what stands inside is kept, or blanked unit by unit. */
function outsideQuotes(text: string, change: (part: string) => string, blank?: string): string {
  return text
    .split(/("(?:[^"\\]|\\.)*"?)/)
    .map((part, index) => (index % 2 === 0 ? change(part) : blank === undefined ? part : blank.repeat(part.length)))
    .join("");
}
