import type { Feel } from "../../../engine/decision/feel.ts";
import { feelOf } from "../../../engine/decision/feel-of.ts";
import type { Type } from "../../../engine/expression/type.ts";

/** FEEL with these variables. */
export function feelFor(types: Readonly<Record<string, Type>>): Feel {
  return feelOf({ types });
}
