import { id as brand, type CommandId, type InstanceId, type UserId } from "../../engine/base/ids.ts";
import type { Instance, Task } from "../../engine/instance/state.ts";
import type { InstanceRow } from "../../engine/ports/queries.ts";
import type { IncidentRow, Store, TaskRow } from "../../engine/ports/store.ts";
import type { PersonCommand } from "../../engine/runtime/use-cases.ts";
import { hashOf } from "./chance.ts";
import type { Crew } from "./crew.ts";
import type { Staff } from "./staff.ts";
import { Actor, type Stage } from "./stage.ts";

/** What people do to instances besides their tasks: the share of instances it happens to. */
export interface Disturbances {
  readonly suspend: number;
  readonly cancel: number;
}

const HOUR = 3_600_000;
const ADMINISTRATOR = brand<UserId>("admin-1");
/** What may be canceled: what others rely on (the totals of companies) is not. */
const CANCELABLE = /^(sim-|discount-approval|invoice-approval)/;
const LIST_MAX = 300;
/** Who comes to a task a little before his time acts on it: a moment more or less decides nothing. Milliseconds. */
const EARLY = 300_000;

/** The people: they look at their tasks every hour; the administrator retries what stands and disturbs what goes. */
export class Folk {
  readonly #of: FolkOrder;
  readonly #actor = new Actor("people");
  readonly #done = new Set<string>();
  readonly #refusals = new Map<string, number>();
  /** What they saw last, and after how many commits: nothing else changes it. */
  #seen: Seen | null = null;

  constructor(of: FolkOrder) {
    this.#of = of;
  }

  async run(): Promise<void> {
    for (;;) {
      await this.#of.stage.sleep(this.#actor, HOUR);
      await this.#of.stage.abroad(() => this.#look());
    }
  }

  async #look(): Promise<void> {
    const commits = this.#of.commits();
    if (this.#seen?.commits !== commits) this.#seen = { commits, ...(await this.#all()) };
    const { tasks, live, incidents, instances } = this.#seen;
    for (const row of tasks) {
      const instance = instances.get(row.instance);
      const task = instance?.tasks[row.id];
      if (instance && task) this.#work(task, instance);
    }
    for (const { id } of live) {
      const instance = instances.get(id);
      if (instance) this.#disturb(instance);
    }
    for (const { id, instance, resolution } of incidents)
      if (instance !== null && resolution === "retry") this.#retry(id, instance);
  }

