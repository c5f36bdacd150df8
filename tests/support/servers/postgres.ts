import { execFileSync } from "node:child_process";
import { randomUUID } from "node:crypto";
import { join } from "node:path";
import pg from "pg";
import { postgresBinaries } from "./postgres-binaries.ts";
import { freePort, type ServerProcess, serverProcess } from "./server-process.ts";
import { unprivilegedUser } from "./system-user.ts";
import { type Available, NO_SHELL, reasonOf } from "./unavailable.ts";

/** A database of its own for one test. */
export interface TestDatabase {
  /** `postgres://…`, for pg and for the product. */
  readonly url: string;
  /** Cuts every connection and removes it. */
  drop(): Promise<void>;
}

/** A real PostgreSQL. */
export interface TestPostgres {
  /** Given by DATABASE_URL, installed here, or brought by npm. */
  readonly from: "given" | "native" | "npm";
  readonly url: string;
  freshDatabase(): Promise<TestDatabase>;
}

/** A PostgreSQL that belongs to one test file, which may hurt it. */
export interface OwnPostgres extends TestPostgres, Omit<ServerProcess, "start"> {
  /** After {@link ServerProcess.kill}: the same data, the same port. */
  restart(): Promise<void>;
}

let shared: Promise<Available<TestPostgres>> | undefined;

/** The PostgreSQL that all test files of a thread share: started at the first call, ended with the run. */
export function sharedPostgres(): Promise<Available<TestPostgres>> {
  const given = process.env.DATABASE_URL;
  shared ??= given === undefined || given === "" ? ownPostgres() : givenPostgres(given);
  return shared;
}

/**
 * A PostgreSQL of one's own, never the given one: it may be killed, paused and restarted. Whoever starts it ends it (the
 * end of the process does, too).
 *
 * @param options.durable false: does not wait for the disk. Kills of its processes lose nothing either way. @default false
 */
export async function ownPostgres(options: { readonly durable?: boolean } = {}): Promise<Available<OwnPostgres>> {
  if (process.platform === "win32") return { skip: NO_SHELL };
  try {
    return await startPostgres(options.durable ?? false);
  } catch (error) {
    return { skip: `no PostgreSQL: ${reasonOf(error)}` };
  }
}

async function givenPostgres(url: string): Promise<Available<TestPostgres>> {
  try {
    await run(url, "select 1");
    return { from: "given", url, freshDatabase: () => freshDatabase(url) };
  } catch (error) {
    return { skip: `the PostgreSQL of DATABASE_URL does not answer: ${reasonOf(error)}` };
  }
}

async function startPostgres(durable: boolean): Promise<OwnPostgres> {
  const user = unprivilegedUser();
  const binaries = postgresBinaries(user);
  const port = await freePort();
  const url = `postgres://ordo@127.0.0.1:${port}/postgres`;
  const server = serverProcess({
    user,
    endSignal: "QUIT",
    prepare: (folder) => initialize(binaries.folder, folder),
    command: (folder) => [join(binaries.folder, "postgres"), "-D", join(folder, "data"), ...settings(port, durable)],
    isReady: () =>
      run(url, "select 1").then(
        () => true,
        () => false,
      ),
  });
  function initialize(bin: string, folder: string): void {
    const flags = ["--auth=trust", "--username=ordo", "--encoding=UTF8", "--no-locale", "--no-sync"];
    execFileSync(join(bin, "initdb"), ["-D", join(folder, "data"), ...flags], { ...user, cwd: folder, stdio: "pipe" });
  }
  await server.start();
  const { start, ...rest } = server;
  return { ...rest, from: binaries.from, url, restart: start, freshDatabase: () => freshDatabase(url) };
}

function settings(port: number, durable: boolean): readonly string[] {
  const values = {
    port,
    listen_addresses: "127.0.0.1",
    unix_socket_directories: "",
    max_connections: 200,
    fsync: durable ? "on" : "off",
    full_page_writes: durable ? "on" : "off",
    timezone: "UTC",
  };
  return Object.entries(values).flatMap(([name, value]) => ["-c", `${name}=${value}`]);
}

async function freshDatabase(server: string): Promise<TestDatabase> {
  const name = `ordo_test_${randomUUID().replaceAll("-", "")}`;
  await run(server, `create database ${name} template template0 strategy file_copy`);
  const url = new URL(server);
  url.pathname = `/${name}`;
  return { url: url.href, drop: () => run(server, `drop database if exists ${name} with (force)`) };
}

async function run(url: string, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5_000 });
  // A server that dies while we ask is an answer, not an accident.
  client.on("error", () => {});
  try {
    await client.connect();
    await client.query(sql);
  } finally {
    await client.end().catch(() => {});
  }
}
