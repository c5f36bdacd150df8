import type { Caller } from "./fake-access.ts";
import { type Fields, isFields, Refusal, type Reply, textOf } from "./fake-answer.ts";
import type { Actor } from "./fake-options.ts";
import type { FakeWorld } from "./fake-world.ts";

/** A call as a method sees it. */
export interface FakeCall {
  readonly method: string;
  readonly params: Fields;
  readonly caller: Caller;
  readonly actor: Actor;
}

/** What a method is. */
export interface FakeMethod {
  /** Which scope must have been granted; null: none (`basic`). */
  readonly scope: string | null;
  /** `app`: a webhook cannot call it. */
  readonly needs?: "app" | "admin" | "admin app";
  /** Not in a batch: it moves files. */
  readonly notInBatch?: true;
  readonly run: (call: FakeCall, world: FakeWorld) => Reply;
}
export type FakeMethods = Readonly<Record<string, FakeMethod>>;

/** A top-level parameter: its case does not matter (`FIELDS`, `fields`). */
export function param(call: Pick<FakeCall, "params">, name: string): unknown {
  const exact = call.params[name];
  if (exact !== undefined) return exact;
  const lower = name.toLowerCase();
  return Object.entries(call.params).find(([key]) => key.toLowerCase() === lower)?.[1];
}

/** A parameter that is a map; an empty list is an empty map. */
export function mapParam(call: Pick<FakeCall, "params">, name: string): Fields {
  const value = param(call, name);
  return isFields(value) ? value : {};
}

/** The map that must be there. @throws {Refusal} with an empty code, as legacy methods refuse */
export function fieldsParam(call: FakeCall): Fields {
  const value = param(call, "fields");
  if (!isFields(value) && !Array.isArray(value)) throw new Refusal("", "Parameter 'fields' must be array.");
  return isFields(value) ? value : {};
}

/** A page of fifty as lists give it. `start: -1`: not counted, the first fifty. */
export function page<T>(
  rows: readonly T[],
  call: FakeCall,
): { readonly rows: readonly T[]; readonly total: number; readonly next?: number } {
  const start = Math.trunc(Number(textOf(param(call, "start")) || 0)) || 0;
  if (start < 0) return { rows: rows.slice(0, PAGE), total: 0 };
  const end = start + PAGE;
  return { rows: rows.slice(start, end), total: rows.length, ...(rows.length > end ? { next: end } : {}) };
}

export const PAGE = 50;

/** A page as an answer, its rows put where the method has them. */
export function paged<T>(rows: readonly T[], call: FakeCall, shape: (rows: readonly T[]) => unknown): Reply {
  const { rows: shown, total, next } = page(rows, call);
  return { result: shape(shown), total, ...(next === undefined ? {} : { next }) };
}
