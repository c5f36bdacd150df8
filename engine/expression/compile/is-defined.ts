import type { Ast } from "../syntax/ast.ts";
import { isInnerMap, ownField } from "../value/inner.ts";
import type { Compiler } from "./compiler.ts";
import { readField } from "./field.ts";
import type { Run } from "./frame.ts";
import { compileSoftName, type SoftRun } from "./name.ts";

/** `is defined(x.y)`: is there such a variable, such a field at every step, and is it not null? Nothing here is an incident. */
export function compileIsDefined(compiler: Compiler, ast: Ast): Run {
  const read = compileSoft(compiler, ast);
  return (context, frame) => {
    const value = read(context, frame);
    return value !== undefined && value !== null;
  };
}

/** Reads names and paths without failing; anything else as it is. */
function compileSoft(compiler: Compiler, ast: Ast): SoftRun {
  if (ast.kind === "name") return compileSoftName(compiler, ast);
  if (ast.kind !== "path") return compiler.compile(ast);
  const of = compileSoft(compiler, ast.of);
  const { name } = ast;
  const lenient = { source: { ...compiler.source, lenient: true }, from: ast.from, to: ast.to };
  const field = { site: lenient, name, absent: undefined, declared: compiler.typeOf(ast.of) };
  return (context, frame) => {
    const value = of(context, frame);
    if (value === undefined || value === null) return undefined;
    const own = isInnerMap(value) ? ownField(value, name) : undefined;
    return own === undefined ? readField(value, field, { context, frame }) : own;
  };
}
