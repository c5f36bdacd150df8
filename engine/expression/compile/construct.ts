import type { AstOf, EntryAst } from "../syntax/ast.ts";
import { FeelFunction } from "../value/function-value.ts";
import { type Inner, type InnerMap, isForeignKey } from "../value/inner.ts";
import { fail } from "../value/site.ts";
import type { Compiler } from "./compiler.ts";
import { Frame, type Run } from "./frame.ts";
import { isOfType } from "./instance.ts";
import { resolveType } from "./resolve-type.ts";

/** A constant. */
export function compileLiteral(_: Compiler, { value }: AstOf<"literal">): Run {
  return () => value;
}

/** A list of values. */
export function compileList(compiler: Compiler, ast: AstOf<"list">): Run {
  compiler.metered = true;
  const site = compiler.site(ast);
  const items = ast.items.map((item) => compiler.compile(item));
  return (context, frame) => {
    frame.meter.list(site, items.length);
    const made = items.map((item) => item(context, frame));
    return frame.meter.made(site, made, made);
  };
}

/** Later entries see earlier ones by name. */
export function compileContext(compiler: Compiler, ast: AstOf<"context">): Run {
  compiler.metered = true;
  const site = compiler.site(ast);
  const names = new Map<string, number>();
  const twice = ast.entries.find((entry, index) => ast.entries.findIndex(({ key }) => key === entry.key) < index);
  const foreign = ast.entries.find(({ key }) => isForeignKey(key));
  const entries = compiler.within({ names }, () => ast.entries.map((entry) => compileEntry(compiler, entry, names)));
  return (context, frame) => {
    frame.meter.list(site, entries.length);
    if (twice) return duplicateKey(twice.key);
    if (foreign) return foreignKey(foreign.key);
    const made: Record<string, Inner> = {};
    for (const { key, slot, run } of entries) {
      const value = run(context, frame);
      frame.slots[slot] = value;
      made[key] = value;
    }
    return frame.meter.made<InnerMap>(site, made, Object.values(made));
  };

  function foreignKey(key: string): null {
    return fail(site, "EXPRESSION_DOMAIN", {
      ru: `Ключ «${key}» в контексте не разрешён.`,
      en: `The key "${key}" is not allowed in a context.`,
    });
  }

  function duplicateKey(key: string): null {
    return fail(site, "EXPRESSION_DOMAIN", {
      ru: `Ключ «${key}» в контексте дважды.`,
      en: `The key "${key}" stands in the context twice.`,
    });
  }
}

function compileEntry(
  compiler: Compiler,
  { key, value }: EntryAst,
  names: Map<string, number>,
): { readonly key: string; readonly slot: number; readonly run: Run } {
  const run = compiler.compile(value);
  const slot = compiler.newSlot();
  names.set(key, slot);
  return { key, slot, run };
}

/** A function remembers what was bound around it; each call has slots of its own, so that it may call itself. */
export function compileFunction(compiler: Compiler, ast: AstOf<"function">): Run {
  compiler.metered = true;
  compiler.exotic = true;
  const site = compiler.site(ast);
  const slots = ast.parameters.map(() => compiler.newSlot());
  const names = new Map(ast.parameters.map(({ name }, index) => [name, slots[index] ?? 0]));
  const body = compiler.within({ names }, () => compiler.compile(ast.body));
  const parameters = ast.parameters.map(({ name }) => name);
  const types = ast.parameters.map(({ type }) => type && resolveType(type, compiler.items));
  return (_, outer) => {
    const captured = outer.slots;
    return new FeelFunction(parameters, ({ args, context, meter }) => {
      const frame = new Frame(captured.slice(), meter);
      for (const [index, slot] of slots.entries()) {
        const value = args[index] ?? null;
        const type = types[index];
        if (type && value !== null && !isOfType(value, type)) {
          return fail(site, "EXPRESSION_TYPE", {
            ru: `Аргумент «${parameters[index]}» не того типа.`,
            en: `The argument "${parameters[index]}" is not of its type.`,
          });
        }
        frame.slots[slot] = value;
      }
      meter.enter(site);
      const result = body(context, frame);
      meter.leave();
      return result;
    });
  };
}
