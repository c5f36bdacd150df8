import { checkCharacters } from "./characters.ts";
import { firstComplaint, isSyntax } from "./complaint.ts";
import { decodeUtf8 } from "./decode.ts";
import { type FileKind, type FileLimits, LIMITS } from "./file-kind.ts";
import { checkLines, checkSize } from "./limits.ts";
import { problem } from "./make-problem.ts";
import { applyMasks, type Mask } from "./mask.ts";
import type { Document } from "./node.ts";
import { parseYaml, type YamlReading } from "./parse-yaml.ts";
import { readPlainYaml } from "./plain-yaml/read-plain-yaml.ts";
import type { SourceText } from "./position.ts";
import type { Problem } from "./problem.ts";
import { type Diagnosis, diagnose } from "./syntax/diagnose.ts";
import { makeTree, type Tree } from "./tree.ts";

/** A file that was read, or why it could not be. */
export interface ReadResult {
  /** Null where the text has no tree that could be trusted. There may be problems beside a document too. */
  readonly document: Document | null;
  readonly problems: readonly Problem[];
}

/**
 * Reads a YAML text into a document with positions. Never throws and never hangs: size, lines and nesting are bounded
 * before the parser sees the text, and everything wrong is a problem with a position.
 *
 * Where a mistake can be stepped over (a stray `{{ x }}`, an anchor, a duplicate key), the document is returned
 * beside the problem, so that the other problems of the file are found in the same run.
 *
 * @param path As problems shall name it, with `/`.
 * @param content The text, or the file's bytes (then UTF-8 is checked too).
 * @param kind Decides the limits: a process is not a file of records.
 * @example readDocument("processes/x/process.yaml", "process: x\n…", "process")
 */
export function readDocument(path: string, content: string | Uint8Array, kind: FileKind): ReadResult {
  const limits = LIMITS[kind];
  const tooLarge = checkSize(path, content.length, limits);
  if (tooLarge !== null) return failed([tooLarge]);
  const decoded = typeof content === "string" ? { text: content } : decodeUtf8(path, content);
  if ("problem" in decoded) return failed([decoded.problem]);
  const source: SourceText = { path, text: decoded.text };
  const tooLong = checkLines(source, limits);
  if (tooLong !== null) return failed([tooLong]);
  return readText(source, limits);
}

/** Each reading may find masks for the next: forbidden parts first, then mistakes of syntax. */
const READINGS_MAX = 4;

function readText(source: SourceText, limits: FileLimits): ReadResult {
  const characters = checkCharacters(source);
  const masks: Mask[] = characters.masks;
  const problems: Problem[] = characters.problems;
  const root = masks.length === 0 ? readPlainYaml(source.text, limits) : null;
  if (root !== null) return { document: { path: source.path, text: source.text, root }, problems };
  let diagnosed = false;
  for (let reading = 1; reading <= READINGS_MAX; reading += 1) {
    const text = applyMasks(source.text, masks);
    const yaml = parseYaml({ path: source.path, text }, limits);
    problems.push(...yaml.watch.problems);
    if (yaml.watch.stopped) return failed(problems);
    if (yaml.watch.masks.length > 0) {
      masks.push(...yaml.watch.masks);
      continue;
    }
    const tree = treeOf(source, yaml, limits);
    if (tree !== null && tree.complexKeys.length === 0) return read(source, tree, problems);
    const diagnosis = diagnosed ? NOTHING : diagnose(source, text);
    diagnosed = true;
    if (diagnosis.problems.length === 0) return unexplained(source, { yaml, tree, problems });
    problems.push(...diagnosis.problems);
    if (!diagnosis.repairable) return failed(problems);
    masks.push(...diagnosis.masks);
  }
  return failed(problems);
}

const NOTHING: Diagnosis = { problems: [], masks: [], repairable: false };

/** The tree, or null where the parser complains or there is no content. */
function treeOf(source: SourceText, yaml: YamlReading, limits: FileLimits): Tree | null {
  if (yaml.yaml?.contents == null || yaml.complaints.some(isSyntax)) return null;
  return makeTree(yaml.yaml.contents, source, limits);
}

function read(source: SourceText, tree: Tree, problems: readonly Problem[]): ReadResult {
  return {
    document: { path: source.path, text: source.text, root: tree.root },
    problems: [...problems, ...tree.problems],
  };
}

interface Unexplained {
  readonly yaml: YamlReading;
  readonly tree: Tree | null;
  readonly problems: readonly Problem[];
}

/** The parser refused the text and our scan found no cause of its own: say what the parser saw, unless a cause is known. */
function unexplained(source: SourceText, { yaml, tree, problems }: Unexplained): ReadResult {
  if (tree !== null) return failed([...problems, ...tree.complexKeys.map((at) => complexKey(source, at))]);
  if (problems.length > 0) return failed(problems);
  return failed([firstComplaint(source, yaml.complaints) ?? emptyFile(source)]);
}

function failed(problems: readonly Problem[]): ReadResult {
  return { document: null, problems };
}

function emptyFile(source: SourceText): Problem {
  return problem(source, {
    code: "empty-file",
    at: { start: 0, end: 0 },
    message: { ru: "Файл пуст", en: "The file is empty" },
    remedy: {
      ru: "Напишите содержание или удалите файл; новую папку создаст `ordo init`",
      en: "Write its content or delete it; `ordo init` makes a new folder",
    },
  });
}

function complexKey(source: SourceText, at: { readonly start: number; readonly end: number }): Problem {
  return problem(source, {
    code: "complex-key",
    at,
    message: {
      ru: "Ключом может быть только слово, а не карта или список",
      en: "A key can only be a word, not a map or a list",
    },
    remedy: {
      ru: 'Если это выражение, пишите "${ … }" в кавычках',
      en: 'If it is an expression, write "${ … }" in quotes',
    },
  });
}
