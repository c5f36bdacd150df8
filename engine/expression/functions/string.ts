import type { Call } from "../value/function-value.ts";
import type { Inner, Num } from "../value/inner.ts";
import { exactOf } from "../value/number.ts";
import { show } from "../value/show.ts";
import { fail } from "../value/site.ts";
import { compilePattern, xpathReplacement } from "./pattern.ts";
import { type Builtin, builtin } from "./signature.ts";

/** Texts (DMN 1.5 §10.3.4.3). Lengths and positions count characters (code points), from 1. */
export const STRING_FUNCTIONS: readonly Builtin[] = [
  builtin("substring(string: string, start position: number, length?: number): string", substring),
  builtin("string length(string: string): number", ({ args }) => [...(args[0] as string)].length),
  builtin("upper case(string: string): string", ({ args }) => (args[0] as string).toUpperCase()),
  builtin("lower case(string: string): string", ({ args }) => (args[0] as string).toLowerCase()),
  builtin("substring before(string: string, match: string): string", ({ args }) => {
    const [text, match] = args as readonly [string, string];
    const at = text.indexOf(match);
    return at < 0 ? "" : text.slice(0, at);
  }),
  builtin("substring after(string: string, match: string): string", ({ args }) => {
    const [text, match] = args as readonly [string, string];
    const at = text.indexOf(match);
    return at < 0 ? "" : text.slice(at + match.length);
  }),
  builtin("contains(string: string, match: string): boolean", ({ args }) =>
    (args[0] as string).includes(args[1] as string),
  ),
  builtin("starts with(string: string, match: string): boolean", ({ args }) =>
    (args[0] as string).startsWith(args[1] as string),
  ),
  builtin("ends with(string: string, match: string): boolean", ({ args }) =>
    (args[0] as string).endsWith(args[1] as string),
  ),
  builtin("matches(input: string, pattern: string, flags?: string): boolean", (call) => {
    const [input, pattern, flags] = call.args as readonly [string, string, string | null];
    const compiled = compilePattern(pattern, flags ?? "", call.site);
    return compiled?.matcher(input).find() ?? null;
  }),
  builtin("replace(input: string, pattern: string, replacement: string, flags?: string): string", replace),
  builtin("split(string: string, delimiter: string): list of string", split),
  builtin("string join(list: list, delimiter?: string): string", join),
];

function substring({ args, site }: Call): Inner {
  const [text, start, length] = args as readonly [string, Num, Num | null];
  const characters = [...text];
  const from = exactOf(start).trunc().toNumber();
  const count = length === null ? characters.length : exactOf(length).trunc().toNumber();
  if (from === 0 || Math.abs(from) > characters.length || count < 1) {
    return fail(site, "EXPRESSION_DOMAIN", {
      ru: `substring: в тексте ${show(text)} нет места ${from} длиной ${count}. Места считают с 1.`,
      en: `substring: ${show(text)} has no ${count} characters at ${from}. Positions count from 1.`,
    });
  }
  const index = from > 0 ? from - 1 : characters.length + from;
  return characters.slice(index, index + count).join("");
}

function replace({ args, site, meter }: Call): Inner {
  const [input, pattern, replacement, flags] = args as readonly [string, string, string, string | null];
  const compiled = compilePattern(pattern, flags ?? "", site);
  if (!compiled) return null;
  const replaced = xpathReplacement(replacement, compiled.groupCount());
  let length = 0;
  // What comes out is bounded while it is made: a short pattern can match everywhere.
  return compiled.matcher(input).replaceAll((...matched: string[]) => {
    const text = replaced(...matched);
    length += text.length;
    meter.text(site, length);
    return text;
  });
}

function split({ args, site, meter }: Call): Inner {
  const [text, delimiter] = args as readonly [string, string];
  const compiled = compilePattern(delimiter, "", site);
  if (!compiled) return null;
  const parts: string[] = [];
  const matcher = compiled.matcher(text);
  let from = 0;
  // Bounded by the text's length: each find moves on, and the meter counts.
  while (matcher.find()) {
    if (matcher.end() === matcher.start()) continue;
    parts.push(text.slice(from, matcher.start()));
    from = matcher.end();
    meter.step(site);
  }
  parts.push(text.slice(from));
  return parts;
}

/** Null elements are left out. */
function join({ args, site, meter }: Call): Inner {
  const [list, delimiter] = args as readonly [readonly Inner[], string | null];
  const parts: string[] = [];
  let length = 0;
  for (const element of list) {
    if (element === null) continue;
    if (typeof element !== "string") {
      return fail(site, "EXPRESSION_TYPE", {
        ru: `string join соединяет тексты, а в списке ${show(element)}. Используйте string(…).`,
        en: `string join joins texts, but the list holds ${show(element)}. Use string(…).`,
      });
    }
    length += element.length + (delimiter?.length ?? 0);
    meter.text(site, length);
    parts.push(element);
  }
  return parts.join(delimiter ?? "");
}
