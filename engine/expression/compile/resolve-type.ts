import type { TypeNameAst } from "../syntax/ast.ts";

/** The type with every name of an item definition in it replaced, so deep as definitions may be nested. */
export function resolveType(type: TypeNameAst, items: Readonly<Record<string, TypeNameAst>>, depth = 0): TypeNameAst {
  if (depth > DEPTH_MAX) return type;
  const inner = (of: TypeNameAst): TypeNameAst => resolveType(of, items, depth + 1);
  switch (type.kind) {
    case "named": {
      const item = Object.hasOwn(items, type.name) ? items[type.name] : undefined;
      return item === undefined ? type : inner(item);
    }
    case "list":
    case "range":
      return { kind: type.kind, of: inner(type.of) };
    case "context":
      return { kind: "context", entries: type.entries.map(({ name, type: of }) => ({ name, type: inner(of) })) };
    case "function":
      return { kind: "function", parameters: type.parameters.map(inner), result: inner(type.result) };
  }
}

const DEPTH_MAX = 20;
