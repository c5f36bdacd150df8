import { defineConfig } from "vitest/config";
import { ClosingLine } from "./tests/support/closing-line.ts";

// The same everywhere: neither the machine's zone, language nor colors may decide a test.
Object.assign(process.env, { TZ: "UTC", LANG: "C", LC_ALL: "C", NO_COLOR: "1" });

/** Tests that start the command itself, many hundred times: they start the built one, in a quarter of the time. */
const COMMAND = ["tests/cli/**/*.test.ts", "tests/crash/kill-mail.test.ts"];

/** Tests that open the console in a browser. */
const CONSOLE = ["tests/console/**/*.test.ts"];

export default defineConfig({
  test: {
    // Pure code and child processes: no test needs a world of its own, and threads start faster than processes.
    pool: "threads",
    isolate: false,
    // By default one core is left alone; on a machine of two that would be half of it.
    maxWorkers: "100%",
    reporters: ["default", new ClosingLine()],
    // Bounds far beyond what any test needs, also on a machine that is busy with other things.
    testTimeout: 60_000,
    hookTimeout: 60_000,
    projects: [
      {
        extends: true,
        test: { name: "command", include: COMMAND, globalSetup: ["tests/support/build-command.ts"] },
      },
      { extends: true, test: { name: "console", include: CONSOLE, globalSetup: ["tests/support/build-console.ts"] } },
      { extends: true, test: { name: "engine", include: ["tests/**/*.test.ts"], exclude: [...COMMAND, ...CONSOLE] } },
    ],
  },
});
