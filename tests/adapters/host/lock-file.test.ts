import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type Holder, isAlive, thisHolder } from "../../../adapters/host/holder.ts";
import { lockHolder, tryLock } from "../../../adapters/host/lock-file.ts";
import { networkFileSystem } from "../../../adapters/host/network-file-system.ts";
import { ROOT } from "../../support/source-files.ts";

const ME = thisHolder({ version: "1.0.0", command: "ordo serve", now: 1_700_000_000_000 });
let folder: string;
let database: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "ordo-lock-"));
  database = join(folder, "ordo.db");
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe("the lock beside a database", () => {
  test("has one holder, and is free again when he releases it", () => {
    const lock = tryLock(database, ME);
    expect(tryLock(database, ME)).toBeNull();
    lock?.release();
    const next = tryLock(database, ME);
    expect(next).not.toBeNull();
    next?.release();
  });

  test("survives that others look at it from the same process", () => {
    const lock = tryLock(database, ME);
    expect(lockHolder(database)).toMatchObject({ pid: process.pid });
    expect(tryLock(database, ME)).toBeNull();
    lock?.release();
    expect(lockHolder(database)).toBeNull();
  });

  test("names its holder, and where he listens", () => {
    const lock = tryLock(database, ME);
    lock?.announce("/run/ordo.sock");
    expect(lockHolder(database)).toEqual({ ...ME, socket: "/run/ordo.sock" });
    lock?.release();
    expect(existsSync(`${database}.lock.json`)).toBe(false);
  });

  test.skipIf(process.platform === "win32")("is nobody else's to read", () => {
    const lock = tryLock(database, ME);
    for (const name of [".lock", ".lock.json"]) expect(statSync(`${database}${name}`).mode & 0o077).toBe(0);
    lock?.release();
  });

  test("is free the moment its process is killed, though the name is still there", { timeout: 20_000 }, async () => {
    const child = spawn(process.execPath, ["--input-type=module", "-e", holdForever()], {
      cwd: ROOT,
      stdio: ["ignore", "pipe", "inherit"],
    });
    await once(child.stdout, "data");
    expect(tryLock(database, ME)).toBeNull();
    const holder = lockHolder(database) as Holder;
    expect([holder.pid, isAlive(holder)]).toEqual([child.pid, true]);
    child.kill("SIGKILL");
    await once(child, "exit");
    expect(existsSync(`${database}.lock.json`)).toBe(true);
    expect(isAlive(holder)).toBe(false);
    const lock = tryLock(database, ME);
    expect(lock).not.toBeNull();
    lock?.release();
  });

  test("that cannot be made says so with a remedy", () => {
    expect(() => tryLock(join(folder, "not", "there", "ordo.db"), ME)).toThrow(/Could not take the database/);
  });

  function holdForever(): string {
    return `
      import { tryLock } from "./adapters/host/lock-file.ts";
      import { thisHolder } from "./adapters/host/holder.ts";
      globalThis.lock = tryLock(${JSON.stringify(database)}, thisHolder({ version: "1", command: "test", now: 0 }));
      console.log("held");
      setInterval(() => {}, 1000);`;
  }
});

describe.skipIf(process.platform !== "linux")("a network drive", () => {
  const on = (kind: number, mounts: string | null = null) => ({ kindOf: () => kind, mounts: () => mounts });

  test.each([
    [0x6969, "NFS"],
    [0x01021997, "9p"],
    [-0xacb2be, "CIFS"],
    [0xef53, null],
  ])("%i is %s", (kind, name) => {
    expect(networkFileSystem("/data", on(kind))).toBe(name);
  });

  test("behind FUSE is known by the mount that holds the folder", () => {
    const mounts = [
      "22 1 8:1 / / rw - ext4 /dev/sda1 rw",
      "40 22 0:50 / /mnt/far\\040away rw - fuse.sshfs host: rw",
      "41 22 0:51 / /mnt/vault rw - fuse.gocryptfs crypt rw",
    ].join("\n");
    expect(networkFileSystem("/mnt/far away/data", on(0x65735546, mounts))).toBe("fuse.sshfs");
    expect(networkFileSystem("/mnt/vault", on(0x65735546, mounts))).toBeNull();
  });

  test("named as a share is one", () => {
    expect(networkFileSystem("\\\\server\\share", on(0))).toBe("SMB");
  });
});
