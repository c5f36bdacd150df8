import { id as brand, type CommandId, type InstanceId, type ProcessId, type UserId } from "../base/ids.ts";
import { digestOfText } from "../definition/digest.ts";
import type { Definition } from "../definition/model.ts";
import { type MigrationPlan, planMigration } from "../instance/migrate.ts";
import type { Instance, Note } from "../instance/state.ts";
import type { Store } from "../ports/store.ts";
import type { Bundle, CalendarRow } from "../ports/versions.ts";
import { type DeployPlan, planDeploy } from "./deploy-plan.ts";
import type { EnginePorts } from "./engine-ports.ts";
import type { InstanceDesk } from "./instance-desk.ts";
import type { Library } from "./library.ts";
import { schedulesOf } from "./schedule-run.ts";
import type { Surroundings } from "./surroundings.ts";

/** What is to be put in force: versions of processes, calendars, and processes that no new instance may start. */
export interface Deployment {
  readonly bundles: readonly { readonly bundle: Bundle; readonly title: string }[];
  readonly calendars: readonly CalendarRow[];
  readonly retired: readonly ProcessId[];
}

export type Deployed =
  | { readonly kind: "deployed"; readonly plan: DeployPlan; readonly replanned: number }
  /** Something changed since the plan was shown: here is the new one. */
  | { readonly kind: "changed"; readonly plan: DeployPlan };

/** What migrating came to, instance by instance. */
export interface Migrated {
  readonly instance: InstanceId;
  readonly number: number;
  readonly outcome: "migrated" | "current" | "refused";
  /** Of a refusal. */
  readonly reason: Note | null;
}

/** What migrating one instance would come to. */
export interface PlannedMigration {
  readonly instance: InstanceId;
  /** The version it would run on; null: it does already. */
  readonly to: string | null;
  readonly plan: MigrationPlan | { readonly kind: "current" };
}

/** Live instances that one plan looks at. More are counted, not shown. */
const INSTANCES_MAX = 100_000;
const PAGE = 500;

/** Deploys versions and moves instances between them. */
export class VersionsDesk {
  readonly #ports: EnginePorts;
  readonly #library: Library;
  readonly #surroundings: Surroundings;
  readonly #desk: InstanceDesk;

  constructor(of: {
    readonly ports: EnginePorts;
    readonly library: Library;
    readonly surroundings: Surroundings;
    readonly desk: InstanceDesk;
  }) {
    this.#ports = of.ports;
    this.#library = of.library;
    this.#surroundings = of.surroundings;
    this.#desk = of.desk;
  }

