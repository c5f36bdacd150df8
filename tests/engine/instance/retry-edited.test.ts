import { describe, expect, test } from "vitest";
import type { CommandBody } from "../../../engine/instance/command.ts";
import { editableCall, editTroubles } from "../../../engine/instance/editable-call.ts";
import type { Incident } from "../../../engine/instance/state.ts";
import { codeOf, done, type Play } from "../../support/play.ts";
import { played } from "./process-of.ts";

const NOTE = "  - id: note\n    call: crm.note\n    with: { record: lead/101, text: привет }";
const refused = { kind: "refused", code: "NO_RIGHT", message: "нельзя" } as const;
const unknown = (keyed: boolean) => ({ kind: "unknown", message: "тишина", keyed }) as const;
const EDITED = { input: { record: "lead/102", text: "привет" }, reason: "карточку объединили" };

function stopped(more = ""): Play {
  const play = played(`  - id: first\n    wait: { hours: 1 }\n${NOTE}${more}`);
  play.outside = () => null;
  play.ring();
  return play;
}

function answer(play: Play, outcome: Extract<CommandBody, { kind: "reportCall" }>["outcome"]): void {
  const call = play.calls.find(({ resting }) => !resting);
  play.one({ kind: "reportCall", call: call?.id as never, attempt: call?.attempt ?? 1, outcome });
}

function incidentOf(play: Play): Incident {
  const [incident] = Object.values(play.instance?.incidents ?? {});
  if (incident === undefined) throw new Error("there is no incident");
  return incident;
}

const retry = (play: Play, by = "admin-1") =>
  play.one({ kind: "retry", incident: incidentOf(play).id, edited: EDITED }, by);

describe("a refused call is tried again with another input", () => {
  test("it is another request to the outside, and the history says who, what and why", () => {
    const play = stopped();
    answer(play, refused);
    expect(editableCall(play.history, incidentOf(play))).toMatchObject({
      kind: "editable",
      input: { record: "lead/101" },
    });
    retry(play);
    const [before, after] = play.of("callRequested");
    expect(after).toMatchObject({ input: EDITED.input, actor: "admin-1", operation: "crm.note", edited: true });
    expect(after?.key).not.toBe(before?.key);
    expect(play.of("incidentResolved")).toMatchObject([{ by: "admin-1", how: "retry", edited: EDITED.reason }]);
    answer(play, done({}));
    expect(play.instance?.status).toBe("completed");
  });

  test("where it is refused again, a plain retry asks the same under the same key: nothing is done twice", () => {
    const play = stopped();
    answer(play, refused);
    retry(play);
    answer(play, refused);
    play.one({ kind: "retry", incident: incidentOf(play).id }, "admin-1");
    const [, edited, again] = play.of("callRequested");
    expect([again?.key, again?.input]).toEqual([edited?.key, EDITED.input]);
  });

  test("where nobody knows whether it took place nothing else can be given", () => {
    const play = stopped("\n    onUncertain: ask");
    answer(play, unknown(false));
    expect(incidentOf(play).code).toBe("UNCERTAIN");
    expect(editableCall(play.history, incidentOf(play)).kind).toBe("fixed");
    expect(codeOf(retry(play))).toBe("NOT_EDITABLE");
    expect(play.of("callRequested")).toHaveLength(1);
  });

  test("a refusal after an attempt that may have taken place leaves it uncertain, unless the key was understood", () => {
    for (const [keyed, kind] of [
      [true, "editable"],
      [false, "fixed"],
    ] as const) {
      const play = stopped("\n    retry: { attempts: 2, backoff: { seconds: 10 } }");
      answer(play, unknown(keyed));
      play.ring();
      answer(play, refused);
      expect(editableCall(play.history, incidentOf(play)).kind).toBe(kind);
    }
  });

  test("only whose role lets him, or an administrator, may; others are refused", () => {
    const play = stopped();
    answer(play, refused);
    expect(codeOf(retry(play, "user-2"))).toBe("NOT_ALLOWED");
    const incident = incidentOf(play).id;
    play.one({ kind: "retry", incident, operates: true } as never, "user-2");
    expect(play.instance?.incidents).toEqual({});
  });
});

test("an edit keeps the names of the call and the engine's own kinds of values", () => {
  const before = { text: "a", sum: { $type: "money", amount: "1", currency: "RUB" }, list: [1] };
  expect(editTroubles(before, { ...before, text: "b", list: [2, 3] })).toEqual({});
  const wrong = { text: { $type: "date", value: "2026-01-01" }, sum: { ...before.sum, $type: "date" }, more: 1 };
  expect(Object.keys(editTroubles(before, wrong)).sort()).toEqual(["list", "more", "sum", "text"]);
});
