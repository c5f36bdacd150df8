import type { AstOf, TypeNameAst } from "../syntax/ast.ts";
import { FeelFunction } from "../value/function-value.ts";
import { type Inner, isInnerList, isInnerMap, kindOf, ownField } from "../value/inner.ts";
import { Range } from "../value/range.ts";
import type { Compiler } from "./compiler.ts";
import type { Run } from "./frame.ts";
import { resolveType } from "./resolve-type.ts";

/** `x instance of type` */
export function compileInstance(compiler: Compiler, ast: AstOf<"instance">): Run {
  const of = compiler.compile(ast.of);
  const type = resolveType(ast.type, compiler.items);
  return (context, frame) => isOfType(of(context, frame), type);
}

/** Is the value of the type that a FEEL text names? Null is of no type but `Null` and `Any`. */
export function isOfType(value: Inner, type: TypeNameAst): boolean {
  switch (type.kind) {
    case "list":
      return isInnerList(value) && value.every((element) => isOfType(element, type.of));
    case "range":
      return value instanceof Range && [value.low, value.high].every((end) => end === null || isOfType(end, type.of));
    case "context":
      return isInnerMap(value) && type.entries.every((entry) => isEntryOfType(ownField(value, entry.name), entry.type));
    case "function":
      return value instanceof FeelFunction && value.parameters.length === type.parameters.length;
    case "named":
      return isNamed(value, type.name);
  }
}

/** An entry that is there may be null. */
function isEntryOfType(value: Inner | undefined, type: TypeNameAst): boolean {
  return value === null || (value !== undefined && isOfType(value, type));
}

function isNamed(value: Inner, name: string): boolean {
  if (value === null) return name === "Null";
  if (name === "Any") return true;
  const wanted = ALIASES[name] ?? name;
  return kindOf(value) === wanted;
}

const ALIASES: Readonly<Record<string, string>> = {
  dateTime: "date and time",
  "date time": "date and time",
  dayTimeDuration: "days and time duration",
  yearMonthDuration: "years and months duration",
};
