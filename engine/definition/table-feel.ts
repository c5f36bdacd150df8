import type { Feel } from "../decision/feel.ts";
import { feelOf } from "../decision/feel-of.ts";
import type { Compiler, Spot } from "./compiler.ts";
import { envAt } from "./env.ts";
import { positionOf, type SourceText } from "./position.ts";

/**
 * FEEL as a table at this place of the process sees it.
 *
 * @param source The file of the whole table, for incidents to say where; null where its rules stand in a file of their own.
 */
export function tableFeel(compiler: Compiler, spot: Spot, source: SourceText | null): Feel {
  const placeOf = (offset: number) => {
    if (source === null) return null;
    const { line, column } = positionOf(source.text, offset);
    return { file: source.path, offset, line, column };
  };
  return feelOf({ types: envAt(compiler, spot).types, placeOf });
}
