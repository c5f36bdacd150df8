import type { OperatingOptions } from "../../adapters/command-line/with-engine.ts";
import type { InstanceId } from "../../engine/base/ids.ts";
import { type Instant, instant } from "../../engine/base/instant.ts";
import type { DirectorySnapshot } from "../../engine/people/directory.ts";
import type { SealedRow } from "../../engine/ports/registries.ts";
import type { VersionRow } from "../../engine/ports/versions.ts";
import type { WorkerRow } from "../../engine/ports/workers.ts";
import type { Verification } from "../../engine/registry/verify-registry.ts";
import { project } from "../../engine/runtime/project.ts";
import type {
  ActOutcome,
  PersonCommand,
  RegistrySummary,
  Shown,
  StartOutcome,
  UseCases,
} from "../../engine/runtime/use-cases.ts";
import { FIRM } from "./play.ts";
import { user } from "./shown.ts";

/** What a fake engine knows; everything it is told to do stands in `acted` and `started`. */
export interface FakeEngine {
  readonly shown?: readonly Shown[];
  readonly people?: DirectorySnapshot;
  readonly now?: Instant;
  readonly versions?: readonly VersionRow[];
  readonly workers?: readonly WorkerRow[];
  readonly registries?: readonly RegistrySummary[];
  readonly rows?: readonly SealedRow[];
  readonly verification?: Verification;
  /** What a command comes to. @default accepted */
  readonly answer?: (command: PersonCommand) => ActOutcome;
  readonly startAnswer?: StartOutcome;
  readonly acted?: PersonCommand[];
  readonly inputs?: readonly { readonly name: string; readonly type: string }[];
  readonly started?: Parameters<UseCases["start"]>[0][];
}

/** Options with which a command reaches the fake. @param signedIn null: nobody is mapped. @default user-1 */
export function connectedTo<Options extends object>(
  fake: FakeEngine,
  options: Options,
  signedIn: string | null = "user-1",
): Options & OperatingOptions {
  const engine = useCasesOf(fake);
  return {
    ...options,
    connect: (_options, _terminal, use) => use(engine, signedIn === null ? null : user(signedIn)),
  };
}

function useCasesOf(fake: FakeEngine): UseCases {
  const shown = fake.shown ?? [];
  const projected = shown.map(({ instance, history }) => project(null, instance, history, { laneOf: () => "engine" }));
  const tasks = projected.flatMap((rows) => rows.tasks.put);
  const incidents = projected.flatMap((rows) => rows.incidents.put);
  const accepted = (command: PersonCommand): ActOutcome => ({
    kind: "accepted",
    instance: command.instance ?? ("i-1" as InstanceId),
    revision: 7,
    repeated: false,
  });
  return {
    async start(order) {
      fake.started?.push(order);
      return fake.startAnswer ?? { kind: "started", instance: "i-1" as InstanceId, number: 1 };
    },
    inputs: async () => fake.inputs ?? null,
    occur: async () => true,
    async act(command) {
      fake.acted?.push(command);
      return (fake.answer ?? accepted)(command);
    },
    async tasks({ actor, instance, process, about, limit }) {
      const rows = tasks.filter(
        (row) =>
          (actor === undefined || row.actors.includes(actor)) &&
          (instance === undefined || row.instance === instance) &&
          (process === undefined || row.process === process) &&
          (about === undefined || row.about === about),
      );
      return { rows: rows.slice(0, limit), next: rows.length > limit ? "more" : null };
    },
    async task(id) {
      return shown.flatMap(({ instance }) => Object.values(instance.tasks)).find((one) => one.id === id) ?? null;
    },
    async instances({ status, text }, { limit }) {
      const rows = shown
        .map(({ row }) => row)
        .filter((row) => (status?.includes(row.status) ?? true) && row.subject.includes(text ?? ""));
      return { rows: rows.slice(0, limit), next: rows.length > limit ? "more" : null };
    },
    async show(name) {
      return shown.find(({ row }) => row.id === name || `${row.process}/${row.number}` === name) ?? null;
    },
    async numbers(ids) {
      const rows = shown.map(({ row }) => row).filter(({ id }) => ids.includes(id));
      return Object.fromEntries(rows.map(({ id, number }) => [id, number]));
    },
    async incidents({ instance, code }) {
      const rows = incidents.filter(
        (row) => (instance === undefined || row.instance === instance) && (code === undefined || row.code === code),
      );
      return { rows, next: null };
    },
    versions: async () => fake.versions ?? [],
    workers: async () => fake.workers ?? [],
    registries: async () => fake.registries ?? [],
    async registryRows(_registry, { after = 0, limit }) {
      return (fake.rows ?? []).filter(({ seal }) => (seal?.number ?? Infinity) > after).slice(0, limit);
    },
    verifyRegistry: async () => fake.verification ?? null,
    people: async () => fake.people ?? FIRM,
    settle: async () => false,
    plan: () => Promise.reject(new Error("The fake engine plans nothing")),
    deploy: () => Promise.reject(new Error("The fake engine deploys nothing")),
    migrate: async () => [],
    inbox: async () => ({ rows: [], next: null }),
    seenInstances: async () => ({ rows: [], next: null }),
    maySee: async () => false,
    showTo: async () => null,
    taskTo: async () => null,
    decisions: async () => ({ rows: [], next: null }),
    decisionsAbout: async () => ({ rows: [], next: null }),
    find: async () => ({ records: [], instances: [], people: [] }),
    registryPage: async () => null,
    registryTotals: async () => null,
    zone: async () => "Europe/Moscow",
    views: async () => [],
    saveView: async () => false,
    removeView: async () => false,
    stepCounts: async () => [],
    timersDue: async () => ({ rows: [], next: null }),
    outboxCounts: async () => [],
    inboxCounts: () => Promise.reject(new Error("The fake engine counts nothing")),
    now: () => fake.now ?? instant(Date.parse("2026-11-20T12:00:00+03:00")),
  };
}
