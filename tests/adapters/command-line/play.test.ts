import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test as law } from "vitest";
import { demo } from "../../../adapters/command-line/demo.ts";
import { dryRun } from "../../../adapters/command-line/dry-run.ts";
import { test } from "../../../adapters/command-line/test.ts";
import { recordedTerminal } from "./recorded-terminal.ts";

const FOLDER = mkdtempSync(join(tmpdir(), "ordo-play-"));
afterAll(() => rmSync(FOLDER, { recursive: true }));

function file(name: string, text: string): string {
  const path = join(FOLDER, name);
  writeFileSync(path, text);
  return path;
}

const STORY = "processes/lead-distribution/scenarios/head-silent.yaml";
const EVENT = file("event.yaml", "{ type: crm.lead.created, record: lead/101 }");
const AT = "2026-11-20T10:00:00+03:00";

describe("ordo dry-run", () => {
  law("with a scenario prints one object of the documented shape", async () => {
    const terminal = recordedTerminal();
    expect(await dryRun("lead-distribution", { scenario: STORY, json: true }, terminal)).toBe(0);
    const result = JSON.parse(terminal.printed.join("")) as Record<string, unknown>;
    expect(Object.keys(result)).toEqual(
      expect.arrayContaining([
        "process",
        "status",
        "startedAt",
        "endedAt",
        "variables",
        "path",
        "timeline",
        "tasks",
        "messages",
        "records",
        "registry",
        "decisions",
        "incidents",
      ]),
    );
    expect(result).toMatchObject({
      process: "lead-distribution",
      status: "completed",
      startedAt: AT,
      endedAt: "2026-11-23T10:00:00+03:00",
    });
    expect((result["timeline"] as unknown[])[0]).toMatchObject({ at: AT, kind: "instanceStarted" });
    expect((result["messages"] as unknown[])[0]).toMatchObject({ kind: "notice", to: "lead/101", channel: "sms" });
    expect(result["records"]).toMatchObject({
      "lead/101": { before: { stage: "NEW" }, after: { responsible: "manager-1" } },
    });
  });

  law("tells people what happened in words, day by day, with names and not with ids", async () => {
    const terminal = recordedTerminal();
    await dryRun("lead-distribution", { scenario: STORY }, terminal);
    const text = terminal.printed.join("\n");
    for (const words of [
      "Пятница, 20 ноября 2026",
      "Понедельник, 23 ноября 2026",
      "Анна Северова",
      "Нет ответа: 1 рабочий день",
      "Олег Рудаков: Выполнено",
      "Номер 101",
      "Процесс завершён.",
    ]) {
      expect(text).toContain(words);
    }
    expect(text).not.toMatch(/head-1|exec-1|hand-over|\u001b/);
    expect(Math.max(...text.split("\n").map((line) => line.length))).toBeLessThanOrEqual(100);
  });

  law("without answers runs through every timer and says what is waited for", async () => {
    const terminal = recordedTerminal();
    expect(await dryRun("lead-distribution", { event: EVENT, at: AT, json: true }, terminal)).toBe(0);
    const result = JSON.parse(terminal.printed.join("")) as {
      status: string;
      timeline: { kind: string; at: string }[];
    };
    expect(result.status).toBe("waiting");
    expect(result.timeline.at(-1)?.at.slice(0, 7)).toBe("2027-11");
    expect(result.timeline.filter(({ kind }) => kind === "rungFired").length).toBeGreaterThan(200);
  });

  law("asks at the terminal, checks what is typed, and asks again", async () => {
    const terminal = recordedTerminal(["1", "", "никто", "чижова", "", "q"]);
    expect(await dryRun("lead-distribution", { event: EVENT, at: AT, answers: "ask", json: true }, terminal)).toBe(0);
    const talk = terminal.said.join("\n");
    expect(talk).toContain("Без этого поля нельзя");
    expect(talk).toContain("Нет сотрудника «никто»");
    const result = JSON.parse(terminal.printed.join("")) as {
      records: Record<string, { after: { responsible: string } }>;
    };
    expect(result.records["lead/101"]?.after.responsible).toBe("manager-2");
  });

  law("is the same in every language of the terminal", async () => {
    const results = await Promise.all(
      (["ru", "en"] as const).map(async (locale) => {
        const terminal = recordedTerminal([], locale);
        await dryRun(
          "invoice-approval",
          { scenario: "processes/invoice-approval/scenarios/over-a-million.yaml", json: true },
          terminal,
        );
        return terminal.printed.join("");
      }),
    );
    expect(results[0]).toBe(results[1]);
  });

  law.each([
    ["a process that is not there", "lead-distributon", {}, /Может быть, lead-distribution/],
    ["an input that is missing", "discount-approval", {}, /--input/],
    ["a scenario together with an event", "lead-distribution", { scenario: STORY, event: EVENT }, /Уберите --event/],
    ["a time that is none", "lead-distribution", { event: EVENT, at: "завтра" }, /2026-11-20T10:00:00/],
  ])("refuses %s with a remedy", async (_what, process, options, remedy) => {
    const refused = await dryRun(process, options, recordedTerminal()).catch((error: unknown) => error);
    expect(refused).toMatchObject({ exitCode: 2 });
    expect((refused as { remedy: { ru: string } }).remedy.ru + (refused as { says: { ru: string } }).says.ru).toMatch(
      remedy,
    );
  });
});

