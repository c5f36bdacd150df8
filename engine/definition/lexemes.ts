import type { FileLimits } from "./file-kind.ts";
import { tooDeep, tooManyItems } from "./limits.ts";
import { problem } from "./make-problem.ts";
import type { Mask } from "./mask.ts";
import type { SourceText } from "./position.ts";
import type { Problem } from "./problem.ts";

/**
 * Looks at the lexemes of a YAML text as they come, before the parser nests anything: depth, and the parts of YAML
 * that are not part of the language. Linear in the text; nothing is kept but a stack of columns.
 */
export interface Watch {
  /** False: reading must stop here. */
  see(lexeme: string): boolean;
  readonly problems: readonly Problem[];
  readonly masks: readonly Mask[];
  /** Reading stopped: the text after this offset was not looked at. */
  readonly stopped: boolean;
  /** What was seen makes no sense any more: the parser need not see the rest to complain. */
  readonly lost: boolean;
}

/** A watch over one reading of the text. */
export function watchLexemes(source: SourceText, limits: FileLimits): Watch {
  const state: State = {
    source,
    limits,
    offset: 0,
    flow: [],
    columns: [],
    lineStart: 0,
    text: false,
    fresh: true,
    onLine: 0,
    documents: 0,
    content: false,
    problems: [],
    masks: [],
    stopped: false,
  };
  return {
    see: (lexeme) => see(state, lexeme),
    get problems() {
      return state.problems;
    },
    get masks() {
      return state.masks;
    },
    get stopped() {
      return state.stopped;
    },
    get lost() {
      return state.onLine > ON_LINE_MAX;
    },
  };
}

interface State {
  readonly source: SourceText;
  readonly limits: FileLimits;
  offset: number;
  /** Commas so far in each of the open brackets. */
  readonly flow: number[];
  /** Columns at which block maps and lists begin. */
  readonly columns: number[];
  lineStart: number;
  /** The next lexeme is a plain or block text. */
  text: boolean;
  /** Only white space so far on this line. */
  fresh: boolean;
  /** Keys, colons and values on this line outside brackets. */
  onLine: number;
  documents: number;
  /** Something other than white space and comments was seen. */
  content: boolean;
  readonly problems: Problem[];
  readonly masks: Mask[];
  stopped: boolean;
}

/** A text of 256 KB can hold 100,000 anchors; nobody reads more than a screen of them. */
const FORBIDDEN_MAX = 50;

/** A line outside brackets has a dash or two, a key, a colon and a value. One of `a: b: c: …` costs the parser its square. */
const ON_LINE_MAX = 100;

/** The lexer's marks that stand for no text. */
const MARKS = new Set(["\u0002", "\u0018", "\u001f"]);

/** Comes before a plain or block text, whatever that begins with. */
const TEXT_FOLLOWS = "\u001f";

function see(state: State, lexeme: string): boolean {
  if (MARKS.has(lexeme)) {
    state.text = lexeme === TEXT_FOLLOWS;
    return true;
  }
  const isText = state.text;
  state.text = false;
  const start = state.offset;
  state.offset += lexeme.length;
  if (isText) return text(state, lexeme, start);
  const first = lexeme[0] ?? "";
  if (first === "\n" || first === "\r") return newline(state);
  if (first === " " || first === "\t") return space(state, lexeme, start);
  if (first === "#" || first === "\uFEFF") return true;
  if (first === "%" && !state.content) return forbid(state, "directive", start, lexeme);
  if (lexeme === "---") return documentStart(state, start);
  if (lexeme === "...") return true;
  return content(state, lexeme, start);
}

/** A plain or block text: it nests nothing, but may end lines. */
function text(state: State, lexeme: string, start: number): boolean {
  state.content = true;
  if (state.flow.length === 0) {
    enterColumn(state, start - state.lineStart);
    state.onLine += 1;
  }
  state.fresh = false;
  return isTooDeep(state, start) ? false : afterLines(state, lexeme, start);
}

function isTooDeep(state: State, start: number): boolean {
  if (state.flow.length + state.columns.length <= state.limits.depthMax) return false;
  state.problems.push(tooDeep(state.source, start, state.limits));
  state.stopped = true;
  return true;
}

