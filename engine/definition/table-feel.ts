import type { CellFault, CellTest } from "../decision/cell-test.ts";
import type { Feel, TestedColumn } from "../decision/feel.ts";
import { compileExpression } from "../expression/compile-expression.ts";
import type { EvaluationContext, Expression } from "../expression/expression.ts";
import type { ExpressionProblem } from "../expression/problem.ts";
import { renderExpression } from "../expression/render-value.ts";
import { splitTemplate } from "../expression/template.ts";
import type { Type } from "../expression/type.ts";
import { compileUnaryTests } from "../expression/unary-tests.ts";
import type { Compiler, Spot } from "./compiler.ts";
import { envAt } from "./env.ts";

/** FEEL as a table at this place of the process sees it. */
export function tableFeel(compiler: Compiler, spot: Spot): Feel {
  const { types } = envAt(compiler, spot);
  return {
    expression: (text) => {
      const { expression, problems } = compileExpression(text, { types });
      return { expression: hasErrors(problems) ? null : expression, faults: problems.map(faultOf) };
    },
    template: (text) => templateOf(text, types),
    tests: (text, column) => testsOf(text, column, types),
    render,
  };
}

type Types = Readonly<Record<string, Type>>;

function templateOf(text: string, types: Types): ReturnType<Feel["template"]> {
  const split = splitTemplate(text);
  if (!split.parts) return { parts: null, faults: [faultOf(split.problem)] };
  const faults: CellFault[] = [];
  const parts: (string | Expression)[] = [];
  for (const part of split.parts) {
    if (part.kind === "text") {
      parts.push(part.text);
      continue;
    }
    const { expression, problems } = compileExpression(part.text, { types });
    faults.push(
      ...problems.map((problem) => ({
        ...faultOf(problem),
        from: problem.from + part.from,
        to: problem.to + part.from,
      })),
    );
    if (expression) parts.push(expression);
  }
  return { parts: faults.length > 0 ? null : parts, faults };
}

function testsOf(text: string, column: TestedColumn, types: Types): ReturnType<Feel["tests"]> {
  const inputType = column.expression?.type;
  const money: Type | undefined =
    column.kind === "money" && column.currency !== null ? { kind: "money", currency: column.currency } : undefined;
  const options = money ?? inputType;
  const { tests, problems } = compileUnaryTests(text, { types, ...(options ? { inputType: options } : {}) });
  const faults = problems.map(faultOf);
  if (!tests || hasErrors(problems)) return { test: null, names: [], faults };
  const test: CellTest = { kind: "computed", text, holds: (value, context) => tests.holds(value, context) };
  return { test, names: tests.names, faults };
}

/** A text of a table is the same for every reader: it is a value, not yet a message. */
function render(parts: readonly (string | Expression)[], context: EvaluationContext): string {
  const options = {
    locale: "ru" as const,
    zone: context.calendar.zone,
    people: context.people,
    label: (_: string, value: string) => value,
  };
  return parts.map((part) => (typeof part === "string" ? part : renderExpression(part, context, options))).join("");
}

function faultOf(problem: ExpressionProblem): CellFault {
  const { code, from, to, message, remedy } = problem;
  return { code, from, to, message, remedy };
}

function hasErrors(problems: readonly ExpressionProblem[]): boolean {
  return problems.some((problem) => problem.severity === "error");
}
