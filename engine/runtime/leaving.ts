import { type CommandId, id, type TaskId, type UserId } from "../base/ids.ts";
import { type Instant, instant } from "../base/instant.ts";
import type { Instance, Task } from "../instance/state.ts";
import type { DateOf } from "../people/absence.ts";
import type { DirectorySnapshot } from "../people/directory.ts";
import { isActive, nameOf, personOf } from "../people/lookup.ts";
import type { Clock } from "../ports/clock.ts";
import type { Leavers } from "../ports/leavers.ts";
import type { Logger } from "../ports/logger.ts";
import type { People } from "../ports/people.ts";
import type { Fence, Store, TaskRow } from "../ports/store.ts";
import { type LeaverPlan, planFor, type Target, type TargetReason } from "./leaver-targets.ts";
import { staysIncident, whyMoved } from "./leaver-words.ts";
import type { UseCases } from "./use-cases.ts";

/** What becomes of one open task. */
export interface LeaverTask {
  readonly task: TaskId;
  readonly instance: TaskRow["instance"];
  readonly process: TaskRow["process"];
  readonly title: string;
  /** `moved`: done; `moves`: would be done; the others as in {@link LeaverPlan}. */
  readonly kind: LeaverPlan["kind"] | "moved";
  /** Who has it now, or would; null: nobody new. */
  readonly to: UserId | null;
  readonly reason: TargetReason | null;
}

/** What leaving comes to. */
export interface LeaverOutcome {
  readonly person: UserId;
  readonly tasks: readonly LeaverTask[];
  /** True: nothing of his is open any more, but what others may take. */
  readonly settled: boolean;
}

/** What it stands on. */
export interface LeavingParts {
  readonly store: Pick<Store, "queries" | "instances" | "workers">;
  readonly useCases: Pick<UseCases, "act">;
  readonly people: People;
  readonly leavers: Leavers;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Which date it is now, by zone. */
  readonly dateOf: () => Promise<DateOf>;
}

const PAGE = 500;
/** Leavers whose tasks wait are looked at so often. Milliseconds. */
export const LEAVERS_MS = 10 * 60_000;
const INCIDENTS_MAX = 500;
const STAYS = "LEAVER_TASK_STAYS";

/**
 * People who leave: inactive at once, so that nobody chooses them again; their open tasks move by rule, each by a command
 * of its own with its reason in the history. What was cut off goes on by itself; doing it twice does nothing twice.
 */
export class Leaving {
  readonly #parts: LeavingParts;

  constructor(parts: LeavingParts) {
    this.#parts = parts;
  }

  /** What {@link leave} would do; nothing is written. */
  async plan(person: UserId): Promise<LeaverOutcome> {
    const around = await this.#around(person);
    const tasks: LeaverTask[] = [];
    for (const row of await this.#rows(person)) {
      const found = await this.#planned(row, person, around);
      if (found !== null) tasks.push(shown(row, found.plan));
    }
    return { person, tasks, settled: tasks.every(({ kind }) => kind !== "waits" && kind !== "stays") };
  }

  /**
   * Somebody left. Resolves when all that can move has moved; what cannot (its instance is suspended, nobody may have it)
   * is tried again every ten minutes, and an incident says where people must decide.
   *
   * @param by who says so; null: somebody with access to the engine whom the directory does not know
   */
  async leave(person: UserId, by: UserId | null): Promise<LeaverOutcome> {
    const { leavers, clock } = this.#parts;
    await leavers.leave(person, by, clock.now());
    return this.#moveAll(person, by);
  }

  /** He works here again; tasks that moved stay where they are. False: he had not left. */
  async comeBack(person: UserId, by: UserId | null): Promise<boolean> {
    return this.#parts.leavers.comeBack(person, by, this.#parts.clock.now());
  }

  /** Goes on with those whose tasks wait. */
  async resume(): Promise<void> {
    for (const { person, leftBy } of await this.#parts.leavers.unsettled())
      await this.#moveAll(id<UserId>(person), leftBy === null ? null : id<UserId>(leftBy));
  }

  /** {@link resume}, by one worker for all. */
  async carryOn(fence: Fence, now: Instant): Promise<void> {
    const isOurs = await this.#parts.store.workers.hold("leavers", fence, now, instant(now + 3 * LEAVERS_MS));
    if (isOurs) await this.resume();
  }

  async #moveAll(person: UserId, by: UserId | null): Promise<LeaverOutcome> {
    const { leavers, clock, logger, store } = this.#parts;
    const around = await this.#around(person);
    const tasks: LeaverTask[] = [];
    for (const row of await this.#rows(person)) {
      const done = await this.#move(row, { person, by, around });
      if (done !== null) tasks.push(done);
    }
    const stays = tasks.filter(({ kind }) => kind === "stays");
    for (const one of stays) await store.queries.raise(staysIncident({ ...one, person, code: STAYS }, clock.now()));
    await this.#settleOthers(person, new Set(stays.map(({ task }) => task)));
    const settled = stays.length === 0 && tasks.every(({ kind }) => kind !== "waits");
    if (settled) await leavers.settle(person, clock.now());
    const count = (kind: LeaverTask["kind"]): number => tasks.filter((one) => one.kind === kind).length;
    logger.info("leaver's tasks", { person, moved: count("moved"), stay: count("stays"), wait: count("waits") });
    return { person, tasks, settled };
  }

