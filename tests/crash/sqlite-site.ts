import { execFileSync } from "node:child_process";
import { closeSync, cpSync, mkdirSync, mkdtempSync, openSync, rmSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { setTimeout as sleep } from "node:timers/promises";
import { assemble } from "../../adapters/engine/assemble.ts";
import { remoteEngine } from "../../adapters/engine/remote-engine.ts";
import { connectSocket, type SocketClient } from "../../adapters/host/socket-client.ts";
import { socketPath } from "../../adapters/host/socket-path.ts";
import { productVersion } from "../../adapters/product-folder.ts";
import { type Available, reasonOf } from "../support/servers/unavailable.ts";
import { LEASE_MS, writeCompany } from "./company.ts";
import { configurationOf, deployAll, QUIET } from "./company-engine.ts";
import type { Fault, Site } from "./site.ts";
import { WorkerProcesses } from "./worker-processes.ts";

/** Large enough for the whole run, small enough to be filled in a moment. */
const DISK_MB = 512;
const BALLAST_BYTES = 1024 * 1024;

/** One `ordo serve` on a database file, on a small disk of its own where this machine lets us make one. */
export async function sqliteSite(receiver: number): Promise<Available<Site>> {
  const folder = mkdtempSync(join(tmpdir(), "ordo-crash-"));
  const disk = mountedDisk(folder);
  writeCompany({ folder, receiver, servers: "store: { kind: sqlite, file: disk/ordo.db }\n" });
  const configuration = configurationOf(folder, {});
  const first = await assemble(configuration, QUIET);
  await deployAll(first.engine.useCases, configuration);
  await first.close();
  const workers = new WorkerProcesses({ command: "serve", count: 1, folder, environment: {} });
  const line = socketLine(join(folder, "disk", "ordo.db"));
  return {
    about: `SQLite (full sync${disk.skip === null ? `, on a tmpfs of ${DISK_MB} MB` : ""}), one ordo serve`,
    skipped: disk.skip === null ? [] : [`no disk is filled: ${disk.skip}`],
    folder,
    workers,
    faults: [...serveFaults(workers), ...(disk.skip === null ? diskFaults(disk.path, workers) : [])],
    reach: async () => {
      const client = await line();
      return remoteEngine({ call: (use, args, locale) => client.call({ use, args, locale }) }, "en");
    },
    open: () => assemble(configuration, QUIET),
    damage: () => damageOf(join(disk.path, "ordo.db")),
    end: async () => {
      // For who looks for the reason of a breach.
      cpSync(disk.path, join(folder, "kept"), { recursive: true });
      unmount(disk);
    },
  };
}

/** The socket beside the database, connected anew when the holder went. */
function socketLine(database: string): () => Promise<SocketClient> {
  let client: Promise<SocketClient> | null = null;
  const connected = async (): Promise<SocketClient> => {
    const found = await connectSocket(socketPath(database), { version: productVersion() });
    if (found === null) throw new Error("nobody holds the database");
    const call: SocketClient["call"] = async (request) => {
      try {
        return await found.call(request);
      } catch (error) {
        if (error instanceof Error && error.name === "HostLost") client = null;
        throw error;
      }
    };
    return { call, close: () => found.close() };
  };
  return () => {
    client ??= connected().catch((error: unknown) => {
      client = null;
      throw error;
    });
    return client;
  };
}

function serveFaults(workers: WorkerProcesses): readonly Fault[] {
  const kill: Fault = { name: "kill -9 of ordo serve", isOutage: true, strike: () => workers.kill(0) };
  return [
    ...Array.from({ length: 3 }, () => kill),
    {
      name: "SIGSTOP of ordo serve for longer than its lease",
      strike: (chance) => workers.pause(0, LEASE_MS * 1.5 + chance.below(3_000)),
    },
    { name: "SIGSTOP of ordo serve for a moment", strike: (chance) => workers.pause(0, chance.below(2_000)) },
  ];
}

function diskFaults(disk: string, workers: WorkerProcesses): readonly Fault[] {
  const full = (meanwhile: () => Promise<void>): Fault["strike"] => {
    return async (chance) => {
      const ballast = join(disk, "ballast");
      fill(ballast);
      await sleep(500 + chance.below(3_000));
      await meanwhile();
      rmSync(ballast);
    };
  };
  return [
    { name: "disk full for a while", strike: full(async () => {}) },
    { name: "kill -9 of ordo serve while the disk is full", isOutage: true, strike: full(() => workers.kill(0)) },
  ];
}

/** Writes until there is no room for one more byte. */
function fill(path: string): void {
  const file = openSync(path, "w");
  for (let size = BALLAST_BYTES; size >= 1; ) {
    try {
      writeSync(file, Buffer.alloc(size));
    } catch {
      size = Math.floor(size / 2);
    }
  }
  closeSync(file);
}

function damageOf(file: string): readonly string[] {
  const database = new DatabaseSync(file);
  const found = database.prepare("pragma integrity_check").all();
  database.close();
  return found.map((row) => String(row["integrity_check"])).filter((text) => text !== "ok");
}

interface Disk {
  readonly path: string;
  /** Why it is no disk of its own; null: it is. */
  readonly skip: string | null;
}

function mountedDisk(folder: string): Disk {
  const path = join(folder, "disk");
  mkdirSync(path);
  try {
    execFileSync("mount", ["-t", "tmpfs", "-o", `size=${DISK_MB}m`, "tmpfs", path], { stdio: "pipe" });
    process.once("exit", () => unmount({ path, skip: null }));
    return { path, skip: null };
  } catch (error) {
    return { path, skip: `mounting a tmpfs is not allowed (${reasonOf(error)})` };
  }
}

function unmount({ path, skip }: Disk): void {
  if (skip !== null) return;
  try {
    execFileSync("umount", [path], { stdio: "pipe" });
  } catch {
    // It was unmounted before, or goes with the machine.
  }
}
