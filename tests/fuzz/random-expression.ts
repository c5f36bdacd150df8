import type { Random } from "./random.ts";

/** What a random expression is meant to come to. */
export type Sort = "number" | "text" | "truth" | "numbers" | "texts";

/** A piece of a random expression that knows its parts, so that a difference can be traced to the smallest of them. */
export interface Piece {
  /** What it does, in FEEL's words: `+`, `for`, `substring`. */
  readonly kind: string;
  readonly parts: readonly Piece[];
  /** The text, with these texts for its parts. */
  textOf(parts: readonly string[]): string;
  /** Of parts that see an element under a name: which name, and out of the list that is part number `from`. */
  readonly bound: { readonly name: string; readonly from: number; readonly parts: readonly number[] } | null;
}

/** The FEEL text of a piece. */
export function textOfPiece(piece: Piece): string {
  return piece.textOf(piece.parts.map(textOfPiece));
}

/** Variables that random expressions read, by their sort. */
export const VARIABLES = {
  amount: 150_000,
  rate: 0.07,
  zero: 0,
  role: "manager",
  empty: "",
  urgent: true,
  none: null,
  amounts: [100, 2.5, -3, 100],
  kinds: ["goods", "service"],
} as const;

const NAMES: Readonly<Record<Sort, readonly string[]>> = {
  number: ["amount", "rate", "zero"],
  text: ["role", "empty"],
  truth: ["urgent"],
  numbers: ["amounts"],
  texts: ["kinds"],
};

const LITERALS: Readonly<Record<Sort, readonly string[]>> = {
  number: ["0", "1", "2", "3", "7", "10", "0.5", "2.25", "100", "1000000", "-1", "-2.5", "0.1"],
  text: ['""', '"a"', '"abc"', '"счёт № 5"', '"A b c"', '"10"', '"a;b;c"'],
  truth: ["true", "false"],
  numbers: ["[]", "[1]", "[1, 2, 3]", "[3, 1, 2, 3]", "[0.5, -1]"],
  texts: ["[]", '["a"]', '["b", "a", "c"]', '["goods", ""]'],
};

const SORTS = Object.keys(LITERALS) as readonly Sort[];

/** A pattern of a form: its text with `%` for parts, and their sorts. */
type Form = readonly [kind: string, text: string, ...parts: Sort[]];

const FORMS: Readonly<Record<Sort, readonly Form[]>> = {
  number: [
    ["+", "(% + %)", "number", "number"],
    ["-", "(% - %)", "number", "number"],
    ["*", "(% * %)", "number", "number"],
    ["/", "(% / %)", "number", "number"],
    ["negate", "-(%)", "number"],
    ["**", "(% ** 2)", "number"],
    ["if", "(if % then % else %)", "truth", "number", "number"],
    ["abs", "abs(%)", "number"],
    ["floor", "floor(%)", "number"],
    ["ceiling", "ceiling(%)", "number"],
    ["decimal", "decimal(%, 2)", "number"],
    ["modulo", "modulo(%, %)", "number", "number"],
    ["string length", "string length(%)", "text"],
    ["sum", "sum(%)", "numbers"],
    ["count", "count(%)", "numbers"],
    ["min", "min(%)", "numbers"],
    ["max", "max(%)", "numbers"],
    ["mean", "mean(%)", "numbers"],
    ["index", "%[1]", "numbers"],
    ["index", "%[-1]", "numbers"],
    ["context", "{a: %, b: a + %}.b", "number", "number"],
    ["product", "product(%)", "numbers"],
    ["median", "median(%)", "numbers"],
  ],
  text: [
    ["join", "(% + %)", "text", "text"],
    ["if", "(if % then % else %)", "truth", "text", "text"],
    ["upper case", "upper case(%)", "text"],
    ["lower case", "lower case(%)", "text"],
    ["substring", "substring(%, 2)", "text"],
    ["substring", "substring(%, 1, 2)", "text"],
    ["substring before", "substring before(%, %)", "text", "text"],
    ["substring after", "substring after(%, %)", "text", "text"],
    ["string", "string(%)", "number"],
    ["index", "%[1]", "texts"],
    ["string join", 'string join(%, ",")', "texts"],
    ["context", "{a: %, b: %}.a", "text", "number"],
    ["replace", 'replace(%, "a", "b")', "text"],
  ],
  truth: [
    ["=", "(% = %)", "number", "number"],
    ["=", "(% = %)", "text", "text"],
    ["!=", "(% != %)", "number", "number"],
    ["<", "(% < %)", "number", "number"],
    ["<=", "(% <= %)", "number", "number"],
    [">", "(% > %)", "text", "text"],
    [">=", "(% >= %)", "number", "number"],
    ["and", "(% and %)", "truth", "truth"],
    ["or", "(% or %)", "truth", "truth"],
    ["not", "not(%)", "truth"],
    ["between", "(% between % and %)", "number", "number", "number"],
    ["in", "(% in [1..100])", "number"],
    ["in", "(% in (0..10])", "number"],
    ["in", "(% in %)", "number", "numbers"],
    ["contains", "contains(%, %)", "text", "text"],
    ["starts with", "starts with(%, %)", "text", "text"],
    ["ends with", "ends with(%, %)", "text", "text"],
    ["list contains", "list contains(%, %)", "numbers", "number"],
    ["list contains", "list contains(%, %)", "texts", "text"],
    ["even", "even(%)", "number"],
    ["instance of", "(% instance of number)", "number"],
    ["all", "all([%, %])", "truth", "truth"],
    ["any", "any([%, %])", "truth", "truth"],
    ["=", "(% = null)", "number"],
    ["=", "(% = %)", "numbers", "numbers"],
  ],
  numbers: [
    ["list", "[%, %]", "number", "number"],
    ["append", "append(%, %)", "numbers", "number"],
    ["concatenate", "concatenate(%, %)", "numbers", "numbers"],
    ["reverse", "reverse(%)", "numbers"],
    ["distinct values", "distinct values(%)", "numbers"],
    ["sublist", "sublist(%, 1, 1)", "numbers"],
    ["if", "(if % then % else %)", "truth", "numbers", "numbers"],
    ["union", "union(%, %)", "numbers", "numbers"],
    ["remove", "remove(%, 1)", "numbers"],
    ["insert before", "insert before(%, 1, %)", "numbers", "number"],
    ["flatten", "flatten([%, [%]])", "numbers", "numbers"],
    ["index of", "index of(%, %)", "numbers", "number"],
  ],
  texts: [
    ["list", "[%, %]", "text", "text"],
    ["append", "append(%, %)", "texts", "text"],
    ["concatenate", "concatenate(%, %)", "texts", "texts"],
    ["split", 'split(%, ";")', "text"],
    ["reverse", "reverse(%)", "texts"],
    ["distinct values", "distinct values(%)", "texts"],
  ],
};

