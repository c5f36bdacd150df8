import type { Call } from "../value/function-value.ts";
import { type Inner, type InnerMap, isForeignKey, isInnerList, isInnerMap, ownField } from "../value/inner.ts";
import { show } from "../value/show.ts";
import { fail, type Site } from "../value/site.ts";
import { type Builtin, builtin } from "./signature.ts";

/** Contexts (DMN 1.5 §10.3.4.10): maps of names to values. */
export const CONTEXT_FUNCTIONS: readonly Builtin[] = [
  builtin("context(entries: list): context", fromEntries),
  builtin("context put(context: context, key: string, value: any): context", put),
  builtin("context put(context: context, keys: list, value: any): context", put),
  builtin("context merge(contexts: list): context", merge),
  // Language §4: of a null map, or for an absent key, it is null.
  builtin("get value(m: context | null, key: string | list): any", ({ args }) =>
    getValue(args[0] ?? null, args[1] ?? null),
  ),
  builtin("get entries(m: context): list", ({ args, meter, site }) => {
    const entries = Object.entries(args[0] as InnerMap);
    meter.list(site, entries.length);
    return entries.map(([key, value]) => ({ key, value }));
  }),
];

/** A map with one entry more or another; a foreign key is nobody's. Null where the key is not allowed. */
function withEntry(map: InnerMap, key: string, value: Inner): InnerMap | null {
  return isForeignKey(key) ? null : { ...map, [key]: value };
}

function fromEntries({ args, site, meter }: Call): Inner {
  const entries = args[0] as readonly Inner[];
  meter.list(site, entries.length);
  const made: Record<string, Inner> = {};
  for (const entry of entries) {
    const key = isInnerMap(entry) ? ownField(entry, "key") : undefined;
    const value = isInnerMap(entry) ? ownField(entry, "value") : undefined;
    if (typeof key !== "string" || value === undefined || isForeignKey(key)) return badEntry(entry, site);
    if (Object.hasOwn(made, key)) {
      return fail(site, "EXPRESSION_DOMAIN", {
        ru: `context: ключ «${key}» дважды.`,
        en: `context: the key "${key}" is there twice.`,
      });
    }
    made[key] = value;
  }
  return meter.made<InnerMap>(site, made, Object.values(made));
}

function badEntry(entry: Inner, site: Site): null {
  return fail(site, "EXPRESSION_TYPE", {
    ru: `context ждёт { key, value } с текстовым ключом, а получил ${show(entry)}.`,
    en: `context takes { key, value } with a text key, but got ${show(entry)}.`,
  });
}

function put(call: Call): Inner {
  const [map, key, value] = call.args as readonly [InnerMap, string | readonly Inner[], Inner];
  const path = isInnerList(key) ? key : [key];
  call.meter.list(call.site, path.length);
  return putAt(map, path, { value, call }) ?? badKey(key, call.site);
}

function putAt(
  map: InnerMap,
  [key, ...rest]: readonly Inner[],
  put: { readonly value: Inner; readonly call: Call },
): InnerMap | null {
  if (typeof key !== "string") return null;
  const inner = rest.length === 0 ? put.value : ownField(map, key);
  const isEnd = rest.length === 0;
  if (inner === undefined || (!isEnd && !isInnerMap(inner))) return null;
  const entry = isEnd ? inner : putAt(inner as InnerMap, rest, put);
  const changed = entry === null && !isEnd ? null : withEntry(map, key, entry);
  return changed && put.call.meter.made(put.call.site, changed, Object.values(changed));
}

function badKey(key: Inner, site: Site): null {
  return fail(site, "EXPRESSION_DOMAIN", {
    ru: `context put: ключ ${show(key)} не подходит.`,
    en: `context put: the key ${show(key)} does not fit.`,
  });
}

function merge({ args, site, meter }: Call): Inner {
  let merged: InnerMap = {};
  for (const map of args[0] as readonly Inner[]) {
    if (!isInnerMap(map)) {
      return fail(site, "EXPRESSION_TYPE", {
        ru: `context merge соединяет контексты, а в списке ${show(map)}.`,
        en: `context merge joins contexts, but the list holds ${show(map)}.`,
      });
    }
    merged = { ...merged, ...map };
    meter.list(site, Object.keys(merged).length);
  }
  return meter.made(site, merged, Object.values(merged));
}

function getValue(map: Inner, key: Inner): Inner {
  if (isInnerList(key)) return key.length === 0 ? null : key.reduce<Inner>((at, part) => getValue(at, part), map);
  return typeof key === "string" && isInnerMap(map) ? (ownField(map, key) ?? null) : null;
}