const WRONG = file(
  "wrong.yaml",
  `scenario: Не сходится
process: lead-distribution
given:
  now: ${AT}
  records: ${join(process.cwd(), "processes/sample/records.yaml")}
  directory: ${join(process.cwd(), "processes/sample/directory.yaml")}
start:
  event: { type: crm.lead.created, record: lead/101 }
when:
  - expect: { task: assign, for: director-1 }
then:
  status: completed
`,
);

describe("ordo test", () => {
  law(
    "names file and line of what does not hold, what was expected, what happened, and how it came to that",
    async () => {
      const terminal = recordedTerminal();
      expect(await test([WRONG], {}, terminal)).toBe(1);
      const text = terminal.printed.join("\n");
      expect(text).toMatch(/wrong\.yaml:10 +Такого открытого задания нет/);
      expect(text).toMatch(/ожидалось +task: \{ task: assign, for: director-1 \}/);
      expect(text).toMatch(/случилось +\[\{ task: assign, for: head-1 \}\]/);
      expect(text).toContain("Задание → Анна Северова");
      expect(text).toContain("не прошло 1");
    },
  );

  law("prints one object of the documented shape", async () => {
    const terminal = recordedTerminal();
    expect(await test([WRONG, STORY], { json: true, coverage: true }, terminal)).toBe(1);
    expect(JSON.parse(terminal.printed.join(""))).toMatchObject({
      passed: 1,
      failed: 1,
      scenarios: [
        {
          name: "Не сходится",
          status: "failed",
          failures: [
            { line: 10, expected: { task: "assign" }, actual: [{ task: "assign", for: "head-1" }] },
            { line: 12, expected: "completed", actual: "waiting" },
          ],
        },
        { file: STORY, status: "passed", failures: [] },
      ],
      coverage: {
        "lead-distribution": {
          steps: { total: 11 },
          outcomes: { missing: expect.arrayContaining(["ask.take"]) as unknown },
        },
      },
    });
  });

  law("says where there is no scenario", async () => {
    expect(await test(["calendars"], {}, recordedTerminal()).catch((error: unknown) => error)).toMatchObject({
      exitCode: 2,
    });
  });
});

law("the demo plays one story of each of the nine processes and nothing in it fails", async () => {
  const terminal = recordedTerminal();
  expect(await demo(terminal)).toBe(0);
  const text = terminal.printed.join("\n");
  expect(text.match(/^\d\. /gm)).toHaveLength(9);
  expect(text).not.toContain("✗");
});
