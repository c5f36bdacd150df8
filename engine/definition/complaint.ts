import { problem } from "./make-problem.ts";
import type { Complaint } from "./parse-yaml.ts";
import type { SourceText } from "./position.ts";
import type { Problem, Text } from "./problem.ts";

/**
 * The first complaint of the YAML library in our words. Its later ones are nearly always the same mistake seen again
 * from further down, so they are not shown.
 */
export function firstComplaint(source: SourceText, complaints: readonly Complaint[]): Problem | null {
  const complaint = complaints.find(isSyntax);
  if (complaint === undefined) return null;
  const [code, message, remedy] = WORDS.find(([, , , match]) => match(complaint)) ?? FALLBACK;
  return problem(source, { code, at: placeOf(source.text, complaint), message, remedy });
}

/** Does the complaint mean that the text is broken (and not something that our own checks report)? */
export function isSyntax({ code }: Complaint): boolean {
  return !SILENT.has(code);
}

/** Said by our own checks. */
const SILENT = new Set([
  "DUPLICATE_KEY",
  "MULTIPLE_DOCS",
  "NON_STRING_KEY",
  "BAD_ALIAS",
  "TAG_RESOLVE_FAILED",
  "MULTIPLE_ANCHORS",
  "MULTIPLE_TAGS",
  "ALIAS_PROPS",
]);

/** A complaint about a line end or the end of the file points at the last thing written before it. */
function placeOf(text: string, { start, end }: Complaint): { readonly start: number; readonly end: number } {
  const lineEnd = text.indexOf("\n", start);
  const stop = Math.min(Math.max(end, start + 1), lineEnd === -1 ? text.length : Math.max(lineEnd, start));
  if (stop > start && /\S/.test(text.slice(start, stop))) return { start, end: stop };
  let last = Math.min(start, text.length - 1);
  while (last > 0 && /\s/.test(text[last] ?? " ")) last -= 1;
  return { start: Math.max(0, last), end: Math.max(0, last) + 1 };
}

type Words = readonly [code: string, message: Text, remedy: Text];

const FALLBACK: Words = [
  "yaml-syntax",
  { ru: "Здесь нарушена запись YAML", en: "This is not valid YAML" },
  {
    ru: "Проверьте отступы, двоеточия с пробелом и кавычки в этой строке и строкой выше",
    en: "Check indentation, colons followed by a space and quotes on this line and the one above",
  },
];

const INDENT: Words = [
  "wrong-indentation",
  { ru: "Отступ не совпадает с соседними строками", en: "The indentation does not match the lines around it" },
  {
    ru: "Ключи одного уровня начинайте в одном столбце, вложенные — на два пробела правее",
    en: "Start keys of one level in one column, nested ones two spaces further right",
  },
];

const WORDS: readonly (readonly [...Words, (complaint: Complaint) => boolean])[] = [
  [...INDENT, ({ code }) => code === "BAD_INDENT"],
  [
    "tab-indentation",
    { ru: "Отступ табуляцией: YAML принимает только пробелы", en: "Indented with a tab: YAML takes spaces only" },
    { ru: "Замените табуляции пробелами (по два на уровень)", en: "Replace tabs with spaces (two a level)" },
    ({ code }) => code === "TAB_AS_INDENT",
  ],
  [
    "bad-escape",
    { ru: "В двойных кавычках нет такого `\\`-сочетания", en: "Double quotes know no such `\\` escape" },
    { ru: "Возьмите текст в одинарные кавычки или удвойте `\\`", en: "Use single quotes, or double the `\\`" },
    ({ code }) => code === "BAD_DQ_ESCAPE",
  ],
  [
    "quote-not-closed",
    { ru: "Кавычка открыта, но не закрыта", en: "The quote is opened but not closed" },
    { ru: "Закройте её в конце значения", en: "Close it at the end of the value" },
    ({ words }) => words.startsWith("Missing closing"),
  ],
  [
    "bracket-not-closed",
    { ru: "Скобка не закрыта или закрыта не там", en: "A bracket is not closed, or closed in the wrong place" },
    {
      ru: "Сверьте пары `{ }` и `[ ]` в этой строке и выше",
      en: "Match the pairs of `{ }` and `[ ]` on this line and above",
    },
    ({ words }) => /Flow (?:map|sequence)|flow collection|must end with|flow-(?:map|seq)-end/i.test(words),
  ],
  [
    "missing-comma",
    { ru: "Между элементами в скобках нет запятой", en: "A comma is missing between items in brackets" },
    { ru: "Поставьте запятую или возьмите значение в кавычки", en: "Put a comma, or quote the value" },
    ({ words }) => words.startsWith("Missing ,"),
  ],
  [
    "empty-item",
    { ru: "Лишняя запятая: между запятыми пусто", en: "One comma too many: nothing stands between them" },
    { ru: "Удалите лишнюю запятую", en: "Delete the extra comma" },
    ({ words }) => /Unexpected (?:empty item|,)/.test(words),
  ],
  [
    "missing-colon",
    { ru: "После ключа нет двоеточия с пробелом", en: "A key is not followed by a colon and a space" },
    {
      ru: "Пишите `ключ: значение`; продолжение текста сдвиньте вправо",
      en: "Write `key: value`; indent the continuation of a text",
    },
    ({ words }) =>
      /Implicit map keys need to be followed|Implicit keys need to be on a single line|Missing space after/.test(words),
  ],
  [
    "colon-in-text",
    {
      ru: "Второе «: » в одной строке: YAML принимает его за ключ",
      en: 'A second ": " on one line: YAML takes it for a key',
    },
    { ru: "Возьмите всё значение в кавычки", en: "Quote the whole value" },
    ({ code, words }) => code === "BLOCK_AS_IMPLICIT_KEY" && words.startsWith("Nested"),
  ],
  [...INDENT, ({ code, words }) => code === "BLOCK_AS_IMPLICIT_KEY" || words.startsWith("Sequence item without")],
  [
    "key-too-long",
    { ru: "Ключ длиннее 1024 знаков", en: "The key is longer than 1024 characters" },
    { ru: "Если это текст, возьмите его в кавычки", en: "If it is text, quote it" },
    ({ code }) => code === "KEY_OVER_1024_CHARS",
  ],
  [
    "reserved-start",
    { ru: "Значение не может начинаться с этого знака", en: "A value cannot start with this character" },
    { ru: "Возьмите всё значение в кавычки", en: "Quote the whole value" },
    ({ code }) => code === "BAD_SCALAR_START",
  ],
];
