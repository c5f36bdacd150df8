import { randomUUID } from "node:crypto";
import { existsSync } from "node:fs";
import { createConnection } from "node:net";
import { delimiter, join } from "node:path";
import { fileURLToPath } from "node:url";
import { freePort, type ServerProcess, serverProcess } from "./server-process.ts";
import { type Available, NO_SHELL, ONLY_FROM_NPM, reasonOf } from "./unavailable.ts";

/** A real Redis (or Valkey, its free twin). */
export interface TestRedis {
  /** Given by REDIS_URL, installed here, or brought by npm. */
  readonly from: "given" | "native" | "npm";
  /** `redis://127.0.0.1:<port>` */
  readonly url: string;
  /** A prefix for the keys of one test. */
  freshPrefix(): string;
}

/** A Redis that belongs to one test file, which may hurt it. */
export interface OwnRedis extends TestRedis, Omit<ServerProcess, "start"> {
  /** True: what it holds survives {@link ServerProcess.kill} (append-only file). The one from npm forgets. */
  readonly remembers: boolean;
  /** After {@link ServerProcess.kill}: the same port. */
  restart(): Promise<void>;
}

/** How a Redis of one's own is set up. */
export interface RedisSetup {
  /** Keeps an append-only file; only the native one can. @default false */
  readonly appendOnly?: boolean;
  /** @default "noeviction" */
  readonly maxmemoryPolicy?: "noeviction" | "allkeys-lru";
  /** Not started yet: call {@link OwnRedis.restart}. @default false */
  readonly down?: boolean;
}

let shared: Promise<Available<TestRedis>> | undefined;

/** The Redis that all test files of a thread share: started at the first call, ended with the run. Use fresh prefixes. */
export function sharedRedis(): Promise<Available<TestRedis>> {
  const given = process.env.REDIS_URL;
  shared ??= given === undefined || given === "" ? ownRedis() : givenRedis(given);
  return shared;
}

/** A Redis of one's own, never the given one: it may be flushed, killed, paused and restarted. */
export async function ownRedis(setup: RedisSetup = {}): Promise<Available<OwnRedis>> {
  if (process.platform === "win32") return { skip: NO_SHELL };
  try {
    return await startRedis(setup);
  } catch (error) {
    return { skip: `no Redis: ${reasonOf(error)}` };
  }
}

async function givenRedis(url: string): Promise<Available<TestRedis>> {
  const { hostname, port } = new URL(url);
  if (await accepts(hostname, Number(port || 6379))) return { from: "given", url, freshPrefix };
  return { skip: "the Redis of REDIS_URL does not answer" };
}

async function startRedis(setup: RedisSetup): Promise<OwnRedis> {
  const port = await freePort();
  const native = ONLY_FROM_NPM ? undefined : nativeServer();
  const server = serverProcess({
    user: null,
    endSignal: "KILL",
    command: (folder) => (native === undefined ? valkey(port) : [native, ...settings(port, folder, setup)]),
    isReady: () => isReady(port, setup.maxmemoryPolicy),
  });
  if (setup.down !== true) await server.start();
  const { start, ...rest } = server;
  return {
    ...rest,
    from: native === undefined ? "npm" : "native",
    remembers: native !== undefined && setup.appendOnly === true,
    url: `redis://127.0.0.1:${port}`,
    restart: start,
    freshPrefix,
  };
}

function freshPrefix(): string {
  return `ordo-test-${randomUUID()}`;
}

function nativeServer(): string | undefined {
  return (process.env.PATH ?? "")
    .split(delimiter)
    .filter((folder) => folder !== "")
    .flatMap((folder) => [join(folder, "redis-server"), join(folder, "valkey-server")])
    .find((program) => existsSync(program));
}

function settings(port: number, folder: string, setup: RedisSetup): readonly string[] {
  const values = {
    port,
    bind: "127.0.0.1",
    dir: folder,
    save: "",
    appendonly: setup.appendOnly === true ? "yes" : "no",
    "maxmemory-policy": setup.maxmemoryPolicy ?? "noeviction",
  };
  return Object.entries(values).flatMap(([name, value]) => [`--${name}`, String(value)]);
}

function valkey(port: number): readonly string[] {
  return [process.execPath, fileURLToPath(new URL("valkey-from-npm.ts", import.meta.url)), String(port)];
}

/** Answers, and has taken the policy: the one from npm takes none when it starts. `-LOADING` means: not yet. */
async function isReady(port: number, policy = "noeviction"): Promise<boolean> {
  const answer = await ask(port, "PING");
  return answer.startsWith("+PONG") && (await ask(port, `CONFIG SET maxmemory-policy ${policy}`)).startsWith("+OK");
}

/** One command in Redis's own words, without a client that would connect again; empty when there is no answer. */
function ask(port: number, command: string): Promise<string> {
  return new Promise((resolve) => {
    const socket = createConnection({ host: "127.0.0.1", port, timeout: 1_000 });
    const end = (answer: string): void => {
      socket.destroy();
      resolve(answer);
    };
    socket.on("connect", () => socket.write(`${command}\r\n`));
    socket.on("data", (data) => end(data.toString()));
    for (const trouble of ["error", "timeout", "close"]) socket.on(trouble, () => end(""));
  });
}

function accepts(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = createConnection({ host, port, timeout: 5_000 });
    const end = (answer: boolean): void => {
      socket.destroy();
      resolve(answer);
    };
    socket.on("connect", () => end(true));
    for (const trouble of ["error", "timeout"]) socket.on(trouble, () => end(false));
  });
}
