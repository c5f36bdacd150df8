import type { TypeNameAst } from "./ast.ts";
import { type Building, type GrammarNode, Stumble } from "./building.ts";

/** A type as `instance of` and parameters name it. */
export function buildType(building: Building, node: GrammarNode | undefined): TypeNameAst {
  const inner = node?.name === "Type" ? building.children(node)[0] : node;
  if (!inner) throw new Stumble(building.text.length, building.text.length);
  const parts = building.children(inner);
  switch (inner.name) {
    case "ListType":
      return {
        kind: building.slice(inner).startsWith("range") ? "range" : "list",
        of: buildType(building, parts.find(isType)),
      };
    case "ContextType":
      return {
        kind: "context",
        entries: contextTypes(
          building,
          parts.find((part) => part.name === "ContextEntryTypes"),
        ),
      };
    case "FunctionType": {
      const parameters = parts.find((part) => part.name === "ArgumentTypes");
      const types = parameters ? building.children(parameters) : [];
      return {
        kind: "function",
        parameters: types.map((part) => buildType(building, building.children(part)[0])),
        result: buildType(building, parts.findLast(isType)),
      };
    }
    default:
      return { kind: "named", name: building.slice(inner).replace(/\s+/g, " ") };
  }
}

function isType(node: GrammarNode): boolean {
  return node.name === "Type";
}

function contextTypes(building: Building, node: GrammarNode | undefined): { name: string; type: TypeNameAst }[] {
  return (node ? building.children(node) : []).map((part) => {
    const [name, type] = building.children(part);
    return { name: building.declaredName(name), type: buildType(building, type) };
  });
}
