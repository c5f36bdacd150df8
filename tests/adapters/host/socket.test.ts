import { once } from "node:events";
import { mkdtempSync, rmSync, statSync } from "node:fs";
import { createConnection, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { wrongUse } from "../../../adapters/complaint.ts";
import { lineReader } from "../../../adapters/host/lines.ts";
import { HostFault, REQUEST_BYTES_MAX } from "../../../adapters/host/protocol.ts";
import { connectSocket, HostLost, type SocketClient } from "../../../adapters/host/socket-client.ts";
import { socketPath } from "../../../adapters/host/socket-path.ts";
import { type Handlers, type SocketServer, serveSocket } from "../../../adapters/host/socket-server.ts";

const ABOUT = { version: "1.0.0" };
let folder: string;
let path: string;
let server: SocketServer | null = null;
const clients: SocketClient[] = [];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "ordo-socket-"));
  path = socketPath(join(folder, "ordo.db"));
});
afterEach(async () => {
  for (const client of clients.splice(0)) client.close();
  await server?.close();
  server = null;
  rmSync(folder, { recursive: true, force: true });
});

async function serve(handlers: Handlers): Promise<void> {
  server = await serveSocket(path, handlers, ABOUT);
}

async function client(version = ABOUT.version): Promise<SocketClient> {
  const one = await connectSocket(path, { version });
  if (one === null) throw new Error("nobody listens");
  clients.push(one);
  return one;
}

const ask = (use: string, ...args: readonly unknown[]) => ({ use, args, locale: "en" as const });

async function faultOf(promise: Promise<unknown>): Promise<HostFault> {
  const error: unknown = await promise.then(
    () => null,
    (one: unknown) => one,
  );
  expect(error).toBeInstanceOf(HostFault);
  return error as HostFault;
}

describe("a use case over the socket", () => {
  test("gets its arguments and language and gives its result", async () => {
    await serve({ echo: async (args, { locale }) => ({ args, locale }) });
    const one = await client();
    expect(await one.call(ask("echo", { text: "Кофе\n☕" }, 2))).toEqual({
      args: [{ text: "Кофе\n☕" }, 2],
      locale: "en",
    });
  });

  test("is answered apart from others of the same connection, in whatever order they end", async () => {
    const gate = Promise.withResolvers<void>();
    await serve({
      slow: async () => {
        await gate.promise;
        return "slow";
      },
      quick: async () => "quick",
    });
    const one = await client();
    const slow = one.call(ask("slow"));
    expect(await one.call(ask("quick"))).toBe("quick");
    gate.resolve();
    expect(await slow).toBe("slow");
  });

  test("that fails keeps code, reason, remedy and exit code", async () => {
    await serve({
      wrong: async () => {
        throw wrongUse({ ru: "Нет такого", en: "No such one" }, { ru: "Назовите другой", en: "Name another" });
      },
      refused: async () => {
        throw Object.assign(new Error("x"), {
          code: "TASK_CLOSED",
          reason: { ru: "закрыто", en: "closed" },
          remedy: { ru: "никак", en: "none" },
        });
      },
      broken: async () => {
        throw new TypeError("x is undefined");
      },
    });
    const one = await client();
    const wrong = await faultOf(one.call(ask("wrong")));
    expect([wrong.code, wrong.says.ru, wrong.remedy.en, wrong.exitCode]).toEqual([
      "WRONG_USE",
      "Нет такого",
      "Name another",
      2,
    ]);
    expect((await faultOf(one.call(ask("refused")))).code).toBe("TASK_CLOSED");
    expect((await faultOf(one.call(ask("broken")))).says.en).toContain("x is undefined");
  });

  test.each(["unknown", "constructor", "__proto__", "toString"])("called %s is refused", async (use) => {
    await serve({ echo: async () => null });
    expect((await faultOf((await client()).call(ask(use)))).code).toBe("HOST_UNKNOWN_USE");
  });

  test("larger than a request may be is not sent", async () => {
    await serve({ echo: async () => null });
    const fault = await faultOf((await client()).call(ask("echo", "x".repeat(REQUEST_BYTES_MAX))));
    expect(fault.code).toBe("HOST_REQUEST_TOO_LARGE");
  });
});

