import { problem } from "../make-problem.ts";
import type { Edit, Problem, Text } from "../problem.ts";
import { quoted, type Scan } from "./scan.ts";

interface At {
  readonly start: number;
  readonly end: number;
}

/** `{{ x }}`: the notation of other tools. `value` is all of the value it stands in. */
export function doubleBraces(scan: Scan, at: At, value: At): Problem {
  const mended = scan.text
    .slice(value.start, value.end)
    .replace(/\{\{\s*(.*?)\s*\}\}/g, (_, inner: string) => `\${ ${inner} }`);
  return problem(scan.source, {
    code: "double-braces",
    at,
    message: {
      ru: "Выражение в `{{ }}`: YAML читает это как карту",
      en: "An expression in `{{ }}`: YAML reads it as a map",
    },
    remedy: write(quoted(mended)),
    fix: [{ ...value, text: quoted(mended) }],
  });
}

/** `${ x }` inside `{ }` or `[ ]` without quotes. */
export function expressionInFlow(scan: Scan, at: At, value: At): Problem {
  const mended = quoted(scan.text.slice(value.start, value.end));
  return problem(scan.source, {
    code: "expression-in-flow",
    at,
    message: {
      ru: "Выражение внутри `{ }` или `[ ]` нужно взять в кавычки",
      en: "An expression inside `{ }` or `[ ]` must be quoted",
    },
    remedy: write(mended),
    fix: [{ ...value, text: mended }],
  });
}

/** A second `: ` in a value. */
export function colonInText(scan: Scan, at: At, value: At): Problem {
  const mended = quoted(scan.text.slice(value.start, value.end));
  return problem(scan.source, {
    code: "colon-in-text",
    at,
    message: {
      ru: "Двоеточие с пробелом внутри текста: YAML принимает его за ключ",
      en: "A colon and a space inside a text: YAML takes it for a key",
    },
    remedy: write(mended),
    fix: [{ ...value, text: mended }],
  });
}

/** `"Счёт" от` */
export function textAfterQuote(scan: Scan, at: At, value: At): Problem {
  const whole = scan.text.slice(value.start, value.end);
  const lineEnd = whole.indexOf("\n");
  // It ends at a quote of some line below: the one on its own line was forgotten.
  if (lineEnd >= 0) {
    const first = whole.slice(0, lineEnd).trimEnd();
    return problem(scan.source, {
      code: "quote-not-closed",
      at: { start: value.start, end: value.start + first.length },
      message: { ru: "Кавычка открыта, но в этой строке не закрыта", en: "The quote is not closed on this line" },
      remedy: write(`${first}${whole[0] ?? ""}`),
    });
  }
  // 'Скидка д'Артаньяна: the second quote was an apostrophe.
  const apostrophe = whole.startsWith("'") && !whole.endsWith("'") && !whole.includes('"');
  return problem(scan.source, {
    code: "text-after-quote",
    at,
    message: { ru: "После закрывающей кавычки стоит ещё текст", en: "More text follows the closing quote" },
    remedy: write(apostrophe ? `"${whole.slice(1)}"` : `'${whole.replaceAll("'", "''")}'`),
  });
}

/** `{ days: 1 } и ещё` */
export function textAfterBracket(scan: Scan, at: At, value: At): Problem {
  return problem(scan.source, {
    code: "text-after-bracket",
    at,
    message: { ru: "После закрывающей скобки стоит ещё текст", en: "More text follows the closing bracket" },
    remedy: write(quoted(scan.text.slice(value.start, value.end))),
  });
}

/** A value that begins with `@`, `%` or a backtick. */
export function reservedStart(scan: Scan, at: At, value: At): Problem {
  const mended = quoted(scan.text.slice(value.start, value.end));
  return problem(scan.source, {
    code: "reserved-start",
    at,
    message: {
      ru: `Значение без кавычек не может начинаться с «${scan.text[at.start] ?? ""}»`,
      en: `A value without quotes cannot start with "${scan.text[at.start] ?? ""}"`,
    },
    remedy: write(mended),
    fix: [{ ...value, text: mended }],
  });
}

/** An opening quote without its closing one. */
export function quoteNotClosed(scan: Scan, start: number): Problem {
  return problem(scan.source, {
    code: "quote-not-closed",
    at: { start, end: start + 1 },
    message: { ru: "Кавычка открыта, но не закрыта", en: "The quote is opened but not closed" },
    remedy: {
      ru: "Закройте её в конце значения; кавычку внутри текста удвойте или смените вид",
      en: "Close it at the end of the value; double a quote inside the text, or use the other kind",
    },
  });
}

