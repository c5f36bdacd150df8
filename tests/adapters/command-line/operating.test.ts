import { beforeAll, describe, expect, test } from "vitest";
import { cancel } from "../../../adapters/command-line/cancel.ts";
import { complete } from "../../../adapters/command-line/complete.ts";
import { incidents } from "../../../adapters/command-line/incidents.ts";
import { instances } from "../../../adapters/command-line/instances.ts";
import { registry } from "../../../adapters/command-line/registry.ts";
import { resume } from "../../../adapters/command-line/resume.ts";
import { retry } from "../../../adapters/command-line/retry.ts";
import { show } from "../../../adapters/command-line/show.ts";
import { start } from "../../../adapters/command-line/start.ts";
import { suspend } from "../../../adapters/command-line/suspend.ts";
import { task } from "../../../adapters/command-line/task.ts";
import { tasks } from "../../../adapters/command-line/tasks.ts";
import { versions } from "../../../adapters/command-line/versions.ts";
import { why } from "../../../adapters/command-line/why.ts";
import { workers } from "../../../adapters/command-line/workers.ts";
import { Complaint } from "../../../adapters/complaint.ts";
import type { InstanceId, ProcessId, TaskId } from "../../../engine/base/ids.ts";
import { instant } from "../../../engine/base/instant.ts";
import type { SealedRow } from "../../../engine/ports/registries.ts";
import type { PersonCommand, Refusal, Shown } from "../../../engine/runtime/use-cases.ts";
import { played } from "../../engine/view/stories.ts";
import { connectedTo, type FakeEngine } from "../../support/fake-engine.ts";
import type { Play } from "../../support/play.ts";
import { shownOfPlay } from "../../support/shown.ts";
import { recordedTerminal } from "./recorded-terminal.ts";

const NOW = instant(Date.parse("2026-11-20T12:00:00+03:00"));
const DUE = "escalation: [ { after: { days: 1 }, action: remind } ]";
const REFUSED: Refusal = {
  kind: "rejected",
  code: "FORM_INVALID",
  reason: { ru: "Форма заполнена неверно.", en: "The form is not filled in correctly." },
  remedy: { ru: "Исправьте названные поля.", en: "Mend the fields named." },
  fields: { days: { ru: "нужно число", en: "a number is wanted" } },
};

let play: Play;
let shown: Shown;
let open: TaskId;

beforeAll(() => {
  play = played(`
  - id: ask
    userTask: Подпишите
    assignee: user-1
    form: { days: { type: number, title: Дней }, who: { type: user, title: Кто } }
    outcomes: { sign: { title: Подписать, done: Подписано }, refuse: Отказать }
    ${DUE}`);
  shown = shownOfPlay(play);
  open = play.task("ask").id;
});

function engine(more: FakeEngine = {}): FakeEngine {
  return { shown: [shown], now: NOW, ...more };
}

/** The one object that `--json` printed. */
function json(terminal: { readonly printed: readonly string[] }): Record<string, unknown> {
  expect(terminal.printed).toHaveLength(1);
  return JSON.parse(terminal.printed[0] ?? "") as Record<string, unknown>;
}

describe("ordo complete", () => {
  test("gives the command in the name of whom the system's user is mapped to, values read by the types of the form", async () => {
    const acted: PersonCommand[] = [];
    const terminal = recordedTerminal();
    const options = { outcome: "Подписать", set: ["days=7,5", "who=Борис"], comment: "ок" };
    expect(await complete(open, connectedTo(engine({ acted }), options), terminal)).toBe(0);
    expect(acted[0]).toMatchObject({
      by: "user-1",
      body: { kind: "complete", task: open, outcome: "sign", form: { days: 7.5, who: "user-2" }, comment: "ок" },
    });
    expect(acted[0]).not.toHaveProperty("override");
    expect(terminal.printed).toEqual(["Подписано — «Подпишите»"]);
  });

  test("a refusal prints reason, fields and remedy on standard error and ends with 1", async () => {
    const terminal = recordedTerminal([], "en");
    expect(await complete(open, connectedTo(engine({ answer: () => REFUSED }), {}), terminal)).toBe(1);
    expect(terminal.printed).toEqual([]);
    expect(terminal.said.join("\n")).toBe(
      "✗ The form is not filled in correctly. (FORM_INVALID)\n    days: a number is wanted\n  Mend the fields named.",
    );
  });

  test("with --json a refusal is the documented object, and the exit code is 1 as well", async () => {
    const terminal = recordedTerminal([], "en");
    expect(await complete(open, connectedTo(engine({ answer: () => REFUSED }), { json: true }), terminal)).toBe(1);
    expect(json(terminal)).toMatchObject({
      outcome: "rejected",
      refusal: { code: "FORM_INVALID", fields: { days: "a number is wanted" } },
    });
  });

  test("an unknown task ends with 1 and names the one that was probably meant; the attempt still reached the engine", async () => {
    const acted: PersonCommand[] = [];
    const terminal = recordedTerminal();
    const answer = (): Refusal => ({ ...REFUSED, code: "TASK_NOT_OPEN", fields: {} });
    expect(await complete(open.replace("ask", "asc"), connectedTo(engine({ acted, answer }), {}), terminal)).toBe(1);
    expect(acted).toHaveLength(1);
    expect(terminal.said.join("\n")).toContain(`Может быть, ${open}?`);
  });

  test("--set without a name, or with a value its type cannot read, is wrong use", async () => {
    for (const set of ["days", "days=много"])
      await expect(complete(open, connectedTo(engine(), { set: [set] }), recordedTerminal())).rejects.toMatchObject({
        exitCode: 2,
      });
  });
});

