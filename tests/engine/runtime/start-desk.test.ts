import { expect, test } from "vitest";
import type { EnginePorts } from "../../../engine/runtime/engine-ports.ts";
import type { InstanceDesk, Settled } from "../../../engine/runtime/instance-desk.ts";
import type { Library } from "../../../engine/runtime/library.ts";
import { StartDesk } from "../../../engine/runtime/start-desk.ts";
import type { StartRequest } from "../../../engine/runtime/start-request.ts";
import type { Surroundings } from "../../../engine/runtime/surroundings.ts";
import { sampleCompany } from "../../simulation/company.ts";

/*
 * The queue behind a live instance, when somebody joins it at the moment in which its first start is taken.
 */
test("a start that is taken from a queue which changed meanwhile reads the queue again", async () => {
  const definition = sampleCompany().definitions.find(({ process }) => process === "company-total");
  const first: StartRequest = {
    ...{ process: "company-total", start: null, element: undefined, key: "k", once: null, whenLive: "again" },
    occurrence: { kind: "form", id: "form:1", input: { company: "company/7" }, actor: null },
  };
  let revision = 1;
  const asked: (number | undefined)[] = [];
  const desk = {
    start: async (order: Parameters<InstanceDesk["start"]>[0]): Promise<Settled> => {
      asked.push(order.waiting?.revision);
      if (order.waiting?.revision === 2) return { kind: "onceTaken" };
      revision = 2;
      return { kind: "queueChanged" };
    },
  };
  const starts = {
    standing: async () => ({ standing: { live: null, usedUp: false, waiting: revision < 3 ? [first] : [] }, revision }),
    dequeue: async () => {
      revision = 3;
      return true;
    },
  };
  const startDesk = new StartDesk({
    ports: { store: { starts }, ids: { next: () => "i-1" } } as unknown as EnginePorts,
    library: { currentOf: async () => ({ definition, catalog: null, departments: {} }) } as unknown as Library,
    surroundings: {
      startFacts: async () => ({ now: 0, people: {}, lists: {}, locale: "en" }),
    } as unknown as Surroundings,
    desk: desk as unknown as InstanceDesk,
  });
  await startDesk.beginNext("company-total", "k");
  expect(asked).toEqual([1, 2]);
});