/** An opening bracket that nothing closes, or that the wrong bracket closes. */
export function bracketNotClosed(scan: Scan, start: number, closing?: number): Problem {
  const bracket = scan.text[start] ?? "{";
  const expected = bracket === "{" ? "}" : "]";
  if (closing === undefined) {
    return problem(scan.source, {
      code: "bracket-not-closed",
      at: { start, end: start + 1 },
      message: { ru: `Скобка \`${bracket}\` не закрыта`, en: `The bracket \`${bracket}\` is not closed` },
      remedy: { ru: `Поставьте \`${expected}\` в конце значения`, en: `Put \`${expected}\` at the end of the value` },
    });
  }
  return problem(scan.source, {
    code: "bracket-not-closed",
    at: { start: closing, end: closing + 1 },
    message: {
      ru: `Скобка \`${bracket}\` закрыта знаком \`${scan.text[closing] ?? ""}\``,
      en: `The bracket \`${bracket}\` is closed by \`${scan.text[closing] ?? ""}\``,
    },
    remedy: { ru: `Здесь нужна \`${expected}\``, en: `It needs \`${expected}\` here` },
    related: [{ at: { start, end: start + 1 }, message: { ru: "открыта здесь", en: "opened here" } }],
  });
}

/** A closing bracket that nothing opened. */
export function bracketNotOpened(scan: Scan, start: number): Problem {
  const bracket = scan.text[start] ?? "}";
  return problem(scan.source, {
    code: "bracket-not-opened",
    at: { start, end: start + 1 },
    message: { ru: `Лишняя скобка \`${bracket}\`: ей нет пары`, en: `An extra \`${bracket}\`: nothing opens it` },
    remedy: {
      ru: "Удалите её; если это текст, возьмите значение в кавычки",
      en: "Delete it; if it is text, quote the value",
    },
  });
}

/** Two items in brackets with nothing between them. */
export function missingComma(scan: Scan, at: At): Problem {
  return problem(scan.source, {
    code: "missing-comma",
    at,
    message: { ru: "Между элементами в скобках нет запятой", en: "A comma is missing between items in brackets" },
    remedy: {
      ru: "Поставьте запятую перед этим местом или возьмите значение в кавычки",
      en: "Put a comma before this place, or quote the value",
    },
  });
}

/** `[a,, b]` */
export function emptyItem(scan: Scan, start: number): Problem {
  return problem(scan.source, {
    code: "empty-item",
    at: { start, end: start + 1 },
    message: { ru: "Лишняя запятая: перед ней пусто", en: "One comma too many: nothing stands before it" },
    remedy: { ru: "Удалите лишнюю запятую", en: "Delete the extra comma" },
    fix: [{ start, end: start + 1, text: "" }],
  });
}

/** `id:assign` */
export function missingSpace(scan: Scan, at: At, colon: number): Problem {
  const edit: Edit = { start: colon + 1, end: colon + 1, text: " " };
  const key = scan.text.slice(at.start, colon);
  return problem(scan.source, {
    code: "missing-space",
    at,
    message: { ru: `После «${key}:» нужен пробел`, en: `"${key}:" must be followed by a space` },
    remedy: write(`${key}: ${scan.text.slice(colon + 1, at.end)}`),
    fix: [edit],
  });
}

/** A line of its own that is neither `key: value` nor `- item`. */
export function missingColon(scan: Scan, at: At): Problem {
  return problem(scan.source, {
    code: "missing-colon",
    at,
    message: {
      ru: "Здесь ждали `ключ: значение`, а двоеточия нет",
      en: "Expected `key: value`, but there is no colon",
    },
    remedy: {
      ru: "Допишите двоеточие и значение; продолжение текста сдвиньте вправо",
      en: "Add a colon and a value; indent the continuation of a text",
    },
  });
}

/** `steps: - id: a` */
export function listAfterKey(scan: Scan, at: At): Problem {
  return problem(scan.source, {
    code: "list-after-key",
    at,
    message: {
      ru: "Список не может начинаться в одной строке с ключом",
      en: "A list cannot begin on the line of its key",
    },
    remedy: {
      ru: "Перенесите `- …` на следующую строку или пишите `[ …, … ]`",
      en: "Move `- …` to the next line, or write `[ …, … ]`",
    },
  });
}

/** A line whose column fits none of the open maps and lists. */
export function wrongIndentation(scan: Scan, at: At, text: { readonly message: Text; readonly remedy: Text }): Problem {
  return problem(scan.source, { code: "wrong-indentation", at, ...text });
}

function write(text: string): Text {
  const short = text.length > REMEDY_MAX ? `${text.slice(0, REMEDY_MAX)}…` : text;
  return { ru: `Напишите: ${short}`, en: `Write: ${short}` };
}

/** A remedy stays on a line of a terminal. */
const REMEDY_MAX = 90;