function afterLines(state: State, lexeme: string, start: number): boolean {
  const last = lexeme.lastIndexOf("\n");
  if (last !== -1) {
    state.lineStart = start + last + 1;
    state.fresh = last === lexeme.length - 1;
    state.onLine = 0;
  }
  return true;
}

function newline(state: State): boolean {
  state.lineStart = state.offset;
  state.fresh = true;
  state.onLine = 0;
  return true;
}

function space(state: State, lexeme: string, start: number): boolean {
  // A tab after the indentation of a block line: the parser reads it as indentation, the author's editor too.
  if (
    state.fresh &&
    state.flow.length === 0 &&
    lexeme.includes("\t") &&
    !/^[ \t]*(?:\r?\n|#|$)/.test(restOfLine(state, start))
  ) {
    state.problems.push(...tabProblems(state.source, start));
    state.stopped = true;
    return false;
  }
  return true;
}

function restOfLine(state: State, start: number): string {
  const end = state.source.text.indexOf("\n", start);
  return state.source.text.slice(start, end === -1 ? undefined : end + 1);
}

function documentStart(state: State, start: number): boolean {
  state.documents += 1;
  if (state.documents === 1 && !state.content) return true;
  state.problems.push(
    problem(state.source, {
      code: "several-documents",
      at: { start, end: start + 3 },
      message: { ru: "Второй документ в одном файле (`---`)", en: "A second document in one file (`---`)" },
      remedy: {
        ru: "Оставьте в файле один документ, остальное вынесите в другие файлы",
        en: "Keep one document a file; move the rest into other files",
      },
    }),
  );
  state.stopped = true;
  return false;
}

function content(state: State, lexeme: string, start: number): boolean {
  state.content = true;
  const block = state.flow.length === 0;
  if (block) {
    enterColumn(state, start - state.lineStart);
    state.onLine += 1;
  }
  state.fresh = false;
  switch (lexeme[0]) {
    case "{":
    case "[":
      if (lexeme.length === 1) state.flow.push(0);
      break;
    case "}":
    case "]":
      if (lexeme.length === 1) state.flow.pop();
      break;
    case ",":
      if (lexeme.length === 1) return comma(state, start);
      break;
    case "&":
      return forbid(state, "anchor", start, lexeme);
    case "*":
      return forbid(state, "alias", start, lexeme);
    case "!":
      return forbid(state, "tag", start, lexeme);
    case "?":
      if (lexeme === "?") return stopAtExplicitKey(state, start, lexeme);
  }
  return isTooDeep(state, start) ? false : afterLines(state, lexeme, start);
}

function comma(state: State, start: number): boolean {
  const last = state.flow.length - 1;
  const commas = (state.flow[last] ?? 0) + 1;
  if (last >= 0) state.flow[last] = commas;
  if (commas < state.limits.keysMax) return true;
  state.problems.push(tooManyItems(state.source, start, state.limits));
  state.stopped = true;
  return false;
}

/** A token further to the right than the last block begins a new one; further to the left, older ones have ended. */
function enterColumn(state: State, column: number): void {
  const { columns } = state;
  if (state.fresh) while (columns.length > 0 && (columns[columns.length - 1] ?? 0) > column) columns.pop();
  const last = columns[columns.length - 1];
  const begins = state.fresh || afterDash(state, column);
  if (begins && (last === undefined || column > last)) columns.push(column);
}

/** Stands it right after `- ` (several can stand on one line)? */
function afterDash(state: State, column: number): boolean {
  return /^[ ]*(?:-[ \t]+)+$/.test(
    state.source.text.slice(state.lineStart, Math.min(state.lineStart + column, state.lineStart + DASHES_MAX)),
  );
}

/** Longer than any indentation that a depth limit lets through. */
const DASHES_MAX = 400;

const FORBIDDEN = {
  directive: {
    message: { ru: "Директива YAML (`%`) — не часть языка", en: "A YAML directive (`%`) is not part of the language" },
    remedy: {
      ru: "Удалите строку; версия языка пишется ключом `ordo: 1`",
      en: "Delete the line; the version of the language is the key `ordo: 1`",
    },
  },
  anchor: {
    message: { ru: "Якорь YAML (`&`) — не часть языка", en: "A YAML anchor (`&`) is not part of the language" },
    remedy: {
      ru: "Если это текст, возьмите его в кавычки; повтор вынесите в `ladders` или `decisions`",
      en: "If it is text, quote it; put what repeats into `ladders` or `decisions`",
    },
  },
  alias: {
    message: { ru: "Ссылка YAML (`*`) — не часть языка", en: "A YAML alias (`*`) is not part of the language" },
    remedy: {
      ru: "Если это текст, возьмите его в кавычки; иначе напишите значение целиком",
      en: "If it is text, quote it; else write the value in full",
    },
  },
  tag: {
    message: { ru: "Тег YAML (`!`) — не часть языка", en: "A YAML tag (`!`) is not part of the language" },
    remedy: {
      ru: "Если это текст, возьмите его в кавычки; иначе удалите тег",
      en: "If it is text, quote it; else delete the tag",
    },
  },
  "explicit-key": {
    message: {
      ru: "Составной ключ YAML (`?`) — не часть языка",
      en: "A complex YAML key (`?`) is not part of the language",
    },
    remedy: {
      ru: "Пишите `ключ: значение`; если это текст, возьмите его в кавычки",
      en: "Write `key: value`; if it is text, quote it",
    },
  },
} as const;

function forbid(state: State, code: keyof typeof FORBIDDEN, start: number, lexeme: string): boolean {
  const at = { start, end: start + lexeme.length };
  state.problems.push(problem(state.source, { code, at, ...FORBIDDEN[code] }));
  const isGone = code === "directive" || (code !== "alias" && isBeforeValue(state.source.text, at));
  state.masks.push({ ...at, how: isGone ? "blank" : "hide" });
  state.stopped = state.problems.length >= FORBIDDEN_MAX;
  return !state.stopped;
}

/** Does the anchor or tag stand before a map or a list? Then it is no text: without it the value can be read. */
function isBeforeValue(text: string, at: { readonly start: number; readonly end: number }): boolean {
  const found = /^[ \t]*(?:([{[])|(?:#[^\n]*)?\r?\n(?:[ \t]*\r?\n)*( *)\S)/.exec(
    text.slice(at.end, at.end + LOOK_AHEAD),
  );
  if (!found) return false;
  const line = text.slice(text.lastIndexOf("\n", at.start - 1) + 1, at.start);
  return found[1] !== undefined || (found[2] ?? "").length > (/^ */.exec(line)?.[0].length ?? 0);
}

/** Further than this nobody writes a map behind its anchor. */
const LOOK_AHEAD = 1000;

/** What follows is a key of several lines: nothing after it could be trusted. */
function stopAtExplicitKey(state: State, start: number, lexeme: string): boolean {
  forbid(state, "explicit-key", start, lexeme);
  state.stopped = true;
  return false;
}

/** All lines from here on that are indented with tabs: they are mended together. */
function tabProblems(source: SourceText, from: number): Problem[] {
  const lineStart = Math.max(source.text.lastIndexOf("\n", from) + 1, source.text.startsWith("\uFEFF") ? 1 : 0);
  const found: Problem[] = [];
  for (const match of source.text.slice(lineStart).matchAll(/^ *\t[ \t]*(?=[^ \t\r\n#])/gm)) {
    const at = { start: lineStart + match.index, end: lineStart + match.index + match[0].length };
    found.push(
      problem(source, {
        code: "tab-indentation",
        at,
        message: {
          ru: "Отступ табуляцией: YAML принимает только пробелы",
          en: "Indented with a tab: YAML takes spaces only",
        },
        remedy: {
          ru: "Замените табуляции пробелами (по два на уровень)",
          en: "Replace tabs with spaces (two a level)",
        },
        fix: [{ ...at, text: match[0].replaceAll("\t", "  ") }],
      }),
    );
    if (found.length >= FORBIDDEN_MAX) break;
  }
  return found;
}
