import type { ExpressionProblem } from "../problem.ts";
import type { Says } from "../value/site.ts";
import type { StumblePlace } from "./building.ts";
import { blankTexts, type ScanFault } from "./scan.ts";

/** Habits of other languages, looked for where the grammar stumbles; the first that is found names the problem. */
interface Habit {
  readonly pattern: RegExp;
  readonly message: Says;
  readonly remedy: Says;
}

const HABITS: readonly Habit[] = [
  habit(
    /\{\{/,
    "«{{ }}» здесь не пишут",
    "`{{ }}` has no meaning here",
    "пишите ${ … }, внутри — FEEL",
    "write ${ … } with FEEL inside",
  ),
  habit(/[=!]==|==/, "«==» в FEEL нет", "FEEL has no `==`", "пишите =", "write ="),
  habit(/&&/, "«&&» в FEEL нет", "FEEL has no `&&`", "пишите and", "write and"),
  habit(/\|\|/, "«||» в FEEL нет", "FEEL has no `||`", "пишите or", "write or"),
  habit(/<>/, "«<>» в FEEL нет", "FEEL has no `<>`", "пишите !=", "write !="),
  habit(/=[<>]/, "Так сравнение не пишут", "A comparison is not written so", "пишите >= или <=", "write >= or <="),
  habit(/!(?!=)/, "«!» в FEEL нет", "FEEL has no `!`", "пишите not(…)", "write not(…)"),
  habit(
    /[«»“”„‘’`]/,
    "Это не кавычки FEEL",
    "These are not FEEL's quotes",
    'пишите текст в прямых кавычках: "…"',
    'write texts in straight quotes: "…"',
  ),
  habit(
    /(^|[\s(=,])'/,
    "Одинарные кавычки — не кавычки FEEL",
    "Single quotes are not FEEL's",
    'пишите текст в двойных кавычках: "…"',
    'write texts in double quotes: "…"',
  ),
  habit(
    /\d,\d/,
    "Запятая не отделяет дробную часть",
    "A comma does not start the decimals",
    "пишите точку: 7.5",
    "write a point: 7.5",
  ),
  habit(
    /\d{1,3}(?:[ \u00a0\u202f]\d{3})+(?!\d)/,
    "Пробелы внутри числа здесь не пишут",
    "Spaces inside a number are not allowed here",
    "пишите цифры слитно: 100000",
    "write the digits together: 100000",
  ),
  habit(
    /(^|[^\p{L}\p{N}_])(и|или|не|если|то|иначе|да|нет)(?![\p{L}\p{N}_])/u,
    "Слова FEEL пишутся по-английски",
    "FEEL's words are English",
    "пишите and, or, not(…), if … then … else …, true, false",
    "write and, or, not(…), if … then … else …, true, false",
  ),
  habit(
    /%/,
    "Знака «%» в FEEL нет",
    "FEEL has no `%`",
    "остаток — modulo(a, b); процент — / 100",
    "remainder: modulo(a, b); per cent: / 100",
  ),
  habit(/\?(?=.*:)/s, "«? :» в FEEL нет", "FEEL has no `? :`", "пишите if … then … else …", "write if … then … else …"),
  habit(/=>|->/, "Стрелок в FEEL нет", "FEEL has no arrows", "пишите function(x) …", "write function(x) …"),
  habit(/:=/, "Присваивания в FEEL нет", "FEEL does not assign", "значение даёт шаг set", "a `set` step gives a value"),
  habit(
    /;/,
    "«;» лишняя",
    "`;` does not belong here",
    "одно выражение — одно значение",
    "one expression gives one value",
  ),
];

function habit(pattern: RegExp, ru: string, en: string, ...remedy: readonly [string, string]): Habit {
  return { pattern, message: { ru, en }, remedy: { ru: remedy[0], en: remedy[1] } };
}

/** Names what is wrong where the grammar stumbled at `at`. */
export function diagnose(text: string, at: StumblePlace): ExpressionProblem {
  if (at.isTooDeep) return faultProblem({ kind: "too-deep", at: at.from });
  const signs = blankTexts(text);
  for (const { pattern, message, remedy } of HABITS) {
    const found = pattern.exec(signs);
    if (found) {
      const inset = found[0].search(/\S/);
      const from = found.index + Math.max(0, inset);
      return syntax(from, found.index + found[0].length, message, remedy);
    }
  }
  return missingWord(signs) ?? unclosedBracket(signs) ?? unexpected(text, at);
}

/** A bracket that nothing closes. Intervals may be closed by another sign than their own, so these are left out. */
function unclosedBracket(signs: string): ExpressionProblem | null {
  if (signs.includes("..")) return null;
  const open: number[] = [];
  for (let at = 0; at < signs.length; at++) {
    if ("([{".includes(signs[at] ?? "")) open.push(at);
    else if (")]}".includes(signs[at] ?? "")) open.pop();
  }
  const at = open.at(-1);
  return at === undefined ? null : faultProblem({ kind: "unclosed", open: signs[at] as "(" | "[" | "{", at });
}

function missingWord(signs: string): ExpressionProblem | null {
  const ifs = /(?<![.\p{L}\p{N}_])if\b/u.exec(signs);
  if (!ifs) return null;
  const missing = /\bthen\b/.test(signs) ? (/\belse\b/.test(signs) ? null : "else") : "then";
  if (!missing) return null;
  return syntax(
    ifs.index,
    ifs.index + 2,
    { ru: `У if нет ${missing}`, en: `This if has no ${missing}` },
    { ru: "пишите if условие then значение else значение", en: "write if condition then value else value" },
  );
}

function unexpected(text: string, { from, to }: { readonly from: number; readonly to: number }): ExpressionProblem {
  const rest = text.slice(from).trim();
  if (rest === "") {
    return syntax(
      Math.max(0, text.trimEnd().length - 1),
      text.length,
      { ru: "Выражение обрывается", en: "The expression breaks off" },
      {
        ru: "допишите его: после знака или слова нужно значение",
        en: "finish it: a value must follow the sign or word",
      },
    );
  }
  const start = from + text.slice(from).search(/\S/);
  const word = visible(/^[\p{L}\p{N}_]+|^./su.exec(text.slice(start))?.[0] ?? "");
  return syntax(
    start,
    Math.max(Math.min(to, start + WORD_MAX), start + 1),
    { ru: `Здесь не ожидалось «${word}»`, en: `"${word}" is not expected here` },
    { ru: "проверьте, нет ли пропущенного знака, скобки или кавычки", en: "look for a missing sign, bracket or quote" },
  );
}

/** A caret under more than this points at nothing. */
const WORD_MAX = 40;

/** A sign that nobody sees is named by its code. */
function visible(word: string): string {
  const code = word.codePointAt(0) ?? 0;
  return /^[\p{C}\p{Z}]/u.test(word) ? `U+${code.toString(16).toUpperCase().padStart(4, "0")}` : word;
}

const OPENED = {
  '"': { ru: "кавычка", en: "quote" },
  "(": { ru: "скобка (", en: "bracket (" },
  "[": { ru: "скобка [", en: "bracket [" },
  "{": { ru: "скобка {", en: "brace {" },
  "/*": { ru: "сноска /*", en: "comment /*" },
} as const;

/** The problem of a fault the scanner found. */
export function faultProblem(fault: ScanFault): ExpressionProblem {
  if (fault.kind === "too-deep") {
    return {
      ...syntax(
        fault.at,
        fault.at + 1,
        { ru: "Выражение вложено слишком глубоко", en: "The expression is nested too deep" },
        { ru: "разбейте выражение на шаги set", en: "split the expression into `set` steps" },
      ),
      code: "expression-too-large",
    };
  }
  const { ru, en } = OPENED[fault.open];
  return syntax(
    fault.at,
    fault.at + fault.open.length,
    { ru: `Не закрыта ${ru}`, en: `This ${en} is not closed` },
    { ru: "закройте её", en: "close it" },
  );
}

/** A syntax problem. */
export function syntax(from: number, to: number, message: Says, ...rest: readonly [Says]): ExpressionProblem {
  return { code: "expression-syntax", severity: "error", from, to, message, remedy: rest[0] };
}