describe("the socket", () => {
  test.skipIf(process.platform === "win32")("can be opened by nobody else", async () => {
    await serve({});
    expect(statSync(path).mode & 0o777).toBe(0o600);
  });

  test("of a dead holder is taken over, and nobody is found at it before", async () => {
    await serve({ who: async () => "first" });
    await server?.close();
    expect(await connectSocket(path, ABOUT)).toBeNull();
    await serve({ who: async () => "second" });
    expect(await (await client()).call(ask("who"))).toBe("second");
  });

  test("of another version refuses, and says which", async () => {
    await serve({});
    const fault = await faultOf(client("2.0.0"));
    expect([fault.code, fault.says.en]).toEqual([
      "HOST_OTHER_VERSION",
      "The database is held by Ordo 1.0.0, but this command is 2.0.0",
    ]);
  });

  test.each([
    ["no JSON at all\n", "no request"],
    [`${JSON.stringify({ id: 1, use: "echo", args: "none", locale: "en" })}\n`, "no request"],
    [Buffer.from([0xff, 0xfe, 0x0a]), "not UTF-8"],
  ])("ends a connection that sends nonsense, with a word why", async (bytes, why) => {
    await serve({ echo: async () => null });
    const socket = createConnection(path);
    const lines: string[] = [];
    const read = lineReader(1_000_000, (line) => lines.push(line));
    socket.on("data", (chunk: Uint8Array) => read(chunk));
    socket.write(bytes);
    await once(socket, "close");
    expect(lines.at(-1)).toContain("HOST_UNREADABLE");
    expect(lines.at(-1)).toContain(why);
  });

  test("ends a connection whose line never ends", async () => {
    await serve({});
    const socket = createConnection(path);
    socket.on("error", () => {});
    socket.resume();
    socket.write("x".repeat(REQUEST_BYTES_MAX + 1));
    await once(socket, "close");
    expect(await (await client()).call(ask("echo")).catch((error: HostFault) => error.code)).toBe("HOST_UNKNOWN_USE");
  });

  test("answers what is under way before it closes", async () => {
    const gate = Promise.withResolvers<void>();
    const begun = Promise.withResolvers<void>();
    await serve({
      slow: async () => {
        begun.resolve();
        await gate.promise;
        return "done";
      },
    });
    const answer = (await client()).call(ask("slow"));
    await begun.promise;
    const closing = server?.close();
    gate.resolve();
    expect(await answer).toBe("done");
    await closing;
    server = null;
  });

  test("that breaks leaves the caller in doubt, not waiting", async () => {
    const begun = Promise.withResolvers<void>();
    const rough = createServer((socket) => {
      socket.write(`${JSON.stringify({ ordo: 1, version: "1.0.0", pid: 1 })}\n`);
      socket.once("data", () => {
        begun.resolve();
        socket.destroy();
      });
    });
    await new Promise<void>((resolve) => rough.listen(path, resolve));
    const one = await client();
    await expect(one.call(ask("slow"))).rejects.toBeInstanceOf(HostLost);
    await begun.promise;
    await new Promise((resolve) => rough.close(resolve));
  });

  test.skipIf(process.platform === "win32")("of a database deep down has a short name in a folder of one's own", () => {
    const deep = join(folder, ...Array.from({ length: 12 }, () => "a-rather-long-folder"), "ordo.db");
    const short = socketPath(deep);
    expect(Buffer.byteLength(short)).toBeLessThan(104);
    expect(socketPath(deep)).toBe(short);
    expect(statSync(join(short, "..")).mode & 0o777).toBe(0o700);
  });
});

describe("a stream of lines", () => {
  test("comes out the same however it is cut", () => {
    const bytes = Buffer.from("один\nдва\n\nтри\n");
    for (let size = 1; size <= bytes.length; size++) {
      const lines: string[] = [];
      const read = lineReader(100, (line) => lines.push(line));
      for (let at = 0; at < bytes.length; at += size) read(bytes.subarray(at, at + size));
      expect(lines).toEqual(["один", "два", "", "три"]);
    }
  });
});
