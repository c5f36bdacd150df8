import { loadavg } from "node:os";
import { NO_BROWSER, openBrowser, openWindow } from "../../tests/support/browser.ts";
import { servedCompany } from "../../tests/support/served-company.ts";
import type { Row } from "../row.ts";

/** How much slower the processor is made: about a telephone of the middle class. */
const SLOWER = 4;
/** A mobile line of the middle class. */
const LINE = { offline: false, latency: 150, downloadThroughput: 200_000, uploadThroughput: 90_000 };
const ROUNDS = 5;

/**
 * How long somebody who has never been here waits for his inbox, on a slow line with a slow processor: until the first paint,
 * and until it can be used. A figure beside others, held to nothing: it says as much about the machine as about the console.
 */
export async function firstView(): Promise<readonly Row[]> {
  if (NO_BROWSER !== null) return [];
  const company = await servedCompany();
  const address = await company.listen();
  const browser = await openBrowser();
  const waits: { readonly paint: number; readonly use: number }[] = [];
  try {
    const caller = await company.person("head-2");
    for (let round = 0; round < ROUNDS; round++) {
      const { page, context } = await openWindow(browser, address, { caller });
      const devtools = await context.newCDPSession(page);
      await devtools.send("Network.enable");
      await devtools.send("Network.emulateNetworkConditions", LINE);
      await devtools.send("Emulation.setCPUThrottlingRate", { rate: SLOWER });
      const began = performance.now();
      await page.goto("/tasks");
      await page.getByRole("searchbox", { name: /Название/ }).fill("скидка");
      const use = performance.now() - began;
      const paint = await page.evaluate(
        () => performance.getEntriesByName("first-contentful-paint")[0]?.startTime ?? 0,
      );
      waits.push({ paint, use });
      await context.close();
    }
  } finally {
    await browser.close();
    await company.close();
  }
  const best = (of: (wait: (typeof waits)[number]) => number): string =>
    (Math.min(...waits.map(of)) / 1_000).toFixed(1);
  return [
    {
      what: `inbox for the first time, processor ${SLOWER} × slower, 1.6 Mbit/s, 150 ms`,
      measured: `usable after ${best(({ use }) => use)} s`,
      ratio: `first paint after ${best(({ paint }) => paint)} s; best of ${ROUNDS}, load ${(loadavg()[0] ?? 0).toFixed(1)}`,
      target: "",
      holds: null,
    },
  ];
}
