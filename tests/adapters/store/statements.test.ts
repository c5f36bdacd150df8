import { DatabaseSync } from "node:sqlite";
import { expect, test } from "vitest";
import { Statements } from "../../../adapters/store/sqlite/statements.ts";

const NUMBERS = "select value from json_each('[1,2,3]')";

test("a limit is no bare parameter, for which SQLite would plan the statement again at every run", () => {
  const database = new DatabaseSync(":memory:");
  const statements = new Statements(database);
  for (const text of [`${NUMBERS} limit ?`, `${NUMBERS} LIMIT ?1`]) {
    expect(statements.prepared(text).statement.sourceSQL).toMatch(/limit \+\?1?$/);
    expect(statements.run(text, [2]).rows).toHaveLength(2);
    expect(statements.run(text, [0]).rows).toHaveLength(0);
    expect(statements.run(text, [5]).rows).toHaveLength(3);
  }
  expect(statements.prepared(`${NUMBERS} limit 2`).statement.sourceSQL).toBe(`${NUMBERS} limit 2`);
  database.close();
});
