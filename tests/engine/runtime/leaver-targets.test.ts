import { expect, test } from "vitest";
import { id, type UserId } from "../../../engine/base/ids.ts";
import type { Instance, Task } from "../../../engine/instance/state.ts";
import { planFor } from "../../../engine/runtime/leaver-targets.ts";
import { directory, on } from "../people/people.fixture.ts";

/*
 * What becomes of a task whose holder leaves, without an engine around it.
 */
const user = (name: string): UserId => id<UserId>(name);
const running = { status: "running", sheet: [] } as unknown as Instance;

function planned(task: Partial<Task>, instance: Instance = running) {
  const whole = {
    ...{ assignee: null, delegatedBy: null, candidates: [], excluded: [], claimed: false, purpose: "work" },
    ...{ activation: "a#1", ...task },
  } as unknown as Task;
  return planFor(whole, { instance, person: user("manager-1"), directory, dateOf: on("2026-12-01") });
}

test("what others may take just loses him; where he is the last, it moves like his own", () => {
  const both = [user("manager-1"), user("manager-2")];
  expect(planned({ candidates: both })).toEqual({ kind: "loses" });
  expect(planned({ candidates: [user("manager-1"), user("leaver")] })).toMatchObject({ kind: "moves" });
  expect(planned({ candidates: both, excluded: [user("manager-2")] })).toMatchObject({ kind: "moves" });
  expect(planned({ assignee: user("manager-2"), candidates: [user("manager-1")] })).toEqual({ kind: "loses" });
});

test("up the chart, then to administrators, passing over whom four eyes strike out", () => {
  const own = { assignee: user("manager-1") };
  expect(planned(own)).toEqual({
    kind: "moves",
    targets: [
      { user: "head-sales", reason: "head" },
      { user: "ceo", reason: "head" },
      { user: "exec", reason: "administrator" },
    ],
  });
  expect(planned({ ...own, excluded: [user("head-sales"), user("ceo")] })).toMatchObject({
    targets: [{ user: "exec", reason: "administrator" }],
  });
  expect(planned({ ...own, excluded: [user("head-sales"), user("ceo"), user("exec")] })).toEqual({ kind: "stays" });
});

test("nobody decides two seats of one approval", () => {
  const sheet = [{ activation: "a#1", seat: 1, counts: true, onBehalfOf: null, by: "head-sales" }];
  const decided = { status: "running", sheet } as unknown as Instance;
  const seat = { assignee: user("manager-1"), purpose: "seat" } as const;
  expect(planned(seat, decided)).toMatchObject({ targets: [{ user: "ceo" }, { user: "exec" }] });
});

test("a task that only names who decides is never answered by passing it on", () => {
  const rescue = { purpose: "rescue", assignee: user("manager-1"), claimed: true } as const;
  expect(planned({ ...rescue, candidates: [user("manager-1"), user("exec")] })).toEqual({ kind: "returns" });
  expect(planned({ ...rescue, candidates: [user("manager-1")] })).toEqual({ kind: "stays" });
});

test("of a suspended instance it waits", () => {
  const suspended = { status: "suspended", sheet: [] } as unknown as Instance;
  expect(planned({ assignee: user("manager-1") }, suspended)).toEqual({ kind: "waits" });
});
