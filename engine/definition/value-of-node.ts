import type { Value } from "../base/value.ts";
import type { Node, ScalarNode } from "./node.ts";

/**
 * The plain value of a node: what a literal in the file means. Numbers keep the digits of the file: one that a double
 * cannot hold becomes a tagged decimal.
 */
export function valueOfNode(node: Node): Value {
  switch (node.kind) {
    case "scalar":
      return typeof node.value === "number" ? numberOf(node) : node.value;
    case "list":
      return node.items.map(valueOfNode);
    case "map":
      return Object.fromEntries(node.entries.map((entry) => [entry.name, valueOfNode(entry.value)]));
  }
}

/** The same as plain JSON: numbers are numbers, whatever their digits. For data read by other parts (calendars, people). */
export function plainOf(node: Node): unknown {
  switch (node.kind) {
    case "scalar":
      return node.value;
    case "list":
      return node.items.map(plainOf);
    case "map":
      return Object.fromEntries(node.entries.map((entry) => [entry.name, plainOf(entry.value)]));
  }
}

const DECIMAL = /^([+-]?)0*(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d+))?$/;

function numberOf(node: ScalarNode): Value {
  const value = node.value as number;
  const written = digitsOf(node.source);
  if (written === null || written === digitsOf(String(value))) return value;
  return { $type: "number", value: node.source.replace(/^\+/, "") };
}

/** Sign, significant digits and exponent in one spelling, so that `1.50`, `1.5` and `15e-1` are the same text. */
function digitsOf(text: string): string | null {
  const found = DECIMAL.exec(text);
  if (!found) return null;
  const [, sign = "", whole = "", fraction = "", exponent = "0"] = found;
  const all = `${whole}${fraction}`.replace(/^0+/, "");
  const significant = all.replace(/0+$/, "");
  if (significant === "") return "0";
  const power = Number(exponent) - fraction.length + (all.length - significant.length);
  return `${sign === "-" ? "-" : ""}${significant}e${power}`;
}
