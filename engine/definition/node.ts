/**
 * A YAML text as values with positions: our own small tree, so that checks never touch the parser's classes and no
 * author's key can reach a prototype. Offsets count UTF-16 units from the start of the text.
 */
export type Node = ScalarNode | ListNode | MapNode;

interface Ranged {
  readonly start: number;
  readonly end: number;
}

export interface ScalarNode extends Ranged {
  readonly kind: "scalar";
  /** YAML 1.2 core: null, boolean, number or text. A number whose digits a double loses stays exact in `source`. */
  readonly value: null | boolean | number | string;
  /** The text as it stands in the file (without quotes for quoted scalars). */
  readonly source: string;
  readonly style: "plain" | "single" | "double" | "literal" | "folded";
  /**
   * Where the i-th UTF-16 unit of `value` (a text) stands in the file: escapes and folded lines move it.
   * Only for texts; a plain offset calculation where `style` is plain on one line.
   */
  offsetOf(index: number): number;
}

export interface ListNode extends Ranged {
  readonly kind: "list";
  readonly items: readonly Node[];
}

export interface MapNode extends Ranged {
  readonly kind: "map";
  readonly entries: readonly Entry[];
}

export interface Entry {
  readonly key: ScalarNode;
  readonly name: string;
  readonly value: Node;
}

/** A file that was read: parsed, positioned, not yet checked. */
export interface Document {
  /** As given on the command line, with `/`. */
  readonly path: string;
  readonly text: string;
  readonly root: Node;
}

/** The entry of that name, or undefined. */
export function entryOf(node: Node | undefined, name: string): Entry | undefined {
  return node?.kind === "map" ? node.entries.find((entry) => entry.name === name) : undefined;
}

/** The value under that name, or undefined. */
export function childOf(node: Node | undefined, name: string): Node | undefined {
  return entryOf(node, name)?.value;
}

/** The text of a scalar that is text, else undefined. */
export function textOf(node: Node | undefined): string | undefined {
  return node?.kind === "scalar" && typeof node.value === "string" ? node.value : undefined;
}
