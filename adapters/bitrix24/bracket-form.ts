/** A value of a form: text, or a map of values. Lists come as maps with numbers for names. */
export type FormValue = string | FormMap;
export interface FormMap {
  readonly [name: string]: FormValue | undefined;
}

/** What a portal sends is far smaller. */
const PAIRS_MAX = 1_000;
const DEPTH_MAX = 8;
const NAME_MAX = 200;
const TEXT_MAX = 64 * 1024;
/** Names that would reach into JavaScript's own objects. */
const FORBIDDEN: ReadonlySet<string> = new Set(["__proto__", "constructor", "prototype"]);

type Growing = Map<string, string | Growing>;

/**
 * A body in the way PHP writes forms: `event=ONCRMDEALADD&data[FIELDS][ID]=7&auth[member_id]=…`. Every leaf is text.
 * `name[]` counts from 0; of the same name twice the last one stays.
 *
 * @returns null where it is no such form, or too large, too deep, or names what no field is called
 */
export function readBracketForm(body: Uint8Array | string): FormMap | null {
  const text = typeof body === "string" ? body : decoded(body);
  if (text === null) return null;
  const root: Growing = new Map();
  const pairs = text.split("&").filter((pair) => pair !== "");
  if (pairs.length > PAIRS_MAX) return null;
  for (const pair of pairs) {
    const end = pair.indexOf("=");
    const path = pathOf(unescaped(end < 0 ? pair : pair.slice(0, end)));
    const value = unescaped(end < 0 ? "" : pair.slice(end + 1));
    if (path === null || value === null || value.length > TEXT_MAX) return null;
    put(root, path, value);
  }
  return plain(root);
}

/** A field somewhere inside: `["data", "FIELDS", "ID"]`; null: it is not there, or is a map. */
export function textAt(form: FormMap, path: readonly string[]): string | null {
  let found: FormValue | undefined = form;
  for (const name of path) {
    if (typeof found !== "object" || !Object.hasOwn(found, name)) return null;
    found = found[name];
  }
  return typeof found === "string" ? found : null;
}

/** A map somewhere inside; an empty one where it is not there, or is text. */
export function mapAt(form: FormMap, name: string): FormMap {
  const found = Object.hasOwn(form, name) ? form[name] : undefined;
  return typeof found === "object" ? found : {};
}

/** The values of a list in the order of their numbers: PHP writes lists as maps. */
export function listAt(form: FormMap, name: string): readonly FormValue[] {
  return Object.entries(mapAt(form, name))
    .filter(([place]) => /^\d+$/.test(place))
    .toSorted(([one], [other]) => Number(one) - Number(other))
    .flatMap(([, value]) => (value === undefined ? [] : [value]));
}

function decoded(body: Uint8Array): string | null {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(body);
  } catch {
    return null;
  }
}

function unescaped(text: string): string | null {
  try {
    return decodeURIComponent(text.replaceAll("+", " "));
  } catch {
    return null;
  }
}

/** `data[FIELDS][ID]` → `data`, `FIELDS`, `ID`; the empty name stands for the next number. */
function pathOf(key: string | null): readonly string[] | null {
  const [, first, rest = ""] = /^([^[\]]+)((?:\[[^[\]]*\])*)$/s.exec(key ?? "") ?? [];
  if (first === undefined) return null;
  const path = [first, ...[...rest.matchAll(/\[([^[\]]*)\]/gs)].map(([, name = ""]) => name)];
  if (path.length > DEPTH_MAX) return null;
  return path.some((name) => name.length > NAME_MAX || FORBIDDEN.has(name)) ? null : path;
}

function put(root: Growing, path: readonly string[], value: string): void {
  let at = root;
  for (const [depth, given] of path.entries()) {
    const name = given === "" && depth > 0 ? nextNumber(at) : given;
    if (depth === path.length - 1) {
      at.set(name, value);
      return;
    }
    const found = at.get(name);
    const inner: Growing = found instanceof Map ? found : new Map();
    at.set(name, inner);
    at = inner;
  }
}

function nextNumber(map: Growing): string {
  const numbers = [...map.keys()].filter((name) => /^\d{1,9}$/.test(name)).map(Number);
  return String(Math.max(-1, ...numbers) + 1);
}

function plain(map: Growing): FormMap {
  const entries = [...map].map(([name, value]) => [name, value instanceof Map ? plain(value) : value] as const);
  return Object.fromEntries(entries);
}