describe("the short name of a task", () => {
  let two: Shown;
  const ask = { outcome: "sign", set: ["days=1"] };

  beforeAll(() => {
    two = shownOfPlay(
      played(`
  - id: both
    fork:
      one: [ { id: left, userTask: Слева, assignee: user-1, ${DUE} } ]
      two: [ { id: right, userTask: Справа, assignee: user-1, ${DUE} } ]
      three: [ { id: other, userTask: Чужое, assignee: user-2, ${DUE} } ]`),
    );
  });

  test("is printed by the list, and taken by the commands", async () => {
    const terminal = recordedTerminal();
    await tasks(connectedTo(engine(), {}), terminal);
    expect(terminal.printed[0]).toContain("under-test/1/ask");
    expect(terminal.printed[0]).not.toContain(open);
    for (const name of ["under-test/1", "under-test/1/ask", open]) {
      const acted: PersonCommand[] = [];
      expect(await complete(name, connectedTo(engine({ acted }), ask), recordedTerminal())).toBe(0);
      expect(acted[0]?.body).toMatchObject({ kind: "complete", task: open });
      expect(await task({ action: "claim", task: name }, connectedTo(engine({ acted }), {}), recordedTerminal())).toBe(
        0,
      );
      expect(acted[1]?.body).toMatchObject({ kind: "claim", task: open });
      expect(await why(name, connectedTo(engine(), {}), recordedTerminal())).toBe(0);
    }
  });

  test("of several of one's own is refused with all of them, and the step's name tells them apart", async () => {
    const acted: PersonCommand[] = [];
    const both = engine({ shown: [two], acted });
    const refused = recordedTerminal();
    expect(await complete("under-test/1", connectedTo(both, {}), refused)).toBe(1);
    const said = refused.said.join("\n");
    for (const words of ["(TASK_AMBIGUOUS)", "under-test/1/left  Слева", "under-test/1/right  Справа"])
      expect(said).toContain(words);
    expect(said).not.toContain("under-test/1/other");
    expect(acted).toEqual([]);
    expect(await complete("under-test/1/right", connectedTo(both, {}), recordedTerminal())).toBe(0);
    expect(acted[0]?.body).toMatchObject({ task: expect.stringContaining("/right#1/") });
  });

  test("of a step that has no open task is refused with those that are open", async () => {
    const refused = recordedTerminal();
    expect(await complete("under-test/1/nothing", connectedTo(engine({ shown: [two] }), {}), refused)).toBe(1);
    expect(refused.said.join("\n")).toMatch(/TASK_NOT_OPEN[\s\S]*under-test\/1\/left[\s\S]*under-test\/1\/other/u);
    const json = recordedTerminal();
    await complete("under-test/1/nothing", connectedTo(engine({ shown: [two] }), { json: true }), json);
    expect(JSON.parse(json.printed[0] ?? "")).toMatchObject({
      outcome: "rejected",
      refusal: { code: "TASK_NOT_OPEN" },
    });
  });

  test("of a decision that is recalled is the last one of that person", async () => {
    const decided = played(`
  - id: ask
    userTask: Подпишите
    assignee: user-1
    ${DUE}
  - { id: pause, wait: { hours: 1 } }`);
    const closed = decided.task("ask").id;
    decided.complete("ask", "user-1");
    const acted: PersonCommand[] = [];
    const fake = engine({ shown: [shownOfPlay(decided)], acted });
    for (const name of ["under-test/1", "under-test/1/ask"])
      await task({ action: "recall", task: name }, connectedTo(fake, {}), recordedTerminal());
    expect(acted.map(({ body }) => body)).toEqual([
      { kind: "recall", task: closed },
      { kind: "recall", task: closed },
    ]);
  });
});

