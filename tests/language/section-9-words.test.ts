import { describe, expect, test } from "vitest";
import { REJECTIONS } from "../../engine/instance/reject.ts";
import { filesUnder, textOfFile } from "../support/source-files.ts";
import { story } from "./story.ts";

const REMIND = "escalation: [ { after: PT1H, action: remind, repeat: P1D } ]";
const START = "given: { now: 2026-11-20T10:00:00+03:00 }\nstart: { input: { amount: 5 }, by: clerk-1 }";

function buttonsOf(steps: string): readonly string[] {
  const { main } = story({ steps }, START);
  return Object.values(main?.instance.tasks ?? {}).flatMap((task) =>
    task.outcomes.map(({ title, done }) => `${title} / ${done}`),
  );
}

describe("the default buttons and their words on the sheet", () => {
  test("of an approval", () => {
    const steps = `\n  - id: ok\n    approval: Да?\n    approvers: [head-1]\n    rework: { edit: [amount], from: ok }\n    ${REMIND}`;
    expect(buttonsOf(steps)).toEqual([
      "Согласовать / Согласовано",
      "Отклонить / Отклонено",
      "Вернуть на доработку / Возвращено",
    ]);
  });

  test("of a task", () => {
    expect(buttonsOf(`\n  - id: work\n    userTask: Дело\n    assignee: head-1\n    ${REMIND}`)).toEqual([
      "Готово / Выполнено",
    ]);
  });

  test("an outcome given only its button has the same word on the sheet; a default one keeps its own", () => {
    const steps = `\n  - id: ok\n    approval: Да?\n    approvers: [head-1]\n    outcomes: { approve: Одобряю, stop: Стоп }\n    ${REMIND}`;
    expect(buttonsOf(steps)).toEqual(["Одобряю / Согласовано", "Стоп / Стоп"]);
  });
});

describe("one word for one thing", () => {
  /** What people read, and must not: «задача» is the CRM's, an instance is a «процесс № N», an incident a «сбой». */
  const BANNED = /экземпляр|инцидент|задач[аиуе](?!\p{L})|задачей|согласовател|делегир|переназнач|эскалировать на/iu;

  test("no text of the product uses another", () => {
    const files = [
      ...filesUnder("engine", /\.ts$/),
      ...filesUnder("adapters", /\.(ts|yaml)$/),
      ...filesUnder("processes", /\.yaml$/),
    ];
    expect(
      files.flatMap((path) => (BANNED.exec(textOfFile(path)) ?? []).slice(0, 1).map((word) => `${path}: ${word}`)),
    ).toEqual([]);
  });

  test("a task is a «задание» in what people are told", () => {
    const { result } = story(
      { steps: `\n  - id: work\n    userTask: Дело\n    assignee: head-1\n    ${REMIND}` },
      `${START}\nwhen: [ { wait: { hours: 1 } } ]`,
    );
    expect(result.messages.map(({ subject }) => subject)).toEqual(["Новое задание: Дело", "Напоминание: Дело"]);
  });

  test("every rejection says in both languages what is wrong and what to do", () => {
    for (const { reason, remedy } of Object.values(REJECTIONS)) {
      expect(reason.ru).toMatch(/\p{Script=Cyrillic}/u);
      expect(remedy.ru).toMatch(/\p{Script=Cyrillic}/u);
      expect(reason.en + remedy.en).not.toMatch(/\p{Script=Cyrillic}/u);
    }
  });

  test("what the clock decided says so in Russian words", () => {
    const { main } = story(
      {
        steps:
          "\n  - id: work\n    userTask: Дело\n    assignee: head-1\n    escalation: [ { after: PT1H, action: outcome, outcome: done } ]",
      },
      `${START}\nwhen: [ { wait: { hours: 1 } } ]`,
    );
    expect(main?.instance.sheet[0]?.notes.map((note) => note.ru)).toEqual([
      "Решено по времени (ступень 1): никто не ответил в срок.",
    ]);
  });
});
