import { readAnyTemporal, temporalValue } from "../temporal/read-temporal.ts";
import type { ArgumentAst, Ast } from "./ast.ts";
import { literal } from "./build-literal.ts";
import { type Building, type GrammarNode, span } from "./building.ts";
import { syntax } from "./diagnose.ts";

/** `f(x)`, `f(name: x)` */
export function buildCall(building: Building, node: GrammarNode, parts: readonly GrammarNode[]): Ast {
  const first = parts[0];
  const callee: Ast =
    first?.name === "SpecialFunctionName"
      ? { kind: "name", name: building.slice(first).replace(/\s+/g, " "), ...span(first) }
      : building.expression(first);
  return { kind: "call", callee, args: argumentsOf(building, parts[2]), ...span(node) };
}

function argumentsOf(building: Building, node: GrammarNode | undefined): ArgumentAst[] {
  if (!node || node.name === ")") return [];
  const parts = building.children(node);
  if (node.name === "PositionalParameters") {
    return parts.map((part) => ({ name: null, value: building.expression(part), ...span(part) }));
  }
  return parts.map((part) => {
    const [parameter, value] = building.children(part);
    const [name] = parameter ? building.children(parameter) : [];
    return { name: building.nameOf(name), value: building.expression(value), ...span(part) };
  });
}

/** `date("…")`, `date and time("…")`, `@"…"` */
export function buildDateTime(building: Building, node: GrammarNode, parts: readonly GrammarNode[]): Ast {
  const first = parts[0];
  if (first?.name === "AtLiteral") {
    const quoted = building.slice(first).slice(1).trim();
    const parsed = readAnyTemporal(quoted.slice(1, -1));
    if (parsed) return literal(node, temporalValue(parsed));
    building.problems.push(
      syntax(
        node.from,
        node.to,
        { ru: `${quoted} — не дата, не время и не срок`, en: `${quoted} is no date, time or duration` },
        { ru: 'пишите @"2026-11-25", @"10:00:00" или @"P1D"', en: 'write @"2026-11-25", @"10:00:00" or @"P1D"' },
      ),
    );
    return literal(node, null);
  }
  const name = first ? building.slice(first).replace(/\s+/g, " ") : "";
  const callee: Ast = { kind: "name", name, from: first?.from ?? node.from, to: first?.to ?? node.to };
  return { kind: "call", callee, args: argumentsOf(building, parts[2]), ...span(node) };
}
