import { expect, test } from "vitest";
import { migrations } from "../../../adapters/doctor/check-store.ts";
import { MIGRATIONS } from "../../../adapters/store/migrations/index.ts";

const KNOWN = MIGRATIONS.length;

test.each([
  [null, "skipped"],
  [KNOWN - 1, "warning"],
  [KNOWN, "ok"],
  [KNOWN + 1, "warning"],
  [KNOWN + 2, "problem"],
])("a schema of %s migrations is told as %s", (applied, status) => {
  expect(migrations(applied).status).toBe(status);
});
