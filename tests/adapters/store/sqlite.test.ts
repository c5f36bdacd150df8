import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe } from "vitest";
import { openStore } from "../../../adapters/store/open-store.ts";
import { storeContract } from "../../contracts/store.ts";
import { MORNING } from "../../support/store-moves.ts";
import { TestClock } from "../../support/test-clock.ts";

const folder = mkdtempSync(join(tmpdir(), "ordo-store-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

let files = 0;

describe.each([
  ["SQLite in memory", () => ":memory:"],
  ["SQLite in a file", () => join(folder, `${++files}.db`)],
])("%s", (_title, fileOf) => {
  storeContract(async () => {
    const clock = new TestClock(MORNING);
    const store = await openStore({ kind: "sqlite", file: fileOf() }, { clock });
    return { store, other: null, clock, close: () => store.close() };
  });
});
