import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { Agent, request } from "node:http";
import { createRequire } from "node:module";
import { join } from "node:path";
import { type Context, serve, service } from "@restatedev/restate-sdk";
import { freePort, type ServerProcess, serverProcess } from "../../tests/support/servers/server-process.ts";
import type { Contender } from "../durable/contender.ts";
import { inFlight } from "../durable/in-flight.ts";
import { sleepersOf, Wakings } from "../durable/sleepers-of.ts";

const STEPS = 5;

/**
 * A Restate server (its own log and RocksDB, synced) with one service in this process. Its settings are its defaults;
 * the binary is a platform package of npm and needs no install script.
 *
 * The SDK needs `Promise.withResolvers`: under Node 20 calls hang in silent retries.
 */
export function open(): Contender {
  let wakings = new Wakings(0);
  const agent = new Agent({ keepAlive: true });
  const bench = service({
    name: "bench",
    handlers: {
      five: async (context: Context) => {
        for (let step = 0; step < STEPS; step += 1) await context.run(`step-${step}`, () => step);
      },
      sleeper: async (context: Context, dueAt: number) => {
        // Replayed after a suspension it asks for another length; the journal keeps the moment of the first.
        await context.sleep(Math.max(0, dueAt - Date.now()));
        wakings.woke(dueAt);
        await context.run("awake", () => null);
        wakings.done();
      },
    },
  });
  let server: ServerProcess | undefined;
  let ingress = "";
  return {
    async start() {
      const [serviceAt, ingressAt, adminAt, nodeAt] = [
        await freePort(),
        await freePort(),
        await freePort(),
        await freePort(),
      ];
      // Without a logger of its own the SDK prints several lines for each invocation, which costs more than the steps.
      await serve({ services: [bench], port: serviceAt, logger: () => {} });
      const admin = `http://127.0.0.1:${adminAt}`;
      ingress = `http://127.0.0.1:${ingressAt}`;
      server = serverProcess({
        user: null,
        endSignal: "KILL",
        prepare: (folder) => writeFileSync(join(folder, "restate.toml"), settings(ingressAt, adminAt, nodeAt)),
        command: (folder) => [binary(), "--config-file", join(folder, "restate.toml"), "--base-dir", folder],
        isReady: () => answers(`${admin}/health`),
      });
      await server.start();
      await post(agent, `${admin}/deployments`, { uri: `http://127.0.0.1:${serviceAt}`, use_http_11: false });
      // The partitions elect their leaders after the server says that it is ready: the first call waits for them.
      await post(agent, `${ingress}/bench/five`, null);
    },
    runInstances: (count, limit) => inFlight(count, limit, () => post(agent, `${ingress}/bench/five`, null)),
    async sleepers(asked) {
      wakings = new Wakings(asked.count);
      return sleepersOf(asked, wakings, {
        start: (_, dueAt) => post(agent, `${ingress}/bench/sleeper/send`, dueAt),
        others: processesOf(server?.folder ?? ""),
      });
    },
    async stop() {
      agent.destroy();
      await server?.end();
    },
  };
}

function binary(): string {
  const from = createRequire(import.meta.url).resolve("@restatedev/restate-server/package.json");
  const platform = `@restatedev/restate-server-${process.platform}-${process.arch}`;
  return join(createRequire(from).resolve(`${platform}/package.json`), "../bin/restate-server");
}

/** Everything its default but the ports, which must be free, and what it would tell its makers. */
function settings(ingressAt: number, adminAt: number, nodeAt: number): string {
  return `
listen-mode = "tcp"
bind-address = "127.0.0.1:${nodeAt}"
advertised-address = "http://127.0.0.1:${nodeAt}/"
disable-telemetry = true
log-filter = "error"
[ingress]
bind-address = "127.0.0.1:${ingressAt}"
[admin]
bind-address = "127.0.0.1:${adminAt}"
`;
}

async function answers(url: string): Promise<boolean> {
  return fetch(url).then(
    ({ ok }) => ok,
    () => false,
  );
}

/** `node:http` with kept connections: the lightest client that Node has. */
function post(agent: Agent, url: string, body: unknown): Promise<void> {
  return new Promise((resolve, reject) => {
    const headers = body === null ? {} : { "content-type": "application/json" };
    const asked = request(url, { method: "POST", agent, headers }, (answer) => {
      let text = "";
      answer.setEncoding("utf8").on("data", (part) => {
        text += part;
      });
      answer.on("end", () => {
        if ((answer.statusCode ?? 500) < 300) resolve();
        else reject(new Error(`${url}: ${answer.statusCode} ${text}`));
      });
    });
    asked.on("error", reject);
    asked.end(body === null ? undefined : JSON.stringify(body));
  });
}

/** The processes whose command names the folder: the server and the shell that guards it. */
function processesOf(folder: string): readonly number[] {
  const pids = readdirSync("/proc").filter((name) => /^\d+$/.test(name));
  return pids.filter((pid) => commandOf(pid).includes(folder)).map(Number);
}

function commandOf(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, "utf8");
  } catch {
    return "";
  }
}
