import { describe, expect } from "vitest";
import { id } from "../../../engine/base/ids.ts";
import { instant } from "../../../engine/base/instant.ts";
import { ENDED, entryOf, MORNING, moveOf, PROCESS } from "../../support/store-moves.ts";
import type { OpenStore } from "./opened-store.ts";
import { lawOf } from "./with-store.ts";

/** What is kept of instances beside their moves. */
export function instancesContract(open: OpenStore): void {
  const law = lawOf(open);
  const endedBefore = instant(MORNING + 120_000);

  describe("instances", () => {
    law("numbers are reserved once, rising, per process, whoever asks", async ({ store, other }) => {
      expect(await store.instances.reserveNumbers(PROCESS, 3)).toBe(1);
      expect(await store.instances.reserveNumbers(PROCESS, 1)).toBe(4);
      expect(await store.instances.reserveNumbers(id("other"), 1)).toBe(1);
      const all = await Promise.all(
        Array.from({ length: 10 }, (_, n) => (n % 2 ? store : (other ?? store)).instances.reserveNumbers(PROCESS, 2)),
      );
      expect(all.sort((one, two) => one - two)).toEqual([5, 7, 9, 11, 13, 15, 17, 19, 21, 23]);
    });

    law("ended instances are archived, stay readable, and cannot be started again", async ({ store }) => {
      const [first, last] = [moveOf("i-1", 0), moveOf("i-1", 2, { after: ENDED })];
      await store.instances.commit([first, moveOf("i-2", 0)]);
      await store.instances.commit([last]);
      expect(await store.instances.archive(instant(MORNING), 10)).toBe(0);
      expect(await store.instances.archive(endedBefore, 10)).toBe(1);
      expect(await store.instances.archive(endedBefore, 10)).toBe(0);
      expect((await store.instances.load([id("i-1"), id("i-2")])).get(id("i-1"))).toEqual(last.after);
      expect(await store.instances.history(id("i-1"))).toEqual([...first.events, ...last.events]);
      expect(await store.instances.history(id("i-1"), 4)).toEqual(last.events.slice(1));
      const again = [moveOf("i-1", 0, { command: id("again") })];
      expect(await store.instances.commit(again)).toEqual([{ kind: "conflict" }]);
      expect(await store.instances.commit([moveOf("i-1", 4)])).toEqual([{ kind: "conflict" }]);
    });

    law(
      "the archive takes as many as it is told, and leaves those that still have something to tell",
      async ({ store }) => {
        const end = { after: ENDED };
        const errand = { ...end, rows: { outbox: { put: [entryOf("e", { instance: id("i-0") })], drop: [] } } };
        await store.instances.commit([moveOf("i-0", 0, errand), ...[1, 2, 3].map((n) => moveOf(`i-${n}`, 0, end))]);
        expect(await store.instances.archive(endedBefore, 2)).toBe(2);
        expect(await store.instances.archive(endedBefore, 2)).toBe(1);
        await store.outbox.finish(null, ["e"]);
        expect(await store.instances.archive(endedBefore, 2)).toBe(1);
      },
    );

    law("a refusal that belongs to no instance is kept", async ({ store }) => {
      const rejection = {
        at: MORNING,
        by: id("ann"),
        instance: null,
        task: "t-0",
        what: "complete",
        code: "TASK_NOT_OPEN",
      };
      await store.instances.recordRejection({ ...rejection, detail: { outcome: "approve" } } as never);
      await store.instances.recordRejection({ ...rejection, detail: { outcome: "approve" } } as never);
    });
  });
}
