/** A key of a text that may be broken, with its value as far as it goes. */
export interface ScannedEntry {
  /** Keys and positions from the root, its own name last. */
  readonly path: Path;
  readonly keyFrom: number;
  readonly keyTo: number;
  readonly valueFrom: number;
  readonly valueTo: number;
}

/** An item of a list, or a word that stands where a key begins. */
export interface ScannedWord {
  /** Path of the list's item, or of the map that it would be a key of. */
  readonly path: Path;
  readonly from: number;
  readonly to: number;
}

export type Path = readonly (string | number)[];

export interface Scanned {
  readonly entries: readonly ScannedEntry[];
  readonly words: readonly ScannedWord[];
}

/** Most nested brackets that are followed. */
const DEPTH_MAX = 50;

/**
 * The keys and values of a YAML text by its indentation and brackets alone. Unlike the parser it never refuses: an editor
 * asks in the middle of a line, where the text is seldom YAML. `cursor` is where an empty place is of interest.
 */
export function scanYaml(text: string, cursor: number): Scanned {
  const scan = new YamlScan(text, cursor);
  scan.lines();
  return { entries: scan.entries, words: scan.words };
}

interface Frame {
  readonly indent: number;
  readonly path: Path;
  /** Position in its list; -1 for a key. */
  readonly index: number;
}

const KEY = /^(?:"((?:[^"\\\n]|\\.)*)"|'([^'\n]*)'|([^\s"'#{}[\],:][^\n#{}[\],:]*))[ \t]*:(?=[ \t\n]|$)/u;

class YamlScan {
  readonly entries: ScannedEntry[] = [];
  readonly words: ScannedWord[] = [];
  readonly #text: string;
  readonly #cursor: number;
  #frames: Frame[] = [];
  #at = 0;

  constructor(text: string, cursor: number) {
    this.#text = text;
    this.#cursor = cursor;
  }

