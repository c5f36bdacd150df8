import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { assemble } from "../../adapters/engine/assemble.ts";
import { openService } from "../../adapters/http/open-service.ts";
import { serveApi } from "../../adapters/http/serve-api.ts";
import { id, type UserId } from "../../engine/base/ids.ts";
import { configurationOf, QUIET } from "../../tests/crash/company-engine.ts";
import { fillLargeCompany, personOf, SIZE } from "./large-company.ts";

/*
 * A process of its own: the API over a company of 500 people. Prints `{ port, sessions }` when it listens, and its memory
 * for each line it reads; ends with its input.
 */
const [store = "sqlite", url = ""] = process.argv.slice(2);
/** People who call: enough that no cache of one person's answers helps. */
const CALLERS = 40;
const PASSWORD = "измеряем честно 2026";

const folder = mkdtempSync(join(tmpdir(), "ordo-bench-service-"));
mkdirSync(join(folder, "processes"));
const people = Array.from({ length: SIZE.people }, (_, n) => {
  const head = n === 0 ? "" : `, manager: ${personOf(Math.floor(n / 12))}`;
  return `  ${personOf(n)}: { name: "Сотрудник ${n}", department: d${n % 20}${head} }`;
});
const departments = Array.from({ length: 20 }, (_, n) => `  d${n}: { title: Отдел ${n}, head: ${personOf(n)} }`);
writeFileSync(
  join(folder, "directory.yaml"),
  `users:\n${people.join("\n")}\ndepartments:\n${departments.join("\n")}\nadministrators: [${personOf(0)}]\n`,
);
const kept = store === "postgres" ? `store: { kind: postgres, url: "\${BENCH_URL}" }\n` : "";
writeFileSync(join(folder, "ordo.yaml"), `directory: directory.yaml\nservice: { port: 0 }\n${kept}`);
const configuration = configurationOf(folder, { BENCH_URL: url });
const assembled = await assemble(configuration, QUIET);
await fillLargeCompany(assembled, assembled.clock.now());
const { accounts } = assembled;
const sessions: string[] = [];
for (let n = 0; n < CALLERS; n++) {
  const user = id<UserId>(personOf(n * 7));
  const invited = await accounts.invite({ user, roles: [], by: null });
  if (invited.kind === "rejected") throw new Error(invited.reason.en);
  const { token } = invited.link;
  const entered = await accounts.enter({ token, password: PASSWORD, address: `10.0.0.${n}`, agent: null });
  if (entered.kind === "rejected") throw new Error(entered.reason.en);
  sessions.push(entered.session.token);
}
const order = openService(assembled, {
  configuration,
  logger: QUIET,
  ready: async () => ({ ok: true, parts: [] }),
});
const server = await serveApi(order);
process.stdout.write(`${JSON.stringify({ port: server.port, sessions })}\n`);
process.stdin.on("data", () => {
  globalThis.gc?.();
  process.stdout.write(`${JSON.stringify({ rssMb: process.memoryUsage().rss / 1_048_576 })}\n`);
});
process.stdin.on("end", async () => {
  await server.close();
  await assembled.scheduler.stop();
  await assembled.close();
  rmSync(folder, { recursive: true, force: true });
  process.exit(0);
});
