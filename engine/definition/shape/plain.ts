import type { Node } from "../node.ts";

/**
 * Nodes as plain data, for the validators. Maps have no prototype, so that an author's `toString` is only a key. A
 * node is turned once, however often a step inside a step is looked at.
 */
export class Plain {
  readonly #made = new Map<Node, unknown>();

  of(node: Node): unknown {
    if (node.kind === "scalar") return node.value;
    const known = this.#made.get(node);
    if (known !== undefined) return known;
    const made = node.kind === "list" ? node.items.map((item) => this.of(item)) : this.#map(node.entries);
    this.#made.set(node, made);
    return made;
  }

  #map(entries: readonly { readonly name: string; readonly value: Node }[]): object {
    const map = Object.create(null) as Record<string, unknown>;
    for (const { name, value } of entries) map[name] = this.of(value);
    return map;
  }
}

/** The node that a JSON pointer leads to, from a node. */
export function nodeAt(from: Node, pointer: string): Node {
  let node = from;
  for (const part of pointer.split("/").slice(1)) {
    const name = part.replaceAll("~1", "/").replaceAll("~0", "~");
    const next: Node | undefined =
      node.kind === "list"
        ? node.items[Number(name)]
        : node.kind === "map"
          ? node.entries.find((entry) => entry.name === name)?.value
          : undefined;
    if (next === undefined) return node;
    node = next;
  }
  return node;
}

/** The name that the last part of a pointer gives: `key` of `/start/0/key`; for a list's item that of the list. */
export function nameAt(pointer: string): string {
  const parts = pointer.split("/").slice(1);
  const named = parts.findLast((part) => !/^\d+$/.test(part)) ?? "";
  return named.replaceAll("~1", "/").replaceAll("~0", "~");
}