  /** Does what is planned for one task. Null: it is not his any more. */
  async #move(
    row: TaskRow,
    of: { readonly person: UserId; readonly by: UserId | null; readonly around: Around },
  ): Promise<LeaverTask | null> {
    const { person, by, around } = of;
    const found = await this.#planned(row, person, around);
    if (found === null) return null;
    const { plan, task, instance } = found;
    if (plan.kind === "returns") return this.#giveBack(row, { ...of, instance });
    if (plan.kind !== "moves") return shown(row, plan);
    const actor = actorFor(task, by, around.directory);
    if (actor === null) return shown(row, { kind: "stays" });
    for (const target of plan.targets) {
      const outcome = await this.#parts.useCases.act({
        // The same task at the same revision to the same person is one command.
        id: id<CommandId>(`leave:${task.id}:${target.user}:${instance.sequence}`),
        ...actor,
        instance: row.instance,
        body: {
          kind: "reassign",
          task: task.id,
          to: target.user,
          note: whyMoved(nameOf(around.directory, person), target.reason),
        },
      });
      if (outcome.kind === "accepted")
        return { ...shown(row, plan), kind: "moved", to: target.user, reason: target.reason };
      if (outcome.code === "TASK_NOT_OPEN") return null;
      if (outcome.code === "INSTANCE_SUSPENDED") return shown(row, { kind: "waits" });
      if (outcome.code !== "EXCLUDED" && outcome.code !== "USER_NOT_FOUND") break;
    }
    return shown(row, { kind: "stays" });
  }

  /** In his name, by who says that he left: recorded as both. */
  async #giveBack(
    row: TaskRow,
    { person, by, instance }: { readonly person: UserId; readonly by: UserId | null; readonly instance: Instance },
  ): Promise<LeaverTask> {
    const outcome = await this.#parts.useCases.act({
      id: id<CommandId>(`leave:${row.id}:back:${instance.sequence}`),
      ...{ by: person, override: by, instance: row.instance, body: { kind: "unclaim", task: row.id } },
    });
    return shown(row, { kind: outcome.kind === "accepted" ? "loses" : "stays" });
  }

  async #planned(
    row: TaskRow,
    person: UserId,
    { directory, dateOf }: Around,
  ): Promise<{ readonly plan: LeaverPlan; readonly task: Task; readonly instance: Instance } | null> {
    const instance = (await this.#parts.store.instances.load([row.instance])).get(row.instance);
    const task = instance?.tasks[row.id];
    if (instance === undefined || task === undefined) return null;
    // He asked somebody else to do it, who has it.
    if (task.assignee !== person && !task.candidates.includes(person)) return null;
    return { plan: planFor(task, { instance, person, directory, dateOf }), task, instance };
  }

  async #rows(person: UserId): Promise<readonly TaskRow[]> {
    const { queries } = this.#parts.store;
    const rows: TaskRow[] = [];
    let after: string | null = null;
    do {
      const page: { readonly rows: readonly TaskRow[]; readonly next: string | null } = await queries.tasks(
        { actor: person },
        { limit: PAGE, after },
      );
      rows.push(...page.rows);
      after = page.next;
    } while (after !== null);
    return rows;
  }

  /** People as they are once he is gone. */
  async #around(person: UserId): Promise<Around> {
    const { people, dateOf } = this.#parts;
    const directory = await people.snapshot();
    return { directory: without(directory, person), dateOf: await dateOf() };
  }

  /** What people or time settled meanwhile is no incident any more. */
  async #settleOthers(person: UserId, stays: ReadonlySet<string>): Promise<void> {
    const { queries } = this.#parts.store;
    const { rows } = await queries.incidents({ code: STAYS }, { limit: INCIDENTS_MAX });
    const prefix = `leaver:${person}:`;
    for (const { id: incident } of rows)
      if (incident.startsWith(prefix) && !stays.has(incident.slice(prefix.length))) await queries.settle(incident);
  }
}

interface Around {
  readonly directory: DirectorySnapshot;
  readonly dateOf: DateOf;
}

function without(directory: DirectorySnapshot, user: string): DirectorySnapshot {
  const person = personOf(directory, user);
  const administrators = directory.administrators.filter((one) => one !== user);
  if (person === null || !person.active) return { ...directory, administrators };
  return { ...directory, users: { ...directory.users, [user]: { ...person, active: false } }, administrators };
}

/**
 * In whose name it moves: that of who says so where he is an administrator of the directory, else an administrator's,
 * with him beside. Whoever may not decide the matter does not choose who does; null: then people see to it.
 */
function actorFor(
  task: Task,
  by: UserId | null,
  directory: DirectorySnapshot,
): { readonly by: UserId; readonly override?: UserId | null } | null {
  if (by !== null && task.excluded.includes(by)) return null;
  if (by !== null && directory.administrators.includes(by)) return { by };
  const other = directory.administrators.find(
    (user) => isActive(directory, user) && !task.excluded.includes(id<UserId>(user)),
  );
  return other === undefined ? null : { by: id<UserId>(other), override: by };
}

function shown(row: TaskRow, plan: LeaverPlan): LeaverTask {
  const { id: task, instance, process, title } = row;
  const first: Target | null = plan.kind === "moves" ? plan.targets[0] : null;
  return { task, instance, process, title, kind: plan.kind, to: first?.user ?? null, reason: first?.reason ?? null };
}