  async #all(): Promise<Omit<Seen, "commits">> {
    const { queries, instances } = this.#of.store();
    const { rows: live } = await queries.instances({ status: ["running", "suspended"] }, { limit: LIST_MAX });
    if (live.length === 0) return { tasks: [], live, incidents: [], instances: new Map() };
    const { rows: tasks } = await queries.tasks({}, { limit: LIST_MAX });
    const { rows: incidents } = await queries.incidents({}, { limit: LIST_MAX });
    return {
      tasks: [...tasks].sort(byId),
      live: [...live].sort(byId),
      incidents: [...incidents].sort(byId),
      instances: await instances.load(live.map(({ id }) => id)),
    };
  }

  #work(task: Task, instance: Instance): void {
    const { staff, isHealing, wall } = this.#of;
    if (instance.status === "suspended") return;
    const hours = isHealing() ? 2 : staff.delayOf(task, instance);
    if (wall() < task.openedAt + hours * HOUR - EARLY) return;
    const variants = this.#of.contests && staff.isContested(task, instance) ? [0, 1] : [0];
    const hesitation = this.#of.hesitates ? staff.hesitationOf(task, instance) : 0;
    for (const variant of variants) {
      const { key, ...command } = staff.actionOn(task, instance, variant);
      // One that moved on may be acted on by another.
      this.#once(`${key}:${command.by}`, command, hesitation * (1 + variant));
    }
  }

  /** Suspends some and resumes them; cancels some. */
  #disturb(instance: Instance): void {
    const { disturbances, isHealing, wall } = this.#of;
    const { suspend, cancel } = disturbances();
    const { id } = instance;
    const age = wall() - instance.startedAt;
    if (instance.status === "suspended") {
      const isEnough =
        instance.suspendedAt !== null && wall() - instance.suspendedAt > this.#dice(instance, "resume") * 30 * HOUR;
      if (isHealing() || isEnough)
        this.#once(`resume:${id}:${instance.sequence}`, { by: ADMINISTRATOR, instance: id, body: { kind: "resume" } });
      return;
    }
    const after = this.#dice(instance, "when") * 20 * HOUR;
    if (age < after) return;
    if (this.#dice(instance, "suspend") < suspend)
      this.#once(`suspend:${id}`, { by: ADMINISTRATOR, instance: id, body: { kind: "suspend", reason: "проверка" } });
    else if (CANCELABLE.test(instance.process) && this.#dice(instance, "cancel") < cancel)
      this.#once(`cancel:${id}`, { by: ADMINISTRATOR, instance: id, body: { kind: "cancel", reason: "передумали" } });
  }

  #retry(incident: string, instance: InstanceId): void {
    this.#once(`retry:${incident}`, { by: ADMINISTRATOR, instance, body: { kind: "retry", incident } });
  }

  #once(name: string, command: Errand, hesitation = 0): void {
    if (this.#done.has(name)) return;
    this.#done.add(name);
    void this.#asked(name, command, hesitation);
  }

  async #asked(name: string, { by, instance, body }: Errand, hesitation: number): Promise<void> {
    if (hesitation > 0) await this.#of.stage.sleep(this.#actor, hesitation);
    const { crew, stage, acknowledged } = this.#of;
    // Who was told that the instance is suspended comes again: that is another command.
    const refusals = this.#refusals.get(name) ?? 0;
    const id = brand<CommandId>(`person:${name}${refusals === 0 ? "" : `/${refusals}`}`);
    await crew.asked(this.#actor, async (engine) => {
      const outcome = await engine.useCases.act({ id, by, instance, body });
      if (outcome.kind === "accepted") acknowledged.set(id, outcome.instance);
      if (outcome.kind === "rejected" && outcome.code === "INSTANCE_SUSPENDED" && this.#done.delete(name))
        this.#refusals.set(name, refusals + 1);
      if (outcome.kind === "rejected") stage.note(`${id} refused: ${outcome.code} ${JSON.stringify(outcome.fields)}`);
    });
  }

  /** At least 0, less than 1; the same however the engine runs. */
  #dice({ process, key, number }: Instance, about: string): number {
    return hashOf(`${this.#of.seed}/${process}/${key}/${number}/${about}`) / 2 ** 32;
  }
}

interface Errand {
  readonly by: UserId | null;
  readonly instance: InstanceId;
  readonly body: PersonCommand["body"];
}

interface Seen {
  readonly commits: number;
  readonly tasks: readonly TaskRow[];
  readonly live: readonly InstanceRow[];
  readonly incidents: readonly IncidentRow[];
  readonly instances: ReadonlyMap<InstanceId, Instance>;
}

interface FolkOrder {
  readonly seed: number;
  readonly stage: Stage;
  readonly crew: Crew;
  readonly staff: Staff;
  readonly store: () => Store;
  readonly isHealing: () => boolean;
  readonly disturbances: () => Disturbances;
  readonly wall: () => number;
  /** Does everybody act at a moment of his own? Where nobody does, what comes first is left to the order of workers. */
  readonly hesitates: boolean;
  /** Do two people sometimes answer at once? */
  readonly contests: boolean;
  /** Commits so far. */
  readonly commits: () => number;
  /** Command → instance: acknowledged to a person. */
  readonly acknowledged: Map<string, InstanceId>;
}

function byId(one: { readonly id: string }, other: { readonly id: string }): number {
  return one.id < other.id ? -1 : 1;
}
