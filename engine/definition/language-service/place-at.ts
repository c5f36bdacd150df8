import { type Path, type Scanned, scanYaml } from "./yaml-scan.ts";

/** Where a position lies in a file. */
export interface YamlPlace {
  readonly at: "key" | "value" | "word";
  /** Of the map whose key it is, of the value, or of the word (which may become either). */
  readonly path: Path;
  /** The key, scalar or word around the position, quotes left out. */
  readonly from: number;
  readonly to: number;
  /** Keys of the same map with the texts of their values. */
  readonly siblings: ReadonlyMap<string, string>;
  readonly scanned: Scanned;
}

/** What stands at a position of a text that need not be whole. */
export function placeAt(text: string, position: number): YamlPlace {
  const scanned = scanYaml(text, position);
  const holds = (from: number, to: number): boolean => from <= position && position <= to;
  const word = scanned.words.findLast((one) => holds(one.from, one.to));
  const key = scanned.entries.findLast((one) => holds(one.keyFrom, one.keyTo));
  const value = scanned.entries
    .filter((one) => holds(one.valueFrom, one.valueTo) && !"{[".includes(text[one.valueFrom] ?? " "))
    .reduce<(typeof scanned.entries)[number] | undefined>(
      (best, one) => (best && best.valueTo - best.valueFrom <= one.valueTo - one.valueFrom ? best : one),
      undefined,
    );
  const made = (
    at: YamlPlace["at"],
    path: Path,
    range: { readonly from: number; readonly to: number },
    map: Path,
  ): YamlPlace => ({
    at,
    path,
    ...range,
    siblings: siblingsOf(scanned, map, text),
    scanned,
  });
  if (key) return made("key", key.path.slice(0, -1), { from: key.keyFrom, to: key.keyTo }, key.path.slice(0, -1));
  if (value && !(word && word.to - word.from <= value.valueTo - value.valueFrom && word.from > value.valueFrom))
    return made("value", value.path, bare(text, { from: value.valueFrom, to: value.valueTo }), value.path.slice(0, -1));
  if (word) return made("word", word.path, bare(text, { from: word.from, to: word.to }), word.path);
  return made("word", [], { from: position, to: position }, []);
}

/** The keys of a map, with the texts of values that are scalars. */
export function siblingsOf(scanned: Scanned, map: Path, text: string): ReadonlyMap<string, string> {
  const own = scanned.entries.filter(
    ({ path }) => path.length === map.length + 1 && map.every((part, at) => part === path[at]),
  );
  return new Map(
    own.map((one) => {
      const range = bare(text, { from: one.valueFrom, to: one.valueTo });
      return [String(one.path.at(-1)), text.slice(range.from, range.to).trim()];
    }),
  );
}

function bare(
  text: string,
  range: { readonly from: number; readonly to: number },
): { readonly from: number; readonly to: number } {
  const first = text[range.from];
  if (first !== '"' && first !== "'") return range;
  const isClosed = range.to - range.from > 1 && text[range.to - 1] === first;
  return { from: range.from + 1, to: isClosed ? range.to - 1 : range.to };
}
