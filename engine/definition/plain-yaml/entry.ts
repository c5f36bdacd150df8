import type { Entry, Node, ScalarNode } from "../node.ts";
import type { Cursor } from "./cursor.ts";

/** Keys that the full reader has something to say about. */
const SPOKEN_OF = new Set(["__proto__", "constructor", "prototype", "<<", ""]);

/** Longest key the library takes on one line, in UTF-16 units, with room to spare. */
const KEY_MAX = 900;

/** Adds an entry to a map; false where its key is a duplicate, reserved, or one too many: the full reader says so. */
export function addEntry(
  cursor: Cursor,
  map: { readonly entries: Entry[]; readonly names: Set<string> },
  { key, value }: { readonly key: ScalarNode; readonly value: Node },
): boolean {
  const name = typeof key.value === "string" ? key.value : key.source;
  if (
    SPOKEN_OF.has(name) ||
    map.names.has(name) ||
    key.end - key.start > KEY_MAX ||
    map.entries.length >= cursor.keysMax
  )
    return false;
  map.names.add(name);
  map.entries.push({ key, name, value });
  return true;
}
