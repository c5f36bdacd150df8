import { type CommandId, type InstanceId, id, type TaskId, type UserId } from "../../engine/base/ids.ts";
import { type Instant, instant } from "../../engine/base/instant.ts";
import type { Value, ValueMap } from "../../engine/base/value.ts";
import type { Definition } from "../../engine/definition/model.ts";
import type { CallOutcome } from "../../engine/instance/call-outcome.ts";
import type { Answer, CommandBody, Facts } from "../../engine/instance/command.ts";
import { decide } from "../../engine/instance/decide.ts";
import type { HistoryEvent } from "../../engine/instance/event.ts";
import type { Call, Instance, Task, Timer } from "../../engine/instance/state.ts";
import { readDirectory } from "../../engine/people/read-directory.ts";

/** A small firm: a desk with two people under a head, a boss above, an administrator. */
export const FIRM = readDirectory({
  users: {
    "user-1": { name: "Анна", position: "менеджер", department: "desk", groups: ["desk"] },
    "user-2": { name: "Борис", position: "менеджер", department: "desk", groups: ["desk"] },
    "head-1": { name: "Вера", position: "руководитель", department: "desk", manager: "boss-1" },
    "boss-1": { name: "Глеб", position: "директор", department: "firm", groups: ["bosses"] },
    "admin-1": { name: "Дина", department: "firm" },
  },
  departments: { firm: { title: "Фирма", head: "boss-1" }, desk: { title: "Стол", head: "head-1", parent: "firm" } },
  groups: { desk: { title: "Стол" }, bosses: { title: "Начальство" }, nobody: { title: "Никого", members: [] } },
  administrators: ["admin-1"],
});

/** What the outside answers to a call; null: nothing for now. */
export type Outside = (call: Call) => CallOutcome | null;

/** Everything is done at once; records are what the call names. */
export const WILLING: Outside = (call) => {
  if (call.message !== null)
    return done({ status: "sent", channel: "portal", address: call.message.to, at: null, responsible: null });
  if (call.operation === "crm.look") return done({ id: "101", type: "lead", ref: "lead/101", stageKind: "first" });
  return done({});
};

export function done(output: Value): CallOutcome {
  return { kind: "done", output };
}

/** Plays one instance by hand: command by command, on a clock that the test moves. */
export class Play {
  definition: Definition;
  readonly history: HistoryEvent[] = [];
  instance: Instance | null = null;
  now: Instant;
  outside: Outside;
  people = FIRM;
  #commands = 0;

  constructor(definition: Definition, now = "2026-11-20T10:00:00+03:00", outside: Outside = WILLING) {
    this.definition = definition;
    this.now = instant(Date.parse(now));
    this.outside = outside;
  }

  get facts(): Facts {
    return { now: this.now, people: this.people, lists: {}, turns: {}, number: 1, locale: "ru", departments: {} };
  }

  /** Gives a command and lets the outside answer until nothing is asked any more. */
  tell(body: CommandBody, by: string | null = null): Answer {
    const answer = this.one(body, by);
    this.settle();
    return answer;
  }

  /** One command, with no answers from the outside. */
  one(
    body: CommandBody & { readonly override?: UserId | null },
    by: string | null = null,
    more: Partial<Facts> = {},
  ): Answer {
    const command = {
      ...body,
      id: id<CommandId>(`c-${++this.#commands}`),
      instance: id<InstanceId>("i-1"),
      by: by === null ? null : id<UserId>(by),
    };
    const answer = decide(this.definition, this.instance, command, { ...this.facts, ...more });
    this.history.push(...answer.events);
    this.instance = answer.instance ?? this.instance;
    return answer;
  }

  start(input: ValueMap = {}, requester: string | null = "user-1"): Answer {
    return this.tell(
      {
        kind: "start",
        input,
        requester: requester === null ? null : id<UserId>(requester),
        key: null,
        start: null,
        cause: null,
      },
      requester,
    );
  }

  /** Moves the instance to another definition; refused, it stays on its own. */
  migrate(next: Definition, by: string | null = "admin-1"): Answer {
    const previous = this.definition;
    this.definition = next;
    const from = this.instance?.digest ?? "";
    const answer = this.one({ kind: "migrate", from }, by, { previous });
    if (answer.kind === "rejected") this.definition = previous;
    this.settle();
    return answer;
  }

  settle(): void {
    for (let rounds = 0; rounds < 1000; rounds++) {
      const call = this.calls.find((one) => !one.resting && !one.withdrawn && this.outside(one) !== null);
      const outcome = call ? this.outside(call) : null;
      if (!call || !outcome) return;
      const answer = this.one({ kind: "reportCall", call: call.id, attempt: call.attempt, outcome });
      if (answer.kind === "rejected") return;
    }
    throw new Error("The outside was asked without end");
  }

  /** Moves the clock to the next timer and fires it. False: there is none. */
  ring(): boolean {
    const [next] = this.timers;
    if (!next) return false;
    if (next.dueAt > this.now) this.now = next.dueAt;
    this.tell({ kind: "fireTimer", timer: next.id });
    return true;
  }

  /** Moves the clock and fires all that falls due on the way. */
  until(at: string): void {
    const end = instant(Date.parse(at));
    for (let rings = 0; rings < 1000; rings++) {
      const [next] = this.timers;
      if (!next || next.dueAt > end || this.instance?.status === "suspended") break;
      this.ring();
    }
    this.now = end;
  }

  get timers(): readonly Timer[] {
    return Object.values(this.instance?.timers ?? {}).sort((one, other) => one.dueAt - other.dueAt);
  }

  get calls(): readonly Call[] {
    return Object.values(this.instance?.calls ?? {});
  }

  get tasks(): readonly Task[] {
    return Object.values(this.instance?.tasks ?? {});
  }

  /** The open task of a step, the latest one. */
  task(step: string): Task {
    const found = this.tasks.filter((task) => task.step === step).at(-1);
    if (!found)
      throw new Error(`No open task of ${step}; there are: ${this.tasks.map((task) => task.step).join(", ")}`);
    return found;
  }

  complete(step: string, by: string, more: { outcome?: string; form?: ValueMap; comment?: string } = {}): Answer {
    return this.completeTask(this.task(step).id, by, more);
  }

  completeTask(task: TaskId, by: string, more: { outcome?: string; form?: ValueMap; comment?: string } = {}): Answer {
    return this.tell(
      { kind: "complete", task, outcome: more.outcome ?? null, form: more.form ?? {}, comment: more.comment ?? null },
      by,
    );
  }

  variable(name: string): Value | undefined {
    return this.instance?.scopes[""]?.variables[name];
  }

  /** Events of one kind, in order. */
  of<K extends HistoryEvent["kind"]>(kind: K): readonly Extract<HistoryEvent, { kind: K }>[] {
    return this.history.filter((event): event is Extract<HistoryEvent, { kind: K }> => event.kind === kind);
  }

  get path(): readonly string[] {
    return this.of("stepEntered").map((event) => event.step);
  }
}

/** The code of a rejection, or "accepted". */
export function codeOf(answer: Answer): string {
  return answer.kind === "rejected" ? answer.code : "accepted";
}