describe("whose name a command is given in", () => {
  test("--as of an administrator acts in another's name and says who really did it", async () => {
    const acted: PersonCommand[] = [];
    await complete(open, connectedTo(engine({ acted }), { as: "head-1" }, "admin-1"), recordedTerminal());
    expect(acted[0]).toMatchObject({ by: "head-1", override: "admin-1" });
  });

  test("--as is for administrators; where nobody is mapped it may name one", async () => {
    await expect(
      complete(open, connectedTo(engine(), { as: "head-1" }, "user-1"), recordedTerminal()),
    ).rejects.toMatchObject({ exitCode: 2 });
    const acted: PersonCommand[] = [];
    await suspend("i-1", connectedTo(engine({ acted }), { as: "admin-1" }, null), recordedTerminal());
    expect(acted[0]).toMatchObject({ by: "admin-1", override: null });
  });

  test("who is nobody is told to say who he is", async () => {
    await expect(suspend("i-1", connectedTo(engine(), {}, null), recordedTerminal())).rejects.toMatchObject({
      exitCode: 2,
    });
  });

  test("reading asks for nobody's name", async () => {
    const quiet = recordedTerminal();
    expect(await show("i-1", connectedTo(engine(), {}, null), quiet)).toBe(0);
    expect(await tasks(connectedTo(engine(), { all: true }, null), quiet)).toBe(0);
    expect(await why("i-1", connectedTo(engine(), {}, null), quiet)).toBe(0);
  });
});

describe("ordo task", () => {
  test("each action is one command of the engine", async () => {
    const acted: PersonCommand[] = [];
    const give = (action: Parameters<typeof task>[0]["action"], more: object) =>
      task({ action, task: open }, connectedTo(engine({ acted }), more), recordedTerminal());
    await give("claim", {});
    await give("unclaim", {});
    await give("recall", {});
    await give("delegate", { to: "Борис" });
    await give("reassign", { to: "user-2" });
    await give("add-approver", { to: "head-1" });
    await give("comment", { text: "жду договор" });
    await give("ask-for-info", { text: "какой договор?" });
    expect(acted.map(({ body }) => body)).toEqual([
      { kind: "claim", task: open },
      { kind: "unclaim", task: open },
      { kind: "recall", task: open },
      { kind: "delegate", task: open, to: "user-2" },
      { kind: "reassign", task: open, to: "user-2" },
      { kind: "addApprover", task: open, user: "head-1" },
      { kind: "comment", task: open, text: "жду договор" },
      { kind: "askForInfo", task: open, to: null, question: "какой договор?" },
    ]);
  });

  test("an action without what it needs is wrong use, and says which option", async () => {
    const asked = task({ action: "delegate", task: open }, connectedTo(engine(), {}), recordedTerminal());
    await expect(asked).rejects.toBeInstanceOf(Complaint);
    await expect(asked).rejects.toMatchObject({ exitCode: 2, says: { en: "delegate needs --to." } });
  });
});

describe("instances", () => {
  test("an unknown one ends with 1 and a suggestion, whatever was asked of it", async () => {
    const commands = [show, why, suspend, resume, cancel];
    for (const command of commands) {
      const terminal = recordedTerminal([], "en");
      expect(await command("under-test/2", connectedTo(engine(), {}), terminal)).toBe(1);
      expect(terminal.said.join("\n")).toContain("Did you mean under-test/1?");
    }
  });

  test("suspend, resume, cancel and withdraw are found by number and given to the instance", async () => {
    const acted: PersonCommand[] = [];
    const quiet = recordedTerminal();
    const fake = engine({ acted });
    await suspend("under-test/1", connectedTo(fake, { reason: "проверка" }), quiet);
    await resume("under-test/1", connectedTo(fake, {}), quiet);
    await cancel("under-test/1", connectedTo(fake, {}), quiet);
    await cancel("under-test/1", connectedTo(fake, { withdraw: true }), quiet);
    expect(acted.map(({ instance, body }) => [instance, body])).toEqual([
      ["i-1", { kind: "suspend", reason: "проверка" }],
      ["i-1", { kind: "resume" }],
      ["i-1", { kind: "cancel", reason: null }],
      ["i-1", { kind: "withdraw", reason: null }],
    ]);
  });

  test("the list is filtered by status, and a status that is none is wrong use", async () => {
    const terminal = recordedTerminal();
    expect(await instances(connectedTo(engine(), { status: "failed, canceled" }), terminal)).toBe(0);
    expect(terminal.printed).toEqual(["Таких процессов нет."]);
    await expect(instances(connectedTo(engine(), { status: "open" }), recordedTerminal())).rejects.toMatchObject({
      exitCode: 2,
    });
  });

  test("the list is a table that fits the page", async () => {
    const terminal = recordedTerminal();
    await instances(connectedTo(engine(), {}), terminal);
    expect(terminal.printed).toEqual([
      [
        "ПРОЦЕСС       СОСТОЯНИЕ  О ЧЁМ   ИНИЦИАТОР  НАЧАТ",
        "under-test/1  идёт       Отпуск  Анна       2 часа назад",
      ].join("\n"),
    ]);
  });

  test("a limit that is no number from 1 to 1000 is wrong use", async () => {
    for (const limit of ["0", "1001", "x", "1.5"])
      await expect(instances(connectedTo(engine(), { limit }), recordedTerminal())).rejects.toMatchObject({
        exitCode: 2,
      });
  });
});

