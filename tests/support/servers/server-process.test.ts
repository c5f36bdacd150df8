import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { createConnection } from "node:net";
import { createInterface } from "node:readline";
import { expect, test } from "vitest";
import { NO_SHELL } from "./unavailable.ts";

/** Starts a server as a test file does, tells where it is, and hangs. */
const TESTS = `
  import { ownRedis } from ${JSON.stringify(new URL("redis.ts", import.meta.url).href)};
  const redis = await ownRedis();
  console.log(JSON.stringify(redis.skip === undefined ? { url: redis.url, folder: redis.folder } : redis));
  setInterval(() => {}, 1_000);
`;
const isWindows = process.platform === "win32";

test.skipIf(isWindows)(
  `a server goes when its tests are killed, with its folder${isWindows ? ` (${NO_SHELL})` : ""}`,
  async () => {
    const tests = spawn(process.execPath, ["--input-type=module", "--eval", TESTS], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    const [line] = (await once(createInterface({ input: tests.stdout }), "line")) as [string];
    const server = JSON.parse(line) as { readonly url: string; readonly folder: string; readonly skip?: string };
    expect(server.skip).toBeUndefined();
    const port = Number(new URL(server.url).port);
    expect(await answers(port)).toBe(true);
    tests.kill("SIGKILL");
    await expect.poll(() => answers(port), { timeout: 10_000 }).toBe(false);
    await expect.poll(() => existsSync(server.folder), { timeout: 10_000 }).toBe(false);
  },
);

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = createConnection({ host: "127.0.0.1", port });
    const end = (isThere: boolean): void => {
      socket.destroy();
      resolve(isThere);
    };
    socket.on("connect", () => end(true));
    socket.on("error", () => end(false));
  });
}
