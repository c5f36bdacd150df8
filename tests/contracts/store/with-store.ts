import { test } from "vitest";
import type { OpenedStore, OpenStore } from "./opened-store.ts";

/** A law with a store of its own, closed whatever comes. */
export function lawOf(open: OpenStore): (title: string, check: (opened: OpenedStore) => Promise<void>) => void {
  return (title, check) =>
    test(title, async () => {
      const opened = await open();
      try {
        await check(opened);
      } finally {
        await opened.close();
      }
    });
}
