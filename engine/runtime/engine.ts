import type { InstanceId, TimerId, UserId } from "../base/ids.ts";
import { standsInToday } from "../people/stands-in.ts";
import type { Lane } from "../ports/outbox.ts";
import type { Fence } from "../ports/store.ts";
import type { Verification } from "../registry/verify-registry.ts";
import { Arrivals } from "./arrivals.ts";
import { BatchDesk } from "./batch-desk.ts";
import { companyDates, companyZone } from "./company-dates.ts";
import { Dispatch } from "./dispatch.ts";
import { ENGINE_DEFAULTS, type EngineOptions, type EnginePorts } from "./engine-ports.ts";
import { type Finding, findAnything } from "./find-anything.ts";
import { InboxDesk } from "./inbox-desk.ts";
import { type AfterCommit, InstanceDesk } from "./instance-desk.ts";
import { Library } from "./library.ts";
import { operationsDesk } from "./operations-desk.ts";
import { PeopleDesk } from "./people-desk.ts";
import { Recovery } from "./recovery.ts";
import { RegistryDesk } from "./registry-desk.ts";
import { sealOnce } from "./sealer.ts";
import { sentinel } from "./sentinel.ts";
import { Sight } from "./sight.ts";
import { SightDesk } from "./sight-desk.ts";
import { StartDesk } from "./start-desk.ts";
import { type StartForm, startForms } from "./start-forms.ts";
import { Surroundings } from "./surroundings.ts";
import { takeIn } from "./take-in.ts";
import type { RegistrySummary, UseCases } from "./use-cases.ts";
import { verifyRegistries } from "./verify-registries.ts";
import { VersionsDesk } from "./versions-desk.ts";
import { type Duty, Worker } from "./worker.ts";

/** An engine on its ports: what can be asked of it, and its worker. */
export interface Engine {
  readonly useCases: UseCases;
  readonly worker: Worker;
  readonly library: Library;
  /** Starts for each of many records. */
  readonly batches: BatchDesk;
  /** The forms by which a person may start processes. */
  startForms(user: UserId): Promise<readonly StartForm[]>;
  /** Through which queue an operation goes. */
  laneOf(operation: string): Lane;
  /**
   * Does everything that is due now and what follows from it, then stops: for a command that opened the store itself
   * because no server runs. Waits for nothing that is due later.
   */
  runToRest(): Promise<void>;
  /** What a command on an instance would come to now; nothing is written. */
  readonly rehearse: InstanceDesk["rehearse"];
  /** What migrating would come to, instance by instance; nothing is written. */
  readonly planMigrations: VersionsDesk["planMigrations"];
  /** Forgets what memory holds of instances: somebody has rewritten them in the store. */
  forget(): void;
}

/** Unsealed rows counted for a summary. */
const UNSEALED_MAX = 10_000;

/** Rounds of looking for what is due: each finds what the one before left. */
const ROUNDS_MAX = 10_000;

/**
 * Puts an engine together. Nothing runs until `worker.start()`; use cases work without it, and what they ask of the
 * outside then waits in the store for whichever worker comes.
 *
 * @param duties what the worker does besides (the sealer, alerts): given by the composition root
 */
