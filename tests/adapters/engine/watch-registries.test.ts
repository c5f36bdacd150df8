import { expect, test } from "vitest";
import { type RegistryWatchParts, watchRegistries } from "../../../adapters/engine/watch-registries.ts";
import { instant } from "../../../engine/base/instant.ts";
import { severityOf } from "../../../engine/instance/incident-severity.ts";
import type { Logger } from "../../../engine/ports/logger.ts";
import type { Verification } from "../../../engine/registry/verify-registry.ts";

const FENCE = { worker: "w", epoch: 1 };
const NOON = Date.parse("2026-11-23T09:00:00Z");
const HOUR = 3_600_000;
const SILENT: Logger = { debug() {}, info() {}, warn() {}, error() {} };

test("once a day, by one worker, every registry is verified: one that was tampered with is an incident until it is sound again", async () => {
  const told: string[] = [];
  const asked: string[] = [];
  let [breaches, isOurs] = [2, true];
  const store = {
    registries: { names: async () => ["discounts", "erasures"] },
    workers: { hold: async () => isOurs },
    queries: {
      raise: async ({ id, code, message }: { id: string; code: string; message: { en: string } }) =>
        void told.push(`${id} ${code} ${message.en}`),
      settle: async (id: string) => void told.push(`settled ${id}`),
    },
  } as unknown as RegistryWatchParts["store"];
  const verify = async (registry: string): Promise<Verification> => {
    asked.push(registry);
    const found = { registry, sealed: 5, unsealed: 0, erased: 0, findings: [], breaches: 0 };
    return registry === "discounts" ? { ...found, breaches } : found;
  };
  const duty = watchRegistries({ store, verify, logger: SILENT });
  const at = (hours: number) => duty.run(FENCE, instant(NOON + hours * HOUR));
  await at(0);
  expect(asked).toEqual([]);
  await at(1);
  const incident =
    "registry-tampered:discounts REGISTRY_TAMPERED The registry discounts was changed past Ordo: 2 breaches.";
  expect(told).toEqual([incident, "settled registry-tampered:erasures"]);
  await at(20);
  expect(asked).toHaveLength(2);
  isOurs = false;
  await at(26);
  expect(asked).toHaveLength(2);
  [breaches, isOurs] = [0, true];
  await at(60);
  expect(told.at(-2)).toBe("settled registry-tampered:discounts");
  expect(severityOf("REGISTRY_TAMPERED")).toBe("high");
});
