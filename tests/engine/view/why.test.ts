import { describe, expect, test } from "vitest";
import { why } from "../../../engine/view/why.ts";
import { askPlay, at, awayFirm, invoice, lead, page, played, words } from "./stories.ts";

/** Every task needs a deadline. */
const DUE = "escalation: [ { after: { days: 1 }, action: remind } ]";

/* Golden pages: every story in both languages, as a terminal of 100 columns shows it. `vitest -u` writes them anew. */
async function golden(found: Parameters<typeof page>[0], name: string): Promise<void> {
  for (const locale of ["ru", "en"] as const)
    await expect(`${page(found, locale)}\n`).toMatchFileSnapshot(`golden/why-${name}.${locale}.txt`);
}

describe("why answers from history", () => {
  test("an approval says how it is decided, who decides now, who is next, and which row of the table chose them", async () => {
    const { world, shown } = invoice();
    world.advanceTo(at("2026-11-24T11:00:00+03:00"));
    const found = why(shown(), { people: world.people, now: world.now });
    expect(found.places[0]?.seats.map(({ code }) => code)).toEqual(["rule-of-approval", "seat-open", "seat-waiting"]);
    await golden(found, "approval");
  });

  test("an approval that went up its ladder says from whom it came", async () => {
    const { world, shown } = invoice();
    world.advanceTo(at("2026-11-25T12:00:00+03:00"));
    await golden(why(shown(), { people: world.people, now: world.now }), "approval-escalated");
  });

  test("a lead nobody takes says to whom it was offered and what the clock does next", async () => {
    const { world, shown } = lead();
    world.advanceTo(at("2026-11-25T12:00:00+03:00"));
    const found = why(shown(), { people: world.people, now: world.now });
    expect(found.places[0]?.who.map(({ code }) => code)).toContain("escalated");
    await golden(found, "escalated-lead");
  });

  test("a block that waits for a record says which record, and which state ends it", async () => {
    const play = played(`
  - id: watch
    until: { of: "lead/101", holds: record.stageKind != "first" }
    do:
      - { id: pause, wait: { days: 3 } }`);
    await golden(askPlay(play), "listening-holds");
  });

  test("a step that waits for a message says its name and its key", async () => {
    const play = played(`
  - id: hear
    listen: { message: подписано, key: договор-7 }`);
    const found = askPlay(play);
    expect(words(found.places[0]?.unblocks, "ru")).toContain("Сообщение подписано с ключом договор-7");
    await golden(found, "listening-message");
  });

  test("an incident says what is wrong, what to do, and with which command", async () => {
    const play = played(`
  - { id: pause, wait: { hours: 1 } }
  - { id: save, call: crm.update, with: { record: lead/101, set: { title: x } } }`);
    play.outside = () => ({ kind: "refused", code: "RECORD_NOT_FOUND", message: "Нет записи lead/101" });
    play.ring();
    const found = askPlay(play);
    expect(found.places[0]?.unblocks[0]?.code).toBe("incident");
    await golden(found, "incident");
  });

  test("where nobody was to be asked, an administrator has to name somebody", async () => {
    const play = played(`
  - { id: ask, userTask: Подпишите, assignee: { group: nobody }, ${DUE} }`);
    await golden(askPlay(play), "nobody-left");
  });

  test("a call between attempts says when the next one is, and its key", async () => {
    const play = played(`
  - { id: pause, wait: { hours: 1 } }
  - { id: save, call: crm.update, with: { record: lead/101, set: { title: x } } }`);
    play.outside = () => ({ kind: "unknown", message: "no answer", keyed: true });
    play.ring();
    await golden(askPlay(play), "call-resting");
  });

  test("a suspended instance says who suspended it, why, and how it goes on", async () => {
    const play = played(`
  - { id: ask, userTask: Подпишите, assignee: head-1, escalation: [ { after: { hours: 2 }, action: remind } ] }`);
    play.tell({ kind: "suspend", reason: "проверяем" }, "admin-1");
    const found = askPlay(play);
    expect(found.held[0]).toMatchObject({ code: "suspended", user: "admin-1" });
    await golden(found, "suspended");
  });

  test("an ended instance says how it ended and what people decided", async () => {
    const play = played(`
  - { id: ask, userTask: Подпишите, assignee: head-1, outcomes: { sign: Подписать, refuse: Отказать }, ${DUE} }`);
    play.complete("ask", "head-1", { outcome: "refuse", comment: "не сходится сумма" });
    const found = askPlay(play);
    expect(found.places).toEqual([]);
    await golden(found, "ended");
  });

  test("a canceled instance names who canceled it", async () => {
    const play = played(`
  - { id: ask, userTask: Подпишите, assignee: head-1, ${DUE} }`);
    play.tell({ kind: "cancel", reason: "ошибка" }, "admin-1");
    await golden(askPlay(play), "canceled");
  });

  test("a delegated task says who delegated it and who still answers", async () => {
    const play = played(`
  - { id: ask, userTask: Подпишите, assignee: head-1, allow: [delegate], ${DUE} }`);
    const { id } = play.task("ask");
    play.tell({ kind: "delegate", task: id, to: "user-2" as never }, "head-1");
    const found = askPlay(play, id);
    expect(found.places[0]?.who.map(({ code }) => code)).toContain("delegated");
    await golden(found, "delegated");
  });

  test("a task of somebody who is away says who may stand in", async () => {
    const play = played(`
  - { id: ask, userTask: Подпишите, assignee: head-1, ${DUE} }`);
    play.people = awayFirm("head-1", "user-2");
    const found = askPlay(play);
    expect(words(found.places[0]?.who, "ru").join()).toContain("решить может и Борис");
    await golden(found, "substitute");
  });

  test("the reader is told by what right he may act, or why he may not", () => {
    const play = played(`
  - { id: ask, userTask: Подпишите, candidateGroups: [desk], notBy: [boss-1], ${DUE} }`);
    play.people = awayFirm("user-2", "head-1");
    const { id } = play.task("ask");
    const codeFor = (user: string) => askPlay(play, id, user).places[0]?.me[0]?.code;
    expect(["user-1", "boss-1", "head-1", "admin-1"].map(codeFor)).toEqual([
      "you-may-claim",
      "you-are-excluded",
      "you-stand-in",
      "not-yours",
    ]);
    play.tell({ kind: "claim", task: id }, "user-1");
    expect(["user-1", "user-2"].map(codeFor)).toEqual(["you-hold", "taken"]);
    expect(page(askPlay(play, id, "user-1"), "en")).toContain("Why you\n    · You claimed this task");
    expect(page(askPlay(play, null, "admin-1"), "en")).not.toContain("Why you");
  });

  test("a turn says whose turn it was in which group", async () => {
    const play = played(`
  - { id: ask, userTask: Возьмите, assignee: { nextOf: desk }, ${DUE} }`);
    const found = askPlay(play);
    expect(found.places[0]?.who.map(({ code }) => code)).toContain("turn");
    await golden(found, "round-robin");
  });

  test("somebody struck out by four eyes is named, and who is asked instead", async () => {
    const play = played(
      `
  - { id: ask, userTask: Подпишите, assignee: head-1, notBy: [requester], ifExcluded: manager, ${DUE} }`,
      "head-1",
    );
    await golden(askPlay(play), "four-eyes");
  });

  test("a step inside a case says which condition held, after which decision", async () => {
    const play = played(`
  - { id: ask, userTask: Подпишите, assignee: head-1, outcomes: { sign: Подписать, refuse: Отказать }, ${DUE} }
  - id: choose
    title: Что решили
    switch:
      - when: ask.outcome = "sign"
        do: [ { id: file, userTask: Подшейте, assignee: user-2, ${DUE} } ]
      - when: ask.outcome = "refuse"
        do: [ { id: tell, userTask: Сообщите, assignee: user-2, ${DUE} } ]`);
    play.complete("ask", "head-1", { outcome: "sign" });
    const found = askPlay(play);
    expect(found.places[0]?.here.map(({ code }) => code)).toContain("case");
    await golden(found, "case");
  });

  test("a step that was skipped on the way is named with its condition", () => {
    const play = played(`
  - { id: never, if: 'requester != null and requester.position = "директор"', userTask: Не нужно, assignee: head-1, ${DUE} }
  - { id: ask, userTask: Подпишите, assignee: head-1, ${DUE} }`);
    expect(words(askPlay(play).places[0]?.here, "ru").join()).toContain("не выполнилось условие requester != null");
  });

  test("with two branches open every place answers for itself", () => {
    const play = played(`
  - id: both
    fork:
      legal: [ { id: one, userTask: Юрист, assignee: user-1, ${DUE} } ]
      money: [ { id: two, userTask: Деньги, assignee: user-2, ${DUE} } ]`);
    const found = askPlay(play);
    expect(found.places.map(({ step }) => step)).toEqual(["one", "two"]);
    expect(words(found.places[0]?.here, "ru").join()).toContain("Ветвь «legal»");
  });

  test("asked about one task, only its place is answered; about a closed one, nothing is made up", () => {
    const play = played(`
  - id: both
    fork:
      legal: [ { id: one, userTask: Юрист, assignee: user-1, ${DUE} } ]
      money: [ { id: two, userTask: Деньги, assignee: user-2, ${DUE} } ]`);
    const { id } = play.task("one");
    expect(askPlay(play, id).places.map(({ step }) => step)).toEqual(["one"]);
    play.complete("one", "user-1");
    expect(askPlay(play, id).places).toEqual([]);
    expect(page(askPlay(play, id), "en")).toContain("This task is closed already");
  });

  test("the same question about the same history gets the same answer, and it is plain JSON", () => {
    const { world, shown } = invoice();
    const ask = () => why(shown(), { people: world.people, now: world.now });
    expect(ask()).toEqual(ask());
    expect(JSON.parse(JSON.stringify(ask()))).toEqual(ask());
  });

  test("colors are only colors: without them the page says the same", () => {
    const { world, shown } = invoice();
    const found = why(shown(), { people: world.people, now: world.now });
    expect(page(found, "ru", true).replaceAll(/\u001b\[[\d;]*m/g, "")).toBe(page(found, "ru"));
  });
});