describe("ordo tasks", () => {
  test("shows one's own, whose time is left, with the short name to act by", async () => {
    const terminal = recordedTerminal();
    expect(await tasks(connectedTo(engine(), {}), terminal)).toBe(0);
    expect(terminal.printed[0]).toBe(
      ["СРОК  ЗАДАНИЕ    ЧЬЁ   ОТКРЫТО", "—     Подпишите  Анна  2 часа назад", "  under-test/1/ask"].join("\n"),
    );
    const other = recordedTerminal();
    await tasks(connectedTo(engine(), { user: "Борис" }), other);
    expect(other.printed).toEqual(["Открытых заданий нет."]);
  });
});

describe("ordo why", () => {
  test("answers for a task by its id alone", async () => {
    const terminal = recordedTerminal();
    expect(await why(open, connectedTo(engine(), { json: true }), terminal)).toBe(0);
    expect(json(terminal)).toMatchObject({ task: open, places: [{ step: "ask", tasks: [open] }] });
  });
});

describe("ordo start", () => {
  const VERSION = {
    process: "under-test" as ProcessId,
    number: 1,
    digest: "abc",
    title: "Отпуск",
    deployedAt: NOW,
    deployedBy: null,
    current: true,
    live: 1,
  };

  test("starts with what --set says, and names the instance", async () => {
    const started: { readonly input: unknown }[] = [];
    const terminal = recordedTerminal([], "en");
    const fake = engine({ versions: [VERSION], started: started as never });
    expect(await start("under-test", connectedTo(fake, { set: ["days=3"] }), terminal)).toBe(0);
    expect(started[0]).toMatchObject({ process: "under-test", input: { days: 3 }, by: "user-1" });
    expect(terminal.printed).toEqual(["Started instance № 1: i-1"]);
  });

  test("a process that is not deployed is refused by the engine, and told with the one that was meant", async () => {
    const terminal = recordedTerminal([], "en");
    const none = { ru: "", en: "" };
    const startAnswer = {
      kind: "rejected",
      code: "PROCESS_NOT_FOUND",
      reason: none,
      remedy: none,
      fields: {},
    } as const;
    expect(await start("under-tset", connectedTo(engine({ versions: [VERSION], startAnswer }), {}), terminal)).toBe(1);
    expect(terminal.said.join("\n")).toContain("Did you mean under-test?");
  });

  test("versions says which is current and how many live on it", async () => {
    const terminal = recordedTerminal([], "en");
    await versions(connectedTo(engine({ versions: [VERSION] }), {}), terminal);
    expect(terminal.printed[0]).toMatch(/under-test +1 {2}current {2}Отпуск +1 {2}now +abc/);
  });
});

describe("incidents", () => {
  let broken: Shown;
  beforeAll(() => {
    const failed = played(`
  - { id: pause, wait: { hours: 1 } }
  - { id: save, call: crm.update, with: { record: lead/101, set: { title: x } } }`);
    failed.outside = () => ({ kind: "refused", code: "RECORD_NOT_FOUND", message: "Нет записи lead/101" });
    failed.ring();
    broken = shownOfPlay(failed);
  });

  test("each says what to do, with the command to give", async () => {
    const terminal = recordedTerminal();
    await incidents(connectedTo({ shown: [broken], now: NOW }, {}), terminal);
    expect(terminal.printed[0]).toContain("! RECORD_NOT_FOUND  under-test/1 · save");
    expect(terminal.printed[0]).toMatch(/ordo retry under-test\/1$/u);
  });

  test("retry tries all of an instance, or one; nothing to retry ends with 1", async () => {
    const acted: PersonCommand[] = [];
    const terminal = recordedTerminal();
    const fake = { shown: [broken], now: NOW, acted };
    expect(await retry({ instance: "i-1", incident: undefined }, connectedTo(fake, {}), terminal)).toBe(0);
    expect(acted[0]?.body).toMatchObject({ kind: "retry", incident: Object.keys(broken.instance.incidents)[0] });
    expect(terminal.printed).toEqual(["Повторено: 1 из 1."]);
    const none = retry(
      { instance: undefined, incident: undefined },
      connectedTo(fake, { code: "X" }),
      recordedTerminal(),
    );
    expect(await none).toBe(1);
  });

  test("retry of nothing in particular is wrong use", () => {
    expect(() => retry({ instance: undefined, incident: undefined }, {}, recordedTerminal())).toThrow(Complaint);
  });
});