export function createEngine(
  ports: EnginePorts,
  given: Partial<EngineOptions> = {},
  duties: readonly Duty[] = [],
): Engine {
  const options: EngineOptions = {
    ...ENGINE_DEFAULTS,
    groupsAtOnce: ports.store.singleWriter ? 1 : 4,
    ...given,
  };
  const library = new Library(ports.store.versions, ports.compile);
  const { clock, people, operations, store } = ports;
  const surroundings = new Surroundings({ clock, people, operations, instances: store.instances }, options.locale);
  const desk = new InstanceDesk({ ports, library, surroundings, options }, (moved) => afterCommit(moved));
  const starts = new StartDesk({ ports, library, surroundings, desk });
  const arrivals = new Arrivals({ ports, library, surroundings, desk, starts, options });
  const dispatch = new Dispatch({ ports, library, desk, starts, arrivals, options });
  const versions = new VersionsDesk({ ports, library, surroundings, desk });
  const recovery = new Recovery({ ports, options, library, starts, versions });
  const worker: Worker = new Worker({ ports, options, desk, dispatch }, [
    ...recovery.duties(() => worker),
    sentinel(ports, options),
    ...sealing(ports),
    ...duties,
  ]);
  const batches = new BatchDesk({ ports, library, surroundings, starts });
  const folk = new PeopleDesk({ ports, library, surroundings, desk, starts, options });
  operations.onChange(() => void recovery.takeChanges(worker).catch(() => {}));

  /** Hints only: whatever is lost here recovery finds. */
  const afterCommit: AfterCommit = ({ handled, entries, kept }) => {
    if (kept) worker.take(entries);
    else if (entries.length > 0) {
      void ports.scheduler.offer(entries.map(({ id, lane, priority }) => ({ entry: id, lane, priority })));
    }
    const horizon = clock.now() + ports.scheduler.horizonMs;
    const wakes = handled.effects.flatMap((effect) =>
      effect.kind === "wake" && effect.dueAt <= horizon
        ? [{ timer: effect.timer, instance: handled.instance?.id as InstanceId, dueAt: effect.dueAt }]
        : [],
    );
    const unwakes: TimerId[] = handled.effects.flatMap((effect) => (effect.kind === "unwake" ? [effect.timer] : []));
    if (wakes.length > 0) void ports.scheduler.wake(wakes);
    if (unwakes.length > 0) void ports.scheduler.unwake(unwakes);
  };

  async function occur(occurrence: Parameters<UseCases["occur"]>[0]): Promise<boolean> {
    const [isNew] = await takeIn(ports, [occurrence]);
    worker.poke();
    return isNew ?? false;
  }

  const sight = new Sight(ports, library);
  const inbox = new InboxDesk(ports, sight);
  const show: UseCases["show"] = async (idOrNumber) => {
    const row = await store.queries.instance(idOrNumber);
    if (row === null) return null;
    const instance = await desk.current(row.id);
    if (instance === null) return null;
    const { definition, catalog } = await library.of(instance.digest);
    return { row, instance, history: await store.instances.history(row.id), definition, catalog };
  };
  const seen = new SightDesk({ queries: store.queries, sight, desk, library, show });

  const books = new RegistryDesk(ports, library);
  const finding: Finding = {
    engine: {
      seenInstances: (viewer, filter, page) => seen.seenInstances(viewer, filter, page),
      showTo: (viewer, idOrNumber) => seen.showTo(viewer, idOrNumber),
      people: () => people.snapshot(),
      now: () => clock.now(),
    },
    operations,
    ...(ports.searchRecords === undefined ? {} : { searchRecords: ports.searchRecords }),
    catalog: async () => [...(await library.inForce()).current.values()][0]?.catalog ?? null,
    openAbout: (ref) => store.queries.openAbout(ref),
  };

  const useCases: UseCases = {
    inbox: (wanted) => inbox.inbox(wanted),
    inboxCounts: (viewer) => inbox.inboxCounts(viewer),
    seenInstances: (viewer, filter, page) => seen.seenInstances(viewer, filter, page),
    maySee: (viewer, instance) => seen.maySee(viewer, instance),
    showTo: (viewer, idOrNumber) => seen.showTo(viewer, idOrNumber),
    taskTo: (viewer, id) => seen.taskTo(viewer, id),
    decisions: (wanted) => seen.decisions(wanted),
    decisionsAbout: (wanted) => seen.decisionsAbout(wanted),
    find: (viewer, text, limit) => findAnything(finding, text, viewer, limit),
    zone: () => companyZone(library),
    registryPage: (wanted) => books.registryPage(wanted),
    registryTotals: (wanted) => books.registryTotals(wanted),
    ...operationsDesk(ports),
    start: (order) => folk.start(order),
    async inputs(process) {
      const compiled = await library.currentOf(process);
      return compiled === null ? null : compiled.definition.inputs.map(({ name, type }) => ({ name, type }));
    },
    act: (command) => folk.act(command),
    occur,
    async tasks({ limit, after, actor, ...filter }) {
      const page = { limit, after: after ?? null };
      if (actor === undefined) return store.queries.tasks(filter, page);
      const away = standsInToday(await people.snapshot(), actor, [await companyDates(library, clock)]);
      return store.queries.tasks(
        away.length === 0 ? { ...filter, actor } : { ...filter, actors: [actor, ...away] },
        page,
      );
    },
    async task(id) {
      const row = await store.queries.task(id);
      const instance = row === null ? null : await desk.current(row.instance);
      return instance?.tasks[id] ?? null;
    },
    instances: (filter, page) => store.queries.instances(filter, page),
    show,
    numbers: (ids) => store.queries.numbers(ids),
    incidents: ({ limit, after, ...filter }) => store.queries.incidents(filter, { limit, after: after ?? null }),
    settle: (incident) => store.queries.settle(incident),
    versions: () => store.versions.list(),
    workers: () => store.workers.list(),
    registries: () => summaries(),
    registryRows: (registry, page) => store.registries.rows(registry, page),
    verifyRegistry: (registry) => verify(registry),
    plan: (deployment) => versions.plan(deployment),
    deploy: (deployment, order) => versions.deploy(deployment, order),
    migrate: (order) => versions.migrate(order),
    people: () => people.snapshot(),
    now: () => clock.now(),
  };

  async function summaries(): Promise<readonly RegistrySummary[]> {
    const { registries } = store;
    const all: RegistrySummary[] = [];
    const titles = await registryTitles(library);
    for (const name of await registryNames()) {
      const unsealed = (await registries.unsealed(name, UNSEALED_MAX)).length;
      all.push({ name, title: titles.get(name) ?? name, head: await registries.head(name), unsealed });
    }
    return all;
  }

  /** Also those of which nothing is left but a head that was written outside: that is what verifying is for. */
  async function registryNames(): Promise<readonly string[]> {
    const kept = (await ports.seal?.keptHeads()) ?? [];
    return [...new Set([...(await store.registries.names()), ...kept.map((head) => head.registry)])].sort();
  }

  async function verify(registry: string): Promise<Verification | null> {
    const { seal } = ports;
    if (seal === undefined || !(await registryNames()).includes(registry)) return null;
    const order = { key: seal.key, kept: await seal.keptHeads(), registries: [registry] };
    const found = await verifyRegistries(store, order);
    return found.find((one) => one.registry === registry) ?? null;
  }

  async function runToRest(): Promise<void> {
    await worker.start();
    try {
      for (let round = 0; round < ROUNDS_MAX; round++) {
        await recovery.takeChanges(worker);
        const did = (await worker.timers.drain()) + (await worker.drainOutbox());
        if (did === 0) break;
      }
      for (const duty of sealing(ports)) if (worker.fence !== null) await duty.run(worker.fence, clock.now());
    } finally {
      await worker.stop();
    }
  }

  return {
    useCases,
    worker,
    library,
    batches,
    laneOf: (operation) => operations.laneOf(operation),
    runToRest,
    rehearse: (order) => desk.rehearse(order),
    planMigrations: (ids) => versions.planMigrations(ids),
    forget: () => desk.forget(),
    startForms: (user) => startForms({ library, surroundings }, user),
  };
}

/** Seals are at most five seconds behind: looked for every two. */
const SEALING_MS = 2_000;

function sealing({ store, clock, seal }: EnginePorts): readonly Duty[] {
  if (seal === undefined) return [];
  const run = async (fence: Fence): Promise<void> => {
    for (let isMore = true; isMore; ) {
      const sealed = await sealOnce({ store, clock, fence, ...seal });
      isMore = sealed.kind === "sealed" && sealed.rest;
    }
  };
  return [{ name: "sealer", everyMs: SEALING_MS, run }];
}

/** Titles of registries, from the vocabularies of what is in force. */
async function registryTitles(library: Library): Promise<ReadonlyMap<string, string>> {
  const { current } = await library.inForce();
  return new Map(
    [...current.values()].flatMap(({ catalog }) =>
      Object.entries(catalog?.registries ?? {}).map(([name, { title }]): [string, string] => [name, title]),
    ),
  );
}
