import { ANY_TEST, type CellFault, emptyCell, type ReadTest } from "./cell-test.ts";

/** A word of a literal cell and where it stands in the cell's text. */
export interface Word {
  readonly text: string;
  readonly from: number;
  readonly to: number;
  /** Written in quotes: then nothing in it is special. */
  readonly quoted: boolean;
}

/** A literal cell's test, with its words for checks against the list of values. */
export type ReadWords = { readonly test: ReadTest; readonly words: readonly Word[] };

/**
 * Reads a cell of a text, choice, user, record or boolean column: `товар, услуги`, `not(товар)`, `null`, `-`. A value
 * with a comma, or one that looks special, stands in double quotes. Letter case counts.
 */
export function readLiteralCell(text: string, kind: "text" | "boolean"): ReadWords {
  if (text === "") return { test: emptyCell(0), words: [] };
  if (text === "-") return { test: ANY_TEST, words: [] };
  const negated = /^not\s*\((.*)\)$/s.exec(text);
  const inner = negated?.[1] ?? text;
  const shift = negated ? text.indexOf("(") + 1 : 0;
  const words = splitWords(inner).map((word) => ({ ...word, from: word.from + shift, to: word.to + shift }));
  const fault = words.map((word) => faultOf(word, kind)).find((found) => found !== null);
  if (fault) return { test: { fault }, words };
  const isNull = (word: Word) => !word.quoted && word.text === "null";
  const named = words.filter((word) => !isNull(word));
  const values = named.map((word) => (kind === "boolean" ? (TRUTH.get(word.text) ?? word.text) : word.text));
  return { test: { kind: "values", values, not: negated !== null, null: words.some(isNull) }, words: named };
}

/** The truth values as an analyst may write them. */
const TRUTH: ReadonlyMap<string, string> = new Map([
  ["true", "true"],
  ["false", "false"],
  ["да", "true"],
  ["нет", "false"],
]);

/** The words between the commas that are not in quotes. */
export function splitWords(text: string): Word[] {
  const words: Word[] = [];
  let from = 0;
  let quoted = false;
  let isBlank = true;
  for (let index = 0; index <= text.length; index++) {
    const unit = text[index];
    if (index === text.length || (unit === "," && !quoted)) {
      words.push(wordOf(text, from, index));
      from = index + 1;
      isBlank = true;
      continue;
    }
    if (unit === "\\" && quoted && index + 1 < text.length) index++;
    else if (unit === '"' && (quoted || isBlank)) quoted = !quoted;
    isBlank &&= /\s/.test(unit ?? "");
  }
  return words;
}

function wordOf(text: string, from: number, to: number): Word {
  const raw = text.slice(from, to);
  const start = from + raw.length - raw.trimStart().length;
  const word = raw.trim();
  const isQuoted = word.length > 1 && word.startsWith('"') && word.endsWith('"');
  const inner = isQuoted ? word.slice(1, -1).replace(/\\(.)/gs, "$1") : word;
  return { text: inner, from: start, to: start + word.length, quoted: isQuoted };
}

/** A value as it must stand in a literal cell to be read back as itself. */
export function literalCellOf(value: string): string {
  const special =
    value !== value.trim() || /[,"\\]/.test(value) || SPECIAL.test(value) || value === "" || COMPARISON.test(value);
  return special ? `"${value.replace(/[\\"]/g, "\\$&")}"` : value;
}

const SPECIAL = /^(?:-|null|not\s*\(.*\))$/s;
const COMPARISON = /^(?:[<>=≤≥]|!=)|^[[(\]].*\.\..*[\])[]$/s;

function faultOf(word: Word, kind: "text" | "boolean"): CellFault | null {
  const at = { from: word.from, to: Math.max(word.to, word.from + 1) };
  if (word.quoted) return null;
  if (word.text === "") {
    return {
      ...at,
      code: "table-value-empty",
      message: { ru: "Между запятыми нет значения", en: "There is no value between the commas" },
      remedy: {
        ru: "Уберите лишнюю запятую; запятую внутри значения берут в кавычки",
        en: "Remove the comma, or quote a value that holds one",
      },
    };
  }
  if (kind === "boolean")
    return TRUTH.has(word.text) || word.text === "null" ? null : { ...at, ...NOT_TRUTH(word.text) };
  return COMPARISON.test(word.text) ? { ...at, ...COMPARED(word.text) } : null;
}

const NOT_TRUTH = (text: string): Omit<CellFault, "from" | "to"> => ({
  code: "table-value-unknown",
  message: { ru: `«${text}» — не «да» и не «нет»`, en: `"${text}" is neither true nor false` },
  remedy: { ru: "Пишите true, false, да, нет или «-»", en: "Write true, false or `-`" },
});

const COMPARED = (text: string): Omit<CellFault, "from" | "to"> => ({
  code: "table-comparison-in-text",
  message: { ru: `Сравнение «${text}» в столбце со словами`, en: `The comparison "${text}" in a column of words` },
  remedy: {
    ru: "Задайте столбцу type: number, money или date, либо возьмите слово в кавычки",
    en: "Give the column `type: number`, `money` or `date`, or quote the word",
  },
});