describe("registries and workers", () => {
  const ROW: SealedRow = {
    registry: "approvals",
    instance: "i-1" as InstanceId,
    sequence: 5,
    process: "under-test" as ProcessId,
    step: "note",
    actor: null,
    at: NOW,
    entry: { sum: 7, who: "Анна" },
    seal: null,
    salts: {},
    erased: [],
  };
  const registries = [{ name: "approvals", title: "Согласования", head: null, unsealed: 1 }];

  test("export writes CSV, JSON and XES", async () => {
    const fake = engine({ registries, rows: [ROW] });
    const order = { action: "export", name: "approvals" } as const;
    const csv = recordedTerminal();
    await registry(order, connectedTo(fake, {}), csv);
    expect(csv.printed[0]).toBe(
      "number,at,process,instance,step,actor,sum,who\r\n,2026-11-20T09:00:00.000Z,under-test,i-1,note,,7,Анна",
    );
    const asJson = recordedTerminal();
    await registry(order, connectedTo(fake, { json: true }), asJson);
    expect(json(asJson)).toMatchObject({ registry: "approvals", rows: [{ entry: { sum: 7 } }] });
    const xes = recordedTerminal();
    await registry(order, connectedTo(fake, { format: "xes" as const }), xes);
    expect(xes.printed[0]).toContain('<string key="concept:name" value="under-test/1"/>');
  });

  test("verify ends with 1 where a chain does not hold, and says which row", async () => {
    const finding = {
      kind: "removed",
      isBreach: true,
      registry: "approvals",
      number: 2,
      instance: null,
      sequence: null,
      says: { ru: "Строка 2 удалена", en: "Row 2 was removed" },
      remedy: { ru: "Сверьте с копией", en: "Compare with a backup" },
    } as const;
    const verification = { registry: "approvals", sealed: 3, unsealed: 0, erased: 0, findings: [finding], breaches: 1 };
    const terminal = recordedTerminal([], "en");
    const options = connectedTo(engine({ registries, verification }), {});
    expect(await registry({ action: "verify", name: undefined }, options, terminal)).toBe(1);
    expect(terminal.printed[0]).toBe(
      "✗ approvals  breaches: 1 (3 sealed, 0 unsealed, 0 erased)\n    ! Row 2 was removed\n      Compare with a backup",
    );
    const sound = connectedTo(engine({ registries, verification: { ...verification, findings: [], breaches: 0 } }), {});
    expect(await registry({ action: "verify", name: "approvals" }, sound, recordedTerminal())).toBe(0);
  });

  test("a registry that is none ends with 1; one that is not named is wrong use", async () => {
    const fake = engine({ registries });
    const terminal = recordedTerminal([], "en");
    expect(await registry({ action: "verify", name: "aprovals" }, connectedTo(fake, {}), terminal)).toBe(1);
    expect(terminal.said.join()).toContain("Did you mean approvals?");
    expect(() => registry({ action: "export", name: undefined }, connectedTo(fake, {}), terminal)).toThrow(Complaint);
  });

  test("a worker that has not been heard of is silent, and no worker at all is said", async () => {
    const worker = {
      id: "w-1",
      name: "server/1",
      version: "0.4.0",
      epoch: 1,
      enteredAt: instant(NOW - 3_600_000),
      seenAt: instant(NOW - 120_000),
      expiresAt: instant(NOW - 90_000),
      endedAt: null,
    };
    const terminal = recordedTerminal([], "en");
    await workers(connectedTo(engine({ workers: [worker] }), {}), terminal);
    expect(terminal.printed[0]).toMatch(/server\/1 {2}silent/);
    const empty = recordedTerminal([], "en");
    await workers(connectedTo(engine(), {}), empty);
    expect(empty.printed[0]).toContain("There are no workers");
  });
});
