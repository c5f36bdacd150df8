import { ANY, BOOLEAN, NULL, NUMBER, TEXT, type Type, USER } from "../type.ts";
import type { Call } from "../value/function-value.ts";
import type { Inner, Kind } from "../value/inner.ts";

/** A function of the language: its signature and what it does. One name may have several forms. */
export interface Builtin {
  readonly name: string;
  /** As it is written here and in the reference: `substring(string: string, start position: number): string`. */
  readonly signature: string;
  readonly parameters: readonly Parameter[];
  /** Takes the last parameter any number of times. */
  readonly variadic: boolean;
  readonly result: ResultType;
  /** Gets checked arguments, null for optional ones left out. */
  readonly run: (call: Call) => Inner;
}

export interface Parameter {
  readonly name: string;
  /** Kinds it takes; null: any. `money` is a map of amount and currency. */
  readonly kinds: readonly (Kind | "money")[] | null;
  readonly nullable: boolean;
  readonly optional: boolean;
}

export type ResultType = Type | ((args: readonly Type[]) => Type);

/**
 * Declares a form of a function by its signature. `name?: kind` may be left out, `kind | null` may be null,
 * `...name: kind` takes the rest.
 *
 * @example builtin("upper case(string: string): string", ({ args: [text] }) => String(text).toUpperCase())
 */
export function builtin(signature: string, run: (call: Call) => Inner, result?: ResultType): Builtin {
  const match = SIGNATURE.exec(signature);
  if (!match) throw new Error(`unreadable signature: ${signature}`);
  const [, name = "", list = "", outcome = "any"] = match;
  const texts = list === "" ? [] : list.split(", ");
  return {
    name,
    signature,
    parameters: texts.map(parameter),
    variadic: texts.at(-1)?.startsWith("...") ?? false,
    result: result ?? RESULTS[outcome] ?? ANY,
    run,
  };
}

const SIGNATURE = /^([^(]+)\((.*)\): (.+)$/;

function parameter(text: string): Parameter {
  const [label = "", words = "any"] = text.split(": ");
  const kinds = words.split(" | ");
  return {
    name: label.replace("...", "").replace("?", ""),
    kinds: kinds.includes("any") ? null : kinds.filter((kind) => kind !== "null").map((kind) => kind as Kind),
    nullable: kinds.includes("any") || kinds.includes("null"),
    optional: label.endsWith("?"),
  };
}

const RESULTS: Readonly<Record<string, Type>> = {
  any: ANY,
  null: NULL,
  string: TEXT,
  number: NUMBER,
  boolean: BOOLEAN,
  date: { kind: "date" },
  time: { kind: "time" },
  "date and time": { kind: "dateTime" },
  "days and time duration": { kind: "daysDuration" },
  "years and months duration": { kind: "monthsDuration" },
  list: { kind: "list", of: ANY },
  "list of string": { kind: "list", of: TEXT },
  "list of number": { kind: "list", of: NUMBER },
  context: { kind: "map", fields: {}, open: true },
  range: { kind: "range", of: ANY },
  money: { kind: "money" },
  principal: { kind: "principal" },
  user: USER,
};

/** The element type of the first argument's list: what `remove`, `sort`, `reverse` keep. */
export function sameList(args: readonly Type[]): Type {
  const first = args[0];
  return first?.kind === "list" ? first : { kind: "list", of: ANY };
}
