import { type LineEdit, lineEdits } from "./line-edits.ts";

/** A file before and after; null: it is not there. */
export interface FileChange {
  /** As the patch names it, from the folder in which it is applied. */
  readonly path: string;
  readonly before: string | null;
  readonly after: string | null;
}

/** Lines around a change that let it be found again. */
const CONTEXT = 3;

/** Changes as one unified patch, which `git apply` and `patch -p1` take; empty where nothing differs. */
export function unifiedPatch(changes: readonly FileChange[]): string {
  return changes
    .filter(({ before, after }) => before !== after)
    .sort((one, other) => (one.path < other.path ? -1 : 1))
    .map(filePatch)
    .join("");
}

function filePatch({ path, before, after }: FileChange): string {
  const [from, to] = [`a/${path}`, `b/${path}`].map((name) => quotedName(name));
  const mode = before === null ? "new file mode 100644\n" : after === null ? "deleted file mode 100644\n" : "";
  const head = `diff --git ${from} ${to}\n${mode}`;
  const hunks = hunksOf(lineEdits(linesOf(before ?? ""), linesOf(after ?? "")));
  if (hunks.length === 0) return head;
  const names = `--- ${before === null ? "/dev/null" : from}\n+++ ${after === null ? "/dev/null" : to}\n`;
  return `${head}${names}${hunks.join("")}`;
}

/** Lines with their ends: a last line without one says so. */
function linesOf(text: string): readonly string[] {
  return text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
}

function hunksOf(edits: readonly LineEdit[]): readonly string[] {
  const isNear = edits.map((_, at) =>
    edits.slice(Math.max(0, at - CONTEXT), at + CONTEXT + 1).some(({ kind }) => kind !== "same"),
  );
  const hunks: string[] = [];
  let [oldLine, newLine] = [1, 1];
  for (let at = 0; at < edits.length; ) {
    if (!isNear[at]) {
      at += 1;
      oldLine += 1;
      newLine += 1;
      continue;
    }
    const end = isNear.indexOf(false, at);
    const part = edits.slice(at, end < 0 ? edits.length : end);
    const [olds, news] = [
      part.filter(({ kind }) => kind !== "added").length,
      part.filter(({ kind }) => kind !== "removed").length,
    ];
    hunks.push(`@@ -${range(oldLine, olds)} +${range(newLine, news)} @@\n${part.map(lineText).join("")}`);
    oldLine += olds;
    newLine += news;
    at += part.length;
  }
  return hunks;
}

/** `12,3`; a range of no lines stands behind the line before it. */
function range(line: number, count: number): string {
  return count === 1 ? `${line}` : `${count === 0 ? line - 1 : line},${count}`;
}

const SIGNS = { same: " ", removed: "-", added: "+" } as const;

function lineText({ kind, text }: LineEdit): string {
  return text.endsWith("\n") ? `${SIGNS[kind]}${text}` : `${SIGNS[kind]}${text}\n\\ No newline at end of file\n`;
}

/** Git quotes what is not plain ASCII, byte by byte. */
function quotedName(name: string): string {
  if (/^[\w./ ()+-]+$/.test(name) && !/ /.test(name)) return name;
  const bytes = [...new TextEncoder().encode(name)];
  const shown = bytes.map((byte) =>
    byte < 0x20 || byte > 0x7e || byte === 0x22 || byte === 0x5c
      ? `\\${byte.toString(8).padStart(3, "0")}`
      : String.fromCharCode(byte),
  );
  return `"${shown.join("")}"`;
}
