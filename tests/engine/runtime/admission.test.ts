import { describe, expect, test } from "vitest";
import { type InstanceId, id } from "../../../engine/base/ids.ts";
import type { RecordSnapshot } from "../../../engine/base/value.ts";
import { admit } from "../../../engine/runtime/admission.ts";
import { recordEvent } from "../../../engine/runtime/occurrence.ts";
import type { StartRequest } from "../../../engine/runtime/start-request.ts";

const AT = { $type: "date and time", value: "2026-11-20T10:00:00+03:00" } as const;
const LIVE = id<InstanceId>("guard/1");

function snapshot(ref: string, discount: number): RecordSnapshot {
  return { id: ref.slice(8), type: "company", ref, stageKind: null, discount };
}

function request(
  event: string,
  of: { ref?: string; from?: number; to?: number; changed?: readonly string[]; actor?: string | null } = {},
  more: Partial<StartRequest> = {},
): StartRequest {
  const { ref = "company/7", from = 1, to = 2, changed = ["discount"], actor = "manager-1" } = of;
  const happening = {
    change: "updated",
    type: "company",
    record: snapshot(ref, to),
    previous: snapshot(ref, from),
    changed,
  } as const;
  const occurrence = recordEvent(happening, {
    id: event,
    at: AT,
    actor: actor === null ? null : id(actor),
    cause: null,
  });
  return {
    process: "guard",
    start: 0,
    occurrence,
    element: undefined,
    key: "company/7",
    once: null,
    whenLive: "again",
    ...more,
  };
}

const FREE = { live: null, startedOnce: false, waiting: [] };

describe("a start with a key", () => {
  test("begins where nobody has the key", () => {
    expect(admit(request("e1"), FREE)).toEqual({ kind: "start" });
  });

  test("is answered by the live instance of a form", () => {
    expect(admit(request("e1", {}, { whenLive: "answer" }), { ...FREE, live: LIVE })).toEqual({
      kind: "live",
      instance: LIVE,
    });
  });

  test("of an event waits for the live one, in order", () => {
    const first = request("e1", { ref: "company/8" });
    const admission = admit(request("e2"), { ...FREE, live: LIVE, waiting: [first] });
    expect(admission).toMatchObject({ kind: "waits", merged: false, waiting: [first, { occurrence: { id: "e2" } }] });
  });

  test("waits behind others even in the moment between two instances", () => {
    expect(admit(request("e2"), { ...FREE, waiting: [request("e1", { ref: "company/8" })] }).kind).toBe("waits");
  });
});

describe("waiting events", () => {
  const waiting = [request("e1", { from: 1, to: 2 })];

  test("of the same record become one: previous of the first, record of the last, the union of changed", () => {
    const admission = admit(request("e2", { from: 2, to: 3, changed: ["title"] }), { ...FREE, live: LIVE, waiting });
    expect(admission).toMatchObject({
      merged: true,
      waiting: [
        {
          occurrence: {
            event: {
              previous: { discount: 1 },
              record: { discount: 3 },
              changed: ["discount", "title"],
              actor: "manager-1",
            },
          },
        },
      ],
    });
    expect(admission.kind === "waits" && admission.waiting).toHaveLength(1);
  });

  test("of different people say no longer who it was", () => {
    const admission = admit(request("e2", { actor: "admin-1" }), { ...FREE, live: LIVE, waiting });
    expect(admission).toMatchObject({ waiting: [{ occurrence: { actor: null, event: { actor: null } } }] });
  });

  test("of different records are never merged", () => {
    const admission = admit(request("e2", { ref: "company/8" }), { ...FREE, live: LIVE, waiting });
    expect(admission).toMatchObject({ merged: false });
    expect(admission.kind === "waits" && admission.waiting).toHaveLength(2);
  });
});

test("a value of once that was used starts nothing ever again", () => {
  expect(admit(request("e1", {}, { once: "lead/1" }), { ...FREE, startedOnce: true })).toEqual({ kind: "before" });
});
