import { spawn } from "node:child_process";
import { appendFileSync } from "node:fs";
import { get } from "node:http";
import { createServer, type Server } from "node:net";
import { expect, onTestFinished, test } from "vitest";
import { listeningAt } from "../../adapters/handed-socket.ts";
import { COMMAND, environmentOf, folderWith, ordo } from "../support/command-line.ts";
import { eventually } from "../support/operated-company.ts";
import { SteadySender } from "../support/steady-sender.ts";

const OWN = { host: "127.0.0.1", port: 8400 };

test.each([
  [
    { LISTEN_PID: "7", LISTEN_FDS: "2", LISTEN_FDNAMES: "inbound:service" },
    { ...OWN, fd: 4 },
  ],
  [
    { LISTEN_PID: "7", LISTEN_FDS: "1", LISTEN_FDNAMES: "service" },
    { ...OWN, fd: 3 },
  ],
  [{ LISTEN_PID: "7", LISTEN_FDS: "1", LISTEN_FDNAMES: "inbound" }, OWN],
  [{ LISTEN_PID: "8", LISTEN_FDS: "1", LISTEN_FDNAMES: "service" }, OWN],
  [{ LISTEN_PID: "7", LISTEN_FDS: "0", LISTEN_FDNAMES: "service" }, OWN],
  [{}, OWN],
])("a socket is taken where it is meant for this process and has the name: %j", (env, expected) => {
  expect(listeningAt(OWN, "service", { env, pid: 7 })).toEqual(expected);
});

/** One after the other on the same socket, as systemd starts them: it keeps the socket, each gets it as descriptor 3. */
const TWICE = `for life in 1 2; do
  sh -c 'export LISTEN_PID=$$ LISTEN_FDS=1 LISTEN_FDNAMES=service; echo "life:$$"; exec "$@"' sh "$@"
done`;

test("a restart behind a socket that stays open turns nobody away: every call is answered at its first try", async () => {
  const folder = folderWith({});
  expect(ordo(["init", "."], { in: folder })).toMatchObject({ code: 0 });
  appendFileSync(`${folder}/ordo.yaml`, "\nservice: { port: 1 }\n");
  const { server, port, fd } = await socket();
  const unit = spawn("sh", ["-c", TWICE, "sh", process.execPath, COMMAND, "serve"], {
    cwd: folder,
    env: environmentOf({}),
    stdio: ["ignore", "pipe", "pipe", fd],
  });
  // From now on only the others hold it: this process would answer nothing.
  server.close();
  let said = "";
  for (const stream of [unit.stdout, unit.stderr]) stream?.setEncoding("utf8").on("data", (chunk) => (said += chunk));
  const lives = (): readonly number[] => [...said.matchAll(/life:(\d+)/g)].map(([, pid]) => Number(pid));
  const end = (signal: NodeJS.Signals): void => void process.kill(lives().at(-1) ?? Number.NaN, signal);
  const ended = new Promise((resolve) => unit.once("exit", resolve));
  onTestFinished(async () => {
    for (const pid of lives()) quietly(() => process.kill(pid, "SIGKILL"));
    unit.kill("SIGKILL");
    await ended;
  });

  await eventually("the first", () => said.includes("console listens"));
  const caller = new SteadySender("call", () => health(port));
  await eventually("calls at the first", () => caller.sent.length >= 30);
  end("SIGTERM");
  await eventually("the second", () => said.split('"msg":"console listens"').length === 3);
  const before = caller.sent.length;
  await eventually("calls at the second", () => caller.sent.length >= before + 30);
  const sent = await caller.stop();
  expect(sent.filter(({ tries }) => tries > 1)).toEqual([]);
  end("SIGTERM");
  await ended;
}, 90_000);

/** A socket that listens, and its descriptor, which Node keeps to itself. */
async function socket(): Promise<{ readonly server: Server; readonly port: number; readonly fd: number }> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  const fd: unknown = Reflect.get(Reflect.get(server, "_handle"), "fd");
  if (typeof fd !== "number" || typeof address !== "object" || address === null) throw new Error("no socket");
  return { server, port: address.port, fd };
}

/** One call on a connection of its own. */
function health(port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const asked = get({ host: "127.0.0.1", port, path: "/healthz", agent: false, timeout: 60_000 }, (answer) => {
      answer.resume();
      answer.once("end", () => resolve(answer.statusCode ?? 0));
      answer.once("error", reject);
    });
    asked.once("error", reject);
  });
}

function quietly(act: () => void): void {
  try {
    act();
  } catch {
    // It has ended by itself.
  }
}
