import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { inspect } from "node:util";
import { describe, expect, test } from "vitest";
import { createLogger, type LogOrder } from "../../../../adapters/logger/pino/pino-logger.ts";
import { Secret } from "../../../../adapters/secret.ts";

function logging(order: Partial<LogOrder> = {}) {
  const lines: string[] = [];
  const logger = createLogger({
    level: "debug",
    file: null,
    pretty: false,
    secrets: [],
    write: (line) => void lines.push(line),
    ...order,
  });
  return { logger, lines, last: () => JSON.parse(lines.at(-1) ?? "null") as Record<string, unknown> };
}

describe("the log", () => {
  test("is one JSON object a line, with level, time, message and fields", () => {
    const { logger, last } = logging();
    logger.info("instance started", { instance: "i1", number: 7, isLate: false, key: null, none: undefined });
    const { time, ...rest } = last();
    expect(rest).toEqual({
      level: "info",
      msg: "instance started",
      instance: "i1",
      number: 7,
      isLate: false,
      key: null,
    });
    expect(String(time)).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
  });

  test("leaves out what is less important than its level", () => {
    const { logger, lines } = logging({ level: "warn" });
    for (const level of ["debug", "info", "warn", "error"] as const) logger[level]("x");
    expect(lines.map((line) => (JSON.parse(line) as { level: string }).level)).toEqual(["warn", "error"]);
  });

  test("goes to a file, line by line, and adds to what is there", () => {
    const folder = mkdtempSync(join(tmpdir(), "ordo-log-"));
    const file = join(folder, "ordo.log");
    for (const text of ["first", "second"])
      createLogger({ level: "info", file, pretty: false, secrets: [] }).info(text);
    const messages = readFileSync(file, "utf8").trim().split("\n");
    expect(messages.map((line) => (JSON.parse(line) as { msg: string }).msg)).toEqual(["first", "second"]);
    rmSync(folder, { recursive: true });
  });

  test("for people is one short line even of a message of several", () => {
    const { logger, lines } = logging({ pretty: true });
    logger.warn("timer late\nforged line", { timer: "t1", byMs: 61_000 });
    expect(lines.at(-1)).toMatch(
      /^\S*\d\d:\d\d:\d\d\.\d{3}\S* .*warn.* timer late ⏎ forged line {2}timer=t1 {2}byMs=61000\n$/,
    );
  });
});

describe("the canary", () => {
  const CANARY = "canary-7f3a9c";
  const URL = `postgres://ordo:${CANARY}@db.example.com/ordo`;

  test.each(["debug", "info", "warn", "error"] as const)(
    "sings in no line of %s, wherever the secret was put",
    (level) => {
      const { logger, lines } = logging({ secrets: [new Secret(URL)] });
      logger[level](`cannot connect to ${URL}`, { reason: `password ${CANARY} refused`, where: URL });
      logger[level]("set", { password: CANARY, apiKey: "1", "x-api-key": "2", Authorization: "3", refresh_token: "4" });
      logger[level](`${new Secret(CANARY)}`, { held: String(new Secret(CANARY)) });
      expect(lines.join("")).not.toContain(CANARY);
      expect(JSON.parse(lines[1] ?? "")).toMatchObject({ password: "***", apiKey: "***", Authorization: "***" });
    },
  );

  test("of an unknown address hides its password all the same", () => {
    const { logger, lines } = logging();
    logger.error(`connect ${URL} failed`);
    expect(lines.join("")).toContain("postgres://ordo:***@db.example.com/ordo");
  });

  test("is never shown by the secret itself", () => {
    const secret = new Secret(CANARY);
    const shown = [String(secret), JSON.stringify({ secret }), inspect({ secret }), `${secret}`, inspect(secret)];
    expect(shown.join(" ")).not.toContain(CANARY);
    expect(Object.keys(secret)).toEqual([]);
    expect(secret.reveal()).toBe(CANARY);
  });
});

describe("personal data", () => {
  test.each(["info", "warn", "error"] as const)("stands in no line of %s", (level) => {
    const { logger, lines } = logging();
    logger[level]("message to severova@company.example, phone +7 (900) 000-00-11", {
      name: "Анна Северова",
      email: "severova@company.example",
      text: "Здравствуйте, Анна",
      channel: "sms",
      problem: "no answer from ivan.petrov@почта.рф or 8 (495) 123-45-67",
    });
    expect(lines.join("")).not.toMatch(/Анна|severova|petrov|000-00|123-45/);
    expect(JSON.parse(lines[0] ?? "")).toMatchObject({ channel: "sms" });
  });

  test("may stand at debug", () => {
    const { logger, lines } = logging();
    logger.debug("sent", { email: "severova@company.example" });
    expect(lines.join("")).toContain("severova@company.example");
  });

  test("is not mistaken for ids, amounts and times", () => {
    const { logger, last } = logging();
    const fields = {
      instance: "01890a5d-ac96-774b-bcce-b302099a8057",
      call: "invoice-approval/12/pay#1:2",
      at: "2026-11-23T22:00:00.000Z",
      amount: 79_000_000_011,
      digest: "9f86d081884c7d659a2feaa0c55ad015",
    };
    logger.info("instance 8 of 2026-11-23 moved 1234567890 ms", fields);
    expect(last()).toMatchObject({ ...fields, msg: "instance 8 of 2026-11-23 moved 1234567890 ms" });
  });
});
