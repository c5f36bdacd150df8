import { expect, test } from "vitest";
import { stopEach } from "../../../adapters/command-line/stop-each.ts";

test("what cannot be stopped keeps none of the others from it, and is named in the log", async () => {
  const stopped: string[] = [];
  const logged: unknown[] = [];
  const error = (...line: unknown[]) => logged.push(line);
  const logger = { debug: () => {}, info: () => {}, warn: () => {}, error };
  const broken = async () => {
    throw new RangeError("the database is away");
  };
  const whole = (name: string) => ({ name, stop: async () => stopped.push(name) });
  await stopEach([whole("inbound"), { name: "watch", stop: broken }, whole("worker"), whole("store")], logger);
  expect(stopped).toEqual(["inbound", "worker", "store"]);
  expect(logged).toEqual([["not stopped cleanly", { part: "watch", code: "RangeError" }]]);
});
