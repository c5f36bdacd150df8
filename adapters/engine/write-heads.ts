import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Store } from "../../engine/ports/store.ts";
import type { Duty } from "../../engine/runtime/worker.ts";

/** Looked for so often; written once a day. Milliseconds. */
const EVERY_MS = 60_000;

/**
 * Writes count and head of every registry to a folder outside the database, once a day: `heads-2026-11-20.jsonl`. Whoever
 * can rewrite the whole database cannot rewrite these; `ordo registry verify` compares.
 */
export function writeHeads(store: Pick<Store, "registries">, folder: string): Duty {
  return {
    name: "heads",
    everyMs: EVERY_MS,
    async run(_fence, now) {
      const day = new Date(now).toISOString().slice(0, 10);
      const path = join(folder, `heads-${day}.jsonl`);
      if (existsSync(path)) return;
      const lines: string[] = [];
      for (const name of await store.registries.names()) {
        const head = await store.registries.head(name);
        if (head !== null) lines.push(JSON.stringify(head));
      }
      if (lines.length === 0) return;
      mkdirSync(folder, { recursive: true });
      writeFileSync(path, `${lines.join("\n")}\n`, { flag: "wx", mode: 0o644, flush: true });
    },
  };
}
