import { type Fields, isFields } from "./fake-answer.ts";

/** Forms as PHP reads and writes them: `a[b][0]=1`. */

/** The fields of a query or a form body. Keys that are 0, 1, 2 … become lists, as PHP's arrays look in JSON. */
export function parseForm(text: string): Fields {
  const root: Fields = Object.create(null);
  for (const [key, value] of new URLSearchParams(text)) {
    const [head = "", ...rest] = key.split("[").map((part) => part.replace(/\]$/, ""));
    put(root, [head, ...rest], value);
  }
  return repaired(root) as Fields;
}

/** A form of a value: every leaf a text, lists by their numbers. */
export function encodeForm(fields: Fields): string {
  const pairs: [string, string][] = [];
  const walk = (key: string, value: unknown): void => {
    if (Array.isArray(value)) value.forEach((one, at) => walk(`${key}[${at}]`, one));
    else if (isFields(value))
      for (const [name, one] of Object.entries(value)) walk(key === "" ? name : `${key}[${name}]`, one);
    else
      pairs.push([
        key,
        value === null || value === undefined ? "" : value === true ? "1" : value === false ? "0" : String(value),
      ]);
  };
  walk("", fields);
  return new URLSearchParams(pairs).toString();
}

function put(into: Fields, path: readonly string[], value: string): void {
  let at = into;
  path.forEach((part, index) => {
    const key = part === "" ? String(Object.keys(at).length) : part;
    if (index === path.length - 1) at[key] = value;
    else {
      const inner = at[key];
      const next: Fields = isFields(inner) ? inner : Object.create(null);
      at[key] = next;
      at = next;
    }
  });
}

function repaired(value: unknown): unknown {
  if (!isFields(value)) return value;
  const entries = Object.entries(value).map(([key, one]) => [key, repaired(one)] as const);
  const isList = entries.length > 0 && entries.every(([key], at) => key === String(at));
  return isList ? entries.map(([, one]) => one) : Object.fromEntries(entries);
}
