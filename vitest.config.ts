import { defineConfig } from "vitest/config";
import { ClosingLine } from "./tests/support/closing-line.ts";

// The same everywhere: neither the machine's zone, language nor colors may decide a test.
Object.assign(process.env, { TZ: "UTC", LANG: "C", LC_ALL: "C", NO_COLOR: "1" });

export default defineConfig({
  test: {
    include: ["tests/**/*.test.ts"],
    // Pure code and child processes: no test needs a world of its own, and threads start faster than processes.
    pool: "threads",
    isolate: false,
    // By default one core is left alone; on a machine of two that would be half of it.
    maxWorkers: "100%",
    reporters: ["default", new ClosingLine()],
    testTimeout: 30_000,
  },
});
