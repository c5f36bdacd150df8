import { problem, type Range } from "./make-problem.ts";
import type { Document, Node } from "./node.ts";
import type { Problem, Text } from "./problem.ts";

/** What a reader of plain data (a directory, a calendar) found: a path into the data and words. */
export interface DataProblem {
  /** `["users", "head-1", "manager"]` */
  readonly path: readonly (string | number)[];
  /** At the key rather than at its value? */
  readonly atKey: boolean;
  readonly says: Text;
}

/** The problems of plain data, placed in the file that the data were read from. */
export function dataProblems(
  document: Document,
  found: readonly DataProblem[],
  words: { readonly code: string; readonly remedy: Text },
): readonly Problem[] {
  return found.map(({ path, atKey, says }) =>
    problem(document, { ...words, at: rangeOf(document.root, path, atKey), message: says }),
  );
}

/** The value at the path, or its key; where the path leads nowhere, the last thing on the way. */
function rangeOf(root: Node, path: readonly (string | number)[], atKey: boolean): Range {
  let node = root;
  let key: Range | null = null;
  for (const part of path) {
    if (node.kind === "map") {
      const entry = node.entries.find(({ name }) => name === String(part));
      if (entry === undefined) return key ?? head(node);
      key = entry.key;
      node = entry.value;
    } else {
      const item = node.kind === "list" ? node.items[Number(part)] : undefined;
      if (item === undefined) break;
      key = null;
      node = item;
    }
  }
  return atKey && key !== null ? key : head(node);
}

/** A map or list is named by its beginning: underlining pages helps nobody. */
function head(node: Node): Range {
  if (node.kind === "map" && node.entries[0]) return node.entries[0].key;
  return node.kind === "list" && node.items[0] ? head(node.items[0]) : node;
}
