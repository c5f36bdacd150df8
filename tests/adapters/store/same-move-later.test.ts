import { expect, test } from "vitest";
import { openStore } from "../../../adapters/store/open-store.ts";
import { instant } from "../../../engine/base/instant.ts";
import { MORNING, moveOf } from "../../support/store-moves.ts";

test("who decided the same a moment later than another is told of a conflict; who repeats himself, of his commit", async () => {
  const clock = { now: () => MORNING, sleep: async () => {} };
  const store = await openStore({ kind: "sqlite", file: ":memory:" }, { clock });
  await store.instances.commit([moveOf("i-1", 0)]);
  const first = moveOf("i-1", 2, { at: instant(MORNING + 5_000) });
  const later = moveOf("i-1", 2, { at: instant(MORNING + 5_001) });
  expect(await store.instances.commit([first])).toMatchObject([{ kind: "committed" }]);
  expect(await store.instances.commit([first])).toMatchObject([{ kind: "committed" }]);
  expect(await store.instances.commit([later])).toMatchObject([{ kind: "conflict" }]);
  await store.close();
});