  /** What the deployment would change; nothing is written. */
  async plan(deployment: Deployment): Promise<DeployPlan> {
    await this.#library.refresh();
    const { marker, current } = await this.#library.inForce();
    const { store, compile } = this.#ports;
    const calendars = await store.versions.calendars();
    const calendarOf = (name: string): CalendarRow | null =>
      [...deployment.calendars, ...calendars].find((row) => row.name === name) ?? null;
    const instances = await this.#live();
    const digests = [...new Set(instances.map(({ digest }) => digest))];
    const running = new Map<string, Definition>();
    for (const digest of digests) running.set(digest, (await this.#library.of(digest)).definition);
    const { number: _, departments: __, ...facts } = await this.#surroundings.facts({ number: 0, departments: {} });
    return planDeploy({
      marker,
      current: new Map([...current].map(([process, { definition }]) => [process, definition])),
      running,
      next: deployment.bundles.map(({ bundle }) => compile(bundle, calendarOf(bundle.calendar)).definition),
      retired: deployment.retired,
      calendars: { current: calendars, next: deployment.calendars },
      instances,
      facts,
    });
  }

  /** Puts exactly the plan with this digest in force; running instances stay on their versions. */
  async deploy(
    deployment: Deployment,
    order: { readonly plan: string; readonly by: UserId | null },
  ): Promise<Deployed> {
    const plan = await this.plan(deployment);
    if (plan.digest !== order.plan) return { kind: "changed", plan };
    const { store, clock } = this.#ports;
    const at = clock.now();
    const wasSettled = (await store.starts.handled(await this.#settling())) !== null;
    const isIn = await store.versions.deploy({ ...deployment, marker: plan.marker, at, by: order.by });
    if (!isIn) return { kind: "changed", plan: await this.plan(deployment) };
    await this.#library.refresh();
    const { current } = await this.#library.inForce();
    for (const { bundle } of deployment.bundles) {
      const compiled = current.get(bundle.process);
      if (compiled) await store.starts.putSchedules(bundle.process, schedulesOf(compiled.definition, at));
    }
    for (const process of deployment.retired) await store.starts.putSchedules(process, []);
    const isMoved = plan.calendars.some(({ change }) => change === "changed");
    if (wasSettled && !isMoved) await store.starts.keep([await this.#settling()], at);
    return { kind: "deployed", plan, replanned: await this.settleCalendars() };
  }

  /**
   * Open business timers of every live instance are counted anew where the calendars in force are not those they were
   * counted on. What was settled is remembered, so that a crash between a deploy and this leaves it to the next worker.
   * How many instances moved.
   */
  async settleCalendars(): Promise<number> {
    const { store, clock } = this.#ports;
    const settled = await this.#settling();
    if ((await store.starts.handled(settled)) !== null) return 0;
    const moved = await this.#replan(settled);
    await store.starts.keep([settled], clock.now());
    return moved;
  }

  /** Inbox id of the counting on the calendars in force; of this deploy, because calendars may go back to what they were. */
  async #settling(): Promise<string> {
    const { versions } = this.#ports.store;
    const calendars = (await versions.calendars()).map(({ name, digest }) => `${name} ${digest}`).sort();
    return `calendars:${digestOfText(calendars.join("\n"))}:${await versions.marker()}`;
  }

  async #replan(reason: string): Promise<number> {
    let moved = 0;
    for (const instance of await this.#live()) {
      const id = brand<CommandId>(`replan:${reason}:${instance.id}`);
      const before = instance.sequence;
      const settled = await this.#desk.handle({
        ...{ id, instance: instance.id, by: null, body: { kind: "replan" } },
        inbox: [],
        done: [],
      });
      if (settled.kind === "answered" && (settled.instance?.sequence ?? 0) > before) moved += 1;
    }
    return moved;
  }

  /** Moves live instances of a process (or these) to the version in force; each all or nothing. */
  async migrate(order: {
    readonly id: CommandId;
    readonly by: UserId | null;
    readonly operates?: true;
    readonly process?: ProcessId;
    readonly instances?: readonly InstanceId[];
  }): Promise<readonly Migrated[]> {
    const chosen = order.instances === undefined ? await this.#live(order.process) : await this.#named(order.instances);
    const results: Migrated[] = [];
    for (const instance of chosen) results.push(await this.#migrateOne(order, instance));
    return results;
  }

  /** What {@link migrate} would do with each of these; nothing is written. One that is not there is left out. */
  async planMigrations(ids: readonly InstanceId[]): Promise<readonly PlannedMigration[]> {
    await this.#library.refresh();
    const planned: PlannedMigration[] = [];
    for (const instance of await this.#named(ids)) {
      const { id, digest, process } = instance;
      const next = await this.#library.currentOf(process);
      if (next === null || next.definition.digest === digest) {
        planned.push({ instance: id, to: null, plan: { kind: "current" } });
        continue;
      }
      const { definition: previous } = await this.#library.of(digest);
      const facts = await this.#surroundings.facts({ number: 0, departments: next.departments });
      const plan = planMigration({ previous, next: next.definition, instance, facts });
      planned.push({ instance: id, to: next.definition.digest, plan });
    }
    return planned;
  }

  async #migrateOne(
    order: { readonly id: CommandId; readonly by: UserId | null; readonly operates?: true },
    instance: Instance,
  ): Promise<Migrated> {
    const { id, number } = instance;
    const next = await this.#library.currentOf(instance.process);
    if (next === null || next.definition.digest === instance.digest)
      return { instance: id, number, outcome: "current", reason: null };
    const inbox = `command:${order.id}:${id}`;
    const settled = await this.#desk.migrate({
      id: brand<CommandId>(`${order.id}:${id}`),
      instance: id,
      by: order.by,
      ...(order.operates === true ? { operates: true } : {}),
      to: next,
      inbox: [inbox],
    });
    if (settled.kind !== "answered") return { instance: id, number, outcome: "migrated", reason: null };
    const { answer } = settled;
    if (answer.kind === "rejected") return { instance: id, number, outcome: "refused", reason: answer.reason };
    return { instance: id, number, outcome: "migrated", reason: null };
  }

  async #named(ids: readonly InstanceId[]): Promise<readonly Instance[]> {
    const found = await this.#ports.store.instances.load(ids);
    return ids.flatMap((id) => found.get(id) ?? []);
  }

  async #live(process?: ProcessId): Promise<readonly Instance[]> {
    return liveInstances(this.#ports.store, process);
  }
}

/** Live instances, of a process or of all. */
export async function liveInstances(store: Store, process?: ProcessId): Promise<readonly Instance[]> {
  const all: Instance[] = [];
  for (let after: string | null = null; all.length < INSTANCES_MAX; ) {
    const filter = { status: ["running", "suspended"] as const, ...(process === undefined ? {} : { process }) };
    const page: Awaited<ReturnType<Store["queries"]["instances"]>> = await store.queries.instances(filter, {
      limit: PAGE,
      after,
    });
    const found = await store.instances.load(page.rows.map(({ id }) => id));
    all.push(...page.rows.flatMap(({ id }) => found.get(id) ?? []));
    after = page.next;
    if (after === null) break;
  }
  return all;
}
