import { isFields } from "./fake-answer.ts";

/**
 * Where an answer has not the shape of another: keys that are missing or too many, other JSON types; with `values` also
 * other values. Lists are compared by their first rows, and row by row with `values`.
 */
export function jsonDifferences(expected: unknown, actual: unknown, values: boolean, path = ""): readonly string[] {
  if (Array.isArray(expected) && Array.isArray(actual)) return listDifferences(expected, actual, values, path);
  if (isFields(expected) && isFields(actual)) {
    const missing = Object.keys(expected).filter((key) => !(key in actual));
    const extra = Object.keys(actual).filter((key) => !(key in expected));
    return [
      ...missing.map((key) => `${path}.${key}: missing`),
      ...extra.map((key) => `${path}.${key}: too many`),
      ...Object.keys(expected).flatMap((key) =>
        key in actual ? jsonDifferences(expected[key], actual[key], values, `${path}.${key}`) : [],
      ),
    ];
  }
  const [wanted, got] = [jsonType(expected), jsonType(actual)];
  if (wanted !== got) return [`${path}: ${got} instead of ${wanted}`];
  return values && expected !== actual
    ? [`${path}: ${JSON.stringify(actual)} instead of ${JSON.stringify(expected)}`]
    : [];
}

function listDifferences(
  expected: readonly unknown[],
  actual: readonly unknown[],
  values: boolean,
  path: string,
): readonly string[] {
  if (values && expected.length !== actual.length)
    return [`${path}: ${actual.length} rows instead of ${expected.length}`];
  if (expected.length > 0 && actual.length === 0) return [`${path}: empty`];
  const rows = values ? expected : expected.slice(0, 1);
  return rows.flatMap((row, at) => jsonDifferences(row, actual[at], values, `${path}[${at}]`));
}

function jsonType(value: unknown): string {
  return value === null ? "null" : Array.isArray(value) ? "list" : typeof value;
}