  lines(): void {
    while (this.#at < this.#text.length || this.#at === this.#cursor) {
      const before = this.#at;
      this.#line();
      if (this.#at <= before) this.#at = before + 1;
      if (this.#at > this.#text.length) return;
    }
  }

  #line(): void {
    const end = this.#endOfLine(this.#at);
    const start = this.#at;
    let at = start;
    while (this.#text[at] === " ") at += 1;
    const isComment = this.#text[at] === "#";
    if (at >= end || isComment) {
      const column = this.#cursor - start;
      if (!isComment && start <= this.#cursor && this.#cursor <= end) this.#emptyLine(column);
      this.#at = end + 1;
      return;
    }
    at = this.#items(start, at, end);
    this.#content({ column: at - start, at, end });
  }

  /** The cursor on a line with nothing on it: a key of the map that this column belongs to. */
  #emptyLine(column: number): void {
    const frames = this.#frames.filter((frame) => frame.indent < column);
    this.words.push({ path: frames.at(-1)?.path ?? [], from: this.#cursor, to: this.#cursor });
  }

  #items(start: number, from: number, end: number): number {
    let at = from;
    for (let depth = 0; depth < DEPTH_MAX && /^-(?: |$)/u.test(this.#text.slice(at, end)); depth++) {
      const column = at - start;
      const isOut = (frame: Frame): boolean => frame.indent > column || (frame.indent === column && frame.index >= 0);
      const last = this.#pop(isOut);
      const index = last?.indent === column && last.index >= 0 ? last.index + 1 : 0;
      const path = [...(this.#frames.at(-1)?.path ?? []), index];
      this.#frames.push({ indent: column, path, index });
      at += 1;
      while (at < end && this.#text[at] === " ") at += 1;
    }
    return at;
  }

  /** Takes frames away; the last one taken. */
  #pop(isOut: (frame: Frame) => boolean): Frame | undefined {
    let last: Frame | undefined;
    for (let top = this.#frames.at(-1); top && isOut(top); top = this.#frames.at(-1)) last = this.#frames.pop();
    return last;
  }

  #content({ column, at, end }: { readonly column: number; readonly at: number; readonly end: number }): void {
    const match = KEY.exec(this.#text.slice(at, end));
    if (!match) {
      const path = this.#frames.findLast((frame) => frame.indent < column)?.path ?? [];
      const to = this.#value(path, { from: at, column });
      if (!"{[".includes(this.#text[at] ?? " ")) this.words.push({ path, from: at, to });
      return;
    }
    this.#pop((frame) => frame.indent >= column);
    const path = [...(this.#frames.at(-1)?.path ?? []), (match[1] ?? match[2] ?? match[3] ?? "").trim()];
    this.#frames.push({ indent: column, path, index: -1 });
    let from = at + match[0].length;
    while (from < end && this.#text[from] === " ") from += 1;
    const keyTo = at + match[0].lastIndexOf(":");
    this.entries.push({ path, keyFrom: at, keyTo, valueFrom: from, valueTo: this.#value(path, { from, column }) });
  }

  /** Reads a value and goes on behind it; where it ends. */
  #value(path: Path, at: { readonly from: number; readonly column: number }): number {
    const { from, column } = at;
    const end = this.#endOfLine(from);
    const first = this.#text[from] ?? "";
    if (first === "{" || first === "[") {
      const to = this.#flow(path, { from, column, depth: 0 });
      this.#at = this.#endOfLine(to) + 1;
      return to;
    }
    if (first === "|" || first === ">") return this.#block(end, column);
    if (first === '"' || first === "'") {
      const to = this.#quoted(from, end);
      this.#at = this.#endOfLine(to) + 1;
      return to;
    }
    this.#at = end + 1;
    const comment = /[ \t]#/u.exec(this.#text.slice(from, end));
    const rest = comment ? from + comment.index : end;
    // Behind the last word there may be blanks: they belong to the value, a cursor stands there.
    return this.#cursor >= rest || !comment ? rest : from + this.#text.slice(from, rest).trimEnd().length;
  }

  #block(end: number, column: number): number {
    let to = end;
    for (let next = end + 1; next < this.#text.length; next = to + 1) {
      const lineEnd = this.#endOfLine(next);
      const line = this.#text.slice(next, lineEnd);
      if (line.trim() !== "" && line.search(/\S/u) <= column) break;
      to = lineEnd;
    }
    this.#at = to + 1;
    return to;
  }

  /** Behind the closing quote, or at the end of the line where there is none on it. */
  #quoted(from: number, end: number): number {
    const quote = this.#text[from];
    for (let at = from + 1; at < end; at++) {
      if (quote === '"' && this.#text[at] === "\\") at += 1;
      else if (this.#text[at] === quote) return at + 1;
    }
    return end;
  }

  #flow(path: Path, of: { readonly from: number; readonly column: number; readonly depth: number }): number {
    const isMap = this.#text[of.from] === "{";
    let at = of.from + 1;
    for (let index = 0; at < this.#text.length && of.depth < DEPTH_MAX; index++) {
      const gap = at;
      at = this.#blanks(at, of.column);
      if (at < 0) return this.#endOfLine(gap);
      const first = this.#text[at] ?? "";
      const isEmpty = first === "}" || first === "]" || first === ",";
      if (isEmpty && gap <= this.#cursor && this.#cursor <= at)
        this.words.push({ path: isMap ? path : [...path, index], from: this.#cursor, to: this.#cursor });
      if (first === "}" || first === "]") return at + 1;
      if (first === ",") {
        at += 1;
        continue;
      }
      at = isMap ? this.#flowEntry(path, at, of) : this.#flowItem([...path, index], at, of);
      const behind = this.#blanks(at, of.column);
      if (behind < 0) return at;
      at = this.#text[behind] === "," ? behind + 1 : behind;
    }
    return at;
  }

  #flowEntry(path: Path, at: number, of: { readonly column: number; readonly depth: number }): number {
    const end = this.#endOfLine(at);
    const match = KEY.exec(this.#text.slice(at, end));
    if (!match) return this.#flowWord(path, at);
    const own = [...path, (match[1] ?? match[2] ?? match[3] ?? "").trim()];
    const behind = at + match[0].length;
    let from = behind;
    while (this.#text[from] === " ") from += 1;
    // Nothing is written yet: the value is where the cursor stands.
    const isEmpty = /[,\]}\n]/u.test(this.#text[from] ?? "\n");
    if (isEmpty && behind <= this.#cursor && this.#cursor <= from) from = this.#cursor;
    const valueTo = isEmpty ? from : this.#flowValue(own, from, of);
    this.entries.push({ path: own, keyFrom: at, keyTo: at + match[0].lastIndexOf(":"), valueFrom: from, valueTo });
    return valueTo;
  }

  #flowItem(path: Path, at: number, of: { readonly column: number; readonly depth: number }): number {
    if ("{[".includes(this.#text[at] ?? " ")) return this.#flow(path, { ...of, from: at, depth: of.depth + 1 });
    return this.#flowWord(path, at);
  }

  #flowWord(path: Path, at: number): number {
    const to = Math.max(at + 1, this.#flowScalar(at));
    this.words.push({ path, from: at, to });
    return to;
  }

  #flowValue(path: Path, from: number, of: { readonly column: number; readonly depth: number }): number {
    if ("{[".includes(this.#text[from] ?? " ")) return this.#flow(path, { ...of, from, depth: of.depth + 1 });
    return this.#flowScalar(from);
  }

  #flowScalar(from: number): number {
    const end = this.#endOfLine(from);
    const first = this.#text[from];
    if (first === '"' || first === "'") return this.#quoted(from, end);
    const found = /[,\]}]/u.exec(this.#text.slice(from, end));
    return found ? from + found.index : end;
  }

  /** Over blanks and line ends; -1 where a line of the outside begins, for somebody forgot the bracket. */
  #blanks(from: number, column: number): number {
    let at = from;
    while (at < this.#text.length) {
      const char = this.#text[at];
      if (char === " " || char === "\t") at += 1;
      else if (char === "#" && this.#text[at - 1] === " ") at = this.#endOfLine(at);
      else if (char === "\n") {
        const line = this.#text.slice(at + 1, this.#endOfLine(at + 1));
        const indent = line.search(/\S/u);
        if (indent >= 0 && indent <= column && !"]}".includes(line[indent] ?? " ")) return -1;
        at += 1;
      } else return at;
    }
    return at >= this.#text.length ? -1 : at;
  }

  #endOfLine(from: number): number {
    const end = this.#text.indexOf("\n", from);
    return end < 0 ? this.#text.length : end;
  }
}