/** Of a hundred parts so many are of another sort than their place wants: what is wrong must agree, too. */
const MISFITS = 3;

/** A random expression of a sort, nested so deep at most. */
export function randomPiece(random: Random, { sort = random.of(SORTS), depth = 3, scope = [] }: PieceWish = {}): Piece {
  const meant = random.below(100) < MISFITS ? random.of(SORTS) : sort;
  if (depth <= 0 || random.below(6) === 0) return leaf(random, meant, scope);
  if (random.below(8) === 0) return iteration(random, { sort: meant, depth, scope }) ?? leaf(random, meant, scope);
  const [kind, text, ...sorts] = random.of(FORMS[meant]);
  return pieceOf(
    kind,
    text,
    sorts.map((part) => randomPiece(random, { sort: part, depth: depth - 1, scope })),
  );
}

interface PieceWish {
  readonly sort?: Sort;
  readonly depth?: number;
  /** Names of elements that may be read. */
  readonly scope?: readonly (readonly [name: string, sort: Sort])[];
}

function leaf(random: Random, sort: Sort, scope: PieceWish["scope"] = []): Piece {
  const inScope = scope.filter(([, of]) => of === sort).map(([name]) => name);
  if (random.below(40) === 0) return pieceOf("null", random.of(["null", "none"]), []);
  if (inScope.length > 0 && random.below(3) > 0) return pieceOf("name", random.of(inScope), []);
  const text = random.below(3) === 0 ? random.of(NAMES[sort]) : random.of(LITERALS[sort]);
  return pieceOf("leaf", text, []);
}

/** `for`, `some`, `every` or a filter over a list; null for a sort that none of them makes. */
function iteration(random: Random, { sort, depth, scope }: Required<PieceWish>): Piece | null {
  const over: Sort = sort === "texts" || (sort === "truth" && random.below(2) === 0) ? "texts" : "numbers";
  const element: Sort = over === "texts" ? "text" : "number";
  const name = `x${scope.length}`;
  const isFilter = (sort === "numbers" || sort === "texts") && random.below(2) === 0;
  const inner = isFilter ? "item" : name;
  if (sort === "number" || sort === "text") return null;
  const wish = { sort: sort === "truth" || isFilter ? ("truth" as const) : element, depth: depth - 1 };
  const list = randomPiece(random, { sort: over, depth: depth - 1, scope });
  // An inner filter would hide the outer `item`.
  const around = scope.filter(([known]) => known !== "item");
  const body = randomPiece(random, { ...wish, scope: [...around, [inner, element]] });
  const form =
    sort === "truth"
      ? random.of([`(some ${name} in % satisfies %)`, `(every ${name} in % satisfies %)`])
      : isFilter
        ? "%[%]"
        : `(for ${name} in % return %)`;
  return {
    ...pieceOf(isFilter ? "filter" : form.slice(1, form.indexOf(" ")), form, [list, body]),
    bound: { name: inner, from: 0, parts: [1] },
  };
}

function pieceOf(kind: string, pattern: string, parts: readonly Piece[]): Piece {
  const [first = "", ...rest] = pattern.split("%");
  return {
    kind,
    parts,
    bound: null,
    textOf: (texts) => rest.reduce((text, after, at) => `${text}${texts[at] ?? ""}${after}`, first),
  };
}
