import { servedCompany } from "../../tests/support/served-company.ts";

/*
 * A process of its own: the sample company, on a clock that runs faster. Prints `{ address, people }` when it listens, and
 * what it holds in memory, after collecting what is dead, for each line it reads; ends with its input.
 */
const [store = "sqlite", url = "", faster = "6"] = process.argv.slice(2);
/** Between two moves of the clock. Milliseconds. */
const TICK_MS = 1_000;
const WHO = [
  ["manager-1"],
  ["manager-4"],
  ["head-2"],
  ["exec-1"],
  ["admin-1", "administrator", "operator", "analyst"],
] as const;

const kept = store === "postgres" ? `store: { kind: postgres, url: "\${BENCH_URL}" }` : "";
const company = await servedCompany(`catalog: catalog.yaml\n${kept}`, undefined, undefined, { BENCH_URL: url });
const people = [];
for (const [user, ...roles] of WHO) {
  const person = await company.person(user, ...roles);
  const { login } = (await person.call("GET", "/api/session")).json();
  people.push({ user, login, session: person.session, csrf: person.csrf });
}
const address = await company.listen();
process.stdout.write(`${JSON.stringify({ address, people })}\n`);

let isOver = false;
const ticking = (async () => {
  while (!isOver) {
    const began = performance.now();
    await company.clock.pass(TICK_MS * Number(faster));
    await company.settle();
    await new Promise((resolve) => setTimeout(resolve, Math.max(0, TICK_MS - (performance.now() - began))));
  }
})();
process.stdin.on("data", () => {
  globalThis.gc?.();
  globalThis.gc?.();
  const { heapUsed, external, rss } = process.memoryUsage();
  process.stdout.write(`${JSON.stringify({ heap: heapUsed, external, rss })}\n`);
});
process.stdin.on("end", async () => {
  isOver = true;
  await ticking;
  await company.close();
  process.exit(0);
});
