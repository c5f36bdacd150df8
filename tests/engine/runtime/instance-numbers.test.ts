import { expect, test } from "vitest";
import { type Instant, instant } from "../../../engine/base/instant.ts";
import type { EnginePorts } from "../../../engine/runtime/engine-ports.ts";
import { instanceNumbers } from "../../../engine/runtime/instance-numbers.ts";

/** A store that counts, and remembers how many were reserved each time. */
function counting(): { readonly ports: EnginePorts; readonly reserved: number[]; pass(ms: number): void } {
  const reserved: number[] = [];
  let [last, now] = [0, 0];
  const reserveNumbers = async (_process: string, count: number): Promise<number> => {
    reserved.push(count);
    last += count;
    return last - count + 1;
  };
  const clock = { now: (): Instant => instant(now), sleep: async () => {} };
  const ports = { clock, store: { instances: { reserveNumbers } } } as unknown as EnginePorts;
  return {
    ports,
    reserved,
    pass: (ms) => {
      now += ms;
    },
  };
}

const askFor = (number: (process: string) => Promise<number>, count: number): Promise<number[]> =>
  Promise.all(Array.from({ length: count }, () => number("p")));

test("whoever starts alone gets the next number, without a gap", async () => {
  const { ports, reserved } = counting();
  const number = instanceNumbers(ports);
  expect([await number("p"), await number("p"), await number("p")]).toEqual([1, 2, 3]);
  expect(reserved).toEqual([1, 1, 1]);
});

test("where many start at the same time, those who follow at once find their numbers reserved", async () => {
  const { ports, reserved } = counting();
  const number = instanceNumbers(ports);
  const numbers = [...(await askFor(number, 10)), ...(await askFor(number, 10)), ...(await askFor(number, 60))];
  expect(numbers).toEqual(Array.from({ length: 80 }, (_, index) => index + 1));
  expect(reserved).toEqual([80]);
});

test("numbers rise: a spare one that nobody came for in time is never given out", async () => {
  const { ports, pass } = counting();
  const number = instanceNumbers(ports);
  await askFor(number, 10);
  pass(1_000);
  expect(await number("p")).toBe(81);
  expect(await number("p")).toBe(82);
});
