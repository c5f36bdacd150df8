import { normalizeContextKey, parser, type trackVariables } from "lezer-feel";
import { wordPattern } from "../../base/word-pattern.ts";

/**
 * Which names may hold spaces, signs or keywords. The FEEL grammar needs to know them to find where a name ends
 * (`business days between` holds a keyword, `a-b` a sign). Everything it asks of a tracker is given here by one flat
 * dictionary: the scopes that the library's own tracker follows cost five times the parse itself.
 */
export interface NameDictionary {
  /** Normalized name → the name as it was declared. */
  readonly originals: ReadonlyMap<string, string>;
  readonly cache: NameCache;
  /** After a dot the grammar's keywords are names too: `event.cause.instance`. */
  readonly afterDot: NameCache;
}

interface NameCache {
  readonly keys: ReadonlySet<string>;
  readonly prefixes: ReadonlySet<string>;
}

/** A dictionary of the names that need one; plain single-word names do not. */
export function nameDictionary(names: Iterable<string>, base: NameDictionary | null = null): NameDictionary {
  const originals = new Map(base?.originals);
  const keys = new Set(base?.cache.keys);
  const prefixes = new Set(base?.cache.prefixes);
  for (const name of names) {
    if (isPlainName(name)) continue;
    const normal = normalizeContextKey(name);
    originals.set(normal, name);
    keys.add(normal);
    for (let end = 1; end <= normal.length; end++) prefixes.add(normal.slice(0, end));
  }
  const afterDot = { keys: keys.union(KEYWORDS), prefixes: prefixes.union(KEYWORD_PREFIXES) };
  return { originals, cache: { keys, prefixes }, afterDot };
}

/** Can the grammar find the end of this name without being told of it? */
export function isPlainName(name: string): boolean {
  return PLAIN(name).test(name);
}

const PLAIN = wordPattern("^[\\p{L}_][\\p{L}\\p{N}_]*$");

/** The words of the grammar that no variable may be called. */
export const KEYWORDS: ReadonlySet<string> = new Set([
  "for",
  "in",
  "return",
  "if",
  "then",
  "else",
  "some",
  "every",
  "satisfies",
  "or",
  "and",
  "between",
  "instance",
  "function",
  "null",
  "true",
  "false",
  "external",
]);

const KEYWORD_PREFIXES: ReadonlySet<string> = new Set(
  [...KEYWORDS].flatMap((word) => Array.from(word, (_, index) => word.slice(0, index + 1))),
);

/** What the grammar's tokenizer asks at each place: the parts of the name so far, and the names that may follow. */
class NameState {
  readonly tokens: readonly string[];
  private readonly cache: NameCache;

  constructor(tokens: readonly string[], cache: NameCache) {
    this.tokens = tokens;
    this.cache = cache;
  }

  contextCache(): NameCache {
    return this.cache;
  }
}

type Tracker = ReturnType<typeof trackVariables>;

/** Terms of the grammar that matter here, by their ids. */
const IDENTIFIERS = termIds(["Identifier"]);
const NAMES = termIds(["VariableName", "PathName", "Name"]);
const DOTS = termIds(["."]);

function termIds(names: readonly string[]): ReadonlySet<number> {
  return new Set(parser.nodeSet.types.filter((type) => names.includes(type.name)).map((type) => type.id));
}

/** A tracker for one text. */
export function trackNames(text: string, dictionary: NameDictionary): Tracker {
  const { cache } = dictionary;
  const start = new NameState([], cache);
  const afterDot = new NameState([], dictionary.afterDot);
  const tracker = {
    start,
    strict: false,
    hash: () => 0,
    shift: (state: NameState, term: number) => (DOTS.has(term) && state.tokens.length === 0 ? afterDot : state),
    reduce(state: NameState, term: number, stack: { pos: number }, input: { pos: number }) {
      if (IDENTIFIERS.has(term)) return new NameState([...state.tokens, text.slice(input.pos, stack.pos)], cache);
      return NAMES.has(term) ? start : state;
    },
    reuse: (state: NameState) => state,
  };
  // The parser takes any object of this shape; the class is not exported by the grammar's package.
  return tracker as unknown as Tracker;
}
