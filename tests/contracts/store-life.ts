import { type CommandId, type InstanceId, id, type UserId } from "../../engine/base/ids.ts";
import { type Instant, instant } from "../../engine/base/instant.ts";
import type { ValueMap } from "../../engine/base/value.ts";
import type { Definition } from "../../engine/definition/model.ts";
import type { CommandBody } from "../../engine/instance/command.ts";
import { decide } from "../../engine/instance/decide.ts";
import type { Instance, Task } from "../../engine/instance/state.ts";
import type { ProjectionRows, Store } from "../../engine/ports/store.ts";
import { project } from "../../engine/runtime/project.ts";
import { definitionOf } from "../support/definition-of.ts";
import { FIRM } from "../support/play.ts";

/** Somebody checks a discount, its result goes into a book; a note is written when it took too long. */
export const DISCOUNT: Definition = definitionOf(`process: under-test
title: Скидка
calendar: ru-office
subject: Скидка для ${"${ company }"}
input:
  company: { type: text, required: true }
  size: { type: number }
start:
  - form: { candidateGroups: [desk] }
do:
  - id: ask
    userTask: Проверьте скидку
    assignee: head-1
    outcomes: { yes: Да, no: Нет }
    timeout: { after: { days: 9 }, then: end }
  - id: write
    record: discounts
    entry: { company: "${"${ company }"}", size: "${"${ size }"}", result: "${"${ ask.outcome }"}" }
  - id: note
    call: crm.note
    with: { record: lead/101, text: готово }
`);

export const START = instant(Date.parse("2026-11-23T09:00:00Z"));

export const laneOf = () => "crm" as const;

/** One instance in a store, moved by commands as the engine moves it: decide, project, commit. */
export class Life {
  readonly store: Store;
  readonly id: InstanceId;
  instance: Instance | null = null;
  now: Instant = START;
  number: number;
  /** When its task should be done, as a ladder of the process would say. */
  dueAt: Instant | null = null;
  #commands = 0;

  constructor(store: Store, name: string, number = 1) {
    this.store = store;
    this.id = id<InstanceId>(name);
    this.number = number;
  }

  async start(input: ValueMap = { company: "Ромашка", size: 10 }, key: string | null = null): Promise<this> {
    const requester = id<UserId>("user-1");
    await this.tell({ kind: "start", input, requester, key, start: null, cause: null }, "user-1");
    return this;
  }

  /** Decides and commits; fails the test where either says no. */
  async tell(body: CommandBody, by: string | null = null): Promise<void> {
    const before = this.instance;
    const command = { ...body, id: id<CommandId>(`${this.id}:c${++this.#commands}`), instance: this.id };
    const facts = { now: this.now, people: FIRM, lists: {}, turns: {}, locale: "ru", departments: {} } as const;
    const actor = by === null ? null : id<UserId>(by);
    const answer = decide(DISCOUNT, before, { ...command, by: actor }, { ...facts, number: this.number });
    if (answer.kind === "rejected") throw new Error(`${answer.code}: ${answer.reason.en}`);
    const [result] = await this.store.instances.commit([
      {
        instance: this.id,
        expected: before?.sequence ?? 0,
        command: command.id,
        at: this.now,
        events: answer.events,
        after: answer.instance,
        rows: this.#dated(project(before, answer.instance, answer.events, { laneOf })),
        inbox: [command.id],
        done: body.kind === "reportCall" ? [`${body.call}:${body.attempt}`] : [],
        reserves: { key: body.kind === "start" ? body.key : null, once: null, waiting: null, turns: [] },
        fence: null,
        keeps: false,
      },
    ]);
    if (result?.kind !== "committed") throw new Error(JSON.stringify(result));
    this.instance = answer.instance;
  }

  #dated(rows: ProjectionRows): ProjectionRows {
    const put = rows.tasks.put.map((task) => ({ ...task, dueAt: this.dueAt ?? task.dueAt }));
    return { ...rows, tasks: { ...rows.tasks, put } };
  }

  get task(): Task {
    return Object.values(this.instance?.tasks ?? {})[0] as Task;
  }

  /** Everything that the outbox holds of it is done. */
  async settle(): Promise<void> {
    const stored = await this.store.queries.stored(this.id);
    await this.store.outbox.finish(null, stored?.outbox.put.map((entry) => entry.id) ?? []);
  }

  /** The head answers: a row goes into the book and a note is being written. */
  async answer(outcome = "yes"): Promise<this> {
    this.now = instant(this.now + 60_000);
    await this.tell({ kind: "complete", task: this.task.id, outcome, form: {}, comment: null }, "head-1");
    return this;
  }

  /** The note is written: the instance ends. */
  async end(): Promise<this> {
    const [call] = Object.values(this.instance?.calls ?? {}).filter((one) => one.message === null);
    if (call === undefined) throw new Error("Nothing is outside");
    await this.tell({
      kind: "reportCall",
      call: call.id,
      attempt: call.attempt,
      outcome: { kind: "done", output: {} },
    });
    return this;
  }
}

/** From start to end. */
export async function wholeLife(store: Store, name: string, number = 1): Promise<Life> {
  const life = await new Life(store, name, number).start();
  return await (await life.answer()).end();
}

/** Ended, everything done that the outbox held, and moved into the archive. */
export async function archivedLife(store: Store, name: string, number = 1): Promise<Life> {
  const life = await wholeLife(store, name, number);
  await life.settle();
  await store.instances.archive(instant(START + 10_000_000), 10);
  return life;
}
