import { isMap, isScalar, isSeq, type Pair, type Scalar, type YAMLMap, type Node as YamlNode } from "yaml";
import type { FileLimits } from "./file-kind.ts";
import { tooManyKeys } from "./limits.ts";
import { problem } from "./make-problem.ts";
import { unmask } from "./mask.ts";
import type { Entry, MapNode, Node, ScalarNode } from "./node.ts";
import type { SourceText } from "./position.ts";
import type { Problem } from "./problem.ts";
import { scalarNode } from "./scalar-node.ts";

/** The parser's tree as ours, with the keys checked. `complexKeys` are keys that are no scalars, such as `{{ x }}:`. */
export interface Tree {
  readonly root: Node;
  readonly problems: readonly Problem[];
  readonly complexKeys: readonly { readonly start: number; readonly end: number }[];
}

/** Turns the parser's tree into ours. Its depth was bounded before it was parsed. */
export function makeTree(contents: YamlNode, source: SourceText, limits: FileLimits): Tree {
  const build: Build = { source, limits, problems: [], complexKeys: [] };
  return { root: nodeOf(build, contents, 0), problems: build.problems, complexKeys: build.complexKeys };
}

interface Build {
  readonly source: SourceText;
  readonly limits: FileLimits;
  readonly problems: Problem[];
  readonly complexKeys: { start: number; end: number }[];
}

function nodeOf(build: Build, node: unknown, at: number): Node {
  if (isMap(node)) return mapOf(build, node);
  if (isSeq(node)) {
    const [start, end] = rangeOf(node, at);
    return { kind: "list", start, end, items: node.items.map((item) => nodeOf(build, item, start)) };
  }
  return isScalar(node) ? scalarOf(build, node, at) : emptyScalar(at);
}

function rangeOf(node: YamlNode, at: number): readonly [number, number] {
  const range = node.range;
  return range ? [range[0], range[1]] : [at, at];
}

const STYLES: Readonly<Record<string, ScalarNode["style"]>> = {
  PLAIN: "plain",
  QUOTE_SINGLE: "single",
  QUOTE_DOUBLE: "double",
  BLOCK_LITERAL: "literal",
  BLOCK_FOLDED: "folded",
};

function scalarOf(build: Build, node: Scalar, at: number): ScalarNode {
  const [start, end] = rangeOf(node, at);
  const style = STYLES[node.type ?? "PLAIN"] ?? "plain";
  const raw = node.value;
  const value =
    typeof raw === "string" ? unmask(raw) : typeof raw === "number" || typeof raw === "boolean" ? raw : null;
  return scalarNode(build.source.text, { start, end, style, value });
}

function emptyScalar(at: number): ScalarNode {
  return { kind: "scalar", start: at, end: at, value: null, source: "", style: "plain", offsetOf: () => at };
}

function mapOf(build: Build, map: YAMLMap): MapNode {
  const [start, end] = rangeOf(map, 0);
  const entries: Entry[] = [];
  const seen = new Map<string, ScalarNode>();
  for (const pair of map.items) {
    const entry = entryOf(build, pair, start);
    if (entry === null) continue;
    const first = seen.get(entry.name);
    if (first !== undefined) {
      if (build.problems.length < PROBLEMS_MAX) build.problems.push(duplicateKey(build.source, entry, first));
      continue;
    }
    if (entries.length >= build.limits.keysMax) {
      build.problems.push(tooManyKeys(build.source, entry.key, build.limits));
      break;
    }
    seen.set(entry.name, entry.key);
    if (keyIsFine(build, entry)) entries.push(entry);
  }
  return { kind: "map", start, end, entries };
}

function entryOf(build: Build, pair: Pair, at: number): Entry | null {
  if (!isScalar(pair.key)) {
    const [start, end] = pair.key === null ? [at, at + 1] : rangeOf(pair.key as YamlNode, at);
    build.complexKeys.push({ start, end });
    return null;
  }
  const key = scalarOf(build, pair.key, at);
  // `null` and `true` as keys are names like any other; an empty key is none.
  return {
    key,
    name: typeof key.value === "string" ? key.value : unmask(key.source),
    value: nodeOf(build, pair.value, key.end + 1),
  };
}

/** More than a screen of them helps nobody. */
const PROBLEMS_MAX = 50;

/** Names that reach into every JavaScript object. */
const RESERVED_KEYS = new Set(["__proto__", "constructor", "prototype"]);

function keyIsFine(build: Build, { key, name }: Entry): boolean {
  if (RESERVED_KEYS.has(name)) {
    build.problems.push(
      problem(build.source, {
        code: "reserved-key",
        at: key,
        message: { ru: `Ключ «${name}» занят языком JavaScript`, en: `The key "${name}" is reserved by JavaScript` },
        remedy: {
          ru: "Назовите иначе, например `kind` или `sample`",
          en: "Use another name, such as `kind` or `sample`",
        },
      }),
    );
    return false;
  }
  if (name === "") {
    build.problems.push(
      problem(build.source, {
        code: "empty-key",
        at: { start: key.start, end: key.start + 1 },
        message: { ru: "Перед двоеточием нет ключа", en: "There is no key before the colon" },
        remedy: {
          ru: "Напишите ключ; если это текст, возьмите его в кавычки",
          en: "Write the key; if it is text, quote it",
        },
      }),
    );
    return false;
  }
  if (name === "<<") {
    build.problems.push(
      problem(build.source, {
        code: "merge-key",
        at: key,
        message: { ru: "Слияние карт (`<<`) — не часть языка", en: "Merging maps (`<<`) is not part of the language" },
        remedy: {
          ru: "Напишите ключи целиком; повторяющиеся лестницы вынесите в `ladders`",
          en: "Write the keys in full; put ladders that repeat into `ladders`",
        },
      }),
    );
    return false;
  }
  return true;
}

function duplicateKey(source: SourceText, entry: Entry, first: ScalarNode): Problem {
  return problem(source, {
    code: "duplicate-key",
    at: entry.key,
    message: { ru: `Ключ «${entry.name}» уже есть в этом месте`, en: `The key "${entry.name}" is here already` },
    remedy: { ru: "Оставьте один из двух или переименуйте второй", en: "Keep one of the two, or rename the second" },
    related: [{ at: first, message: { ru: "первый стоит здесь", en: "the first stands here" } }],
  });
}
