import { readFileSync } from "node:fs";

/** What the heap of this process holds after a collection (`--expose-gc`), and what other processes hold altogether. */
export function heldBytes(others: readonly number[] = []): number {
  globalThis.gc?.();
  return process.memoryUsage().heapUsed + others.map(residentBytes).reduce((sum, bytes) => sum + bytes, 0);
}

/** 0 where the system does not tell. */
function residentBytes(pid: number): number {
  try {
    return Number(/^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1] ?? 0) * 1_024;
  } catch {
    return 0;
  }
}
