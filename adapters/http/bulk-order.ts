import { createHash } from "node:crypto";
import { type CommandId, type InstanceId, id } from "../../engine/base/ids.ts";
import type { Text } from "../../engine/definition/problem.ts";
import type { CommandBody } from "../../engine/instance/command.ts";
import type { Viewer } from "../accounts/viewer.ts";
import type { Service } from "./api-service.ts";

export const BULK_ACTIONS = ["suspend", "resume", "cancel", "migrate", "retry"] as const;
export type BulkAction = (typeof BULK_ACTIONS)[number];

/** Instances of one order. More are chosen by the next. */
export const BULK_MAX = 500;

/** What an order would do with one instance. */
export interface BulkVerdict {
  readonly instance: InstanceId;
  readonly verdict: "goes" | "refused";
  /** Of a refusal: why, and what to do. */
  readonly reason: Text | null;
  readonly remedy: Text | null;
  /** What somebody should know beforehand. */
  readonly notes: readonly Text[];
}

export interface BulkPreview {
  readonly verdicts: readonly BulkVerdict[];
  /** Of those that go, as they stand now: an order that carries it touches exactly these, or none. */
  readonly digest: string;
}

export interface BulkOutcome {
  readonly instance: InstanceId;
  readonly outcome: "done" | "refused";
  readonly reason: Text | null;
  readonly remedy: Text | null;
}

type Needs = Pick<Service, "assembled" | "useCases">;
type Judged = BulkVerdict & { readonly mark: string };

/** What an order would come to now, decided by the code that would carry it out; nothing is written. */
export async function previewBulk(
  { assembled }: Needs,
  {
    action,
    ids,
    viewer,
  }: { readonly action: BulkAction; readonly ids: readonly InstanceId[]; readonly viewer: Viewer },
): Promise<BulkPreview> {
  const judged =
    action === "migrate" ? await migrations(assembled, ids) : await rehearsals(assembled, { action, ids, viewer });
  const marks = judged.flatMap(({ instance, verdict, mark }) => (verdict === "goes" ? [`${instance} ${mark}`] : []));
  const digest = createHash("sha256")
    .update([action, ...marks.sort()].join("\n"))
    .digest("hex")
    .slice(0, 32);
  return { verdicts: judged.map(({ mark: _, ...verdict }) => verdict), digest };
}

/**
 * Carries an order out, instance by instance; each is all or nothing. The same command again does nothing twice.
 *
 * @param order.ids those that go, of a preview whose digest holds
 */
export async function carryOutBulk(
  needs: Needs,
  order: {
    readonly action: BulkAction;
    readonly ids: readonly InstanceId[];
    readonly viewer: Viewer;
    readonly commandId: string;
    readonly reason: string | null;
  },
): Promise<readonly BulkOutcome[]> {
  const { action, ids, viewer, commandId, reason } = order;
  const { useCases, assembled } = needs;
  if (action === "migrate") {
    const by = { id: id<CommandId>(commandId), by: viewer.user, operates: true as const };
    const moved = await useCases.migrate({ ...by, instances: ids });
    return moved.map(({ instance, outcome, reason: why }) => ({
      ...{ instance, outcome: outcome === "refused" ? "refused" : "done", reason: why, remedy: null },
    }));
  }
  const outcomes: BulkOutcome[] = [];
  for (const instance of ids) {
    const bodies = await bodiesOf(assembled, { action, instance, reason });
    let refusal: { readonly reason: Text; readonly remedy: Text } | null = null;
    for (const [part, body] of bodies) {
      const outcome = await useCases.act({
        id: id<CommandId>(`${commandId}:${action}:${part}`),
        ...{ by: viewer.user, operates: true, instance, body },
      });
      if (outcome.kind === "rejected") refusal = outcome;
    }
    const said = refusal === null ? { reason: null, remedy: null } : { reason: refusal.reason, remedy: refusal.remedy };
    outcomes.push({ instance, outcome: refusal === null ? "done" : "refused", ...said });
  }
  return outcomes;
}

type Body = Extract<CommandBody, { kind: "suspend" | "resume" | "cancel" | "retry" }>;

/** The commands that one instance is given, each with what its id is made of. */
async function bodiesOf(
  { store }: Needs["assembled"],
  {
    action,
    instance,
    reason,
  }: {
    readonly action: Exclude<BulkAction, "migrate">;
    readonly instance: InstanceId;
    readonly reason: string | null;
  },
): Promise<readonly (readonly [part: string, body: Body])[]> {
  if (action === "resume") return [[instance, { kind: action }]];
  if (action !== "retry") return [[instance, { kind: action, reason }]];
  const found = (await store.instances.load([instance])).get(instance);
  return Object.values(found?.incidents ?? {})
    .filter(({ resolution }) => resolution === "retry")
    .map((incident) => [incident.id, { kind: "retry", incident: incident.id }]);
}

async function rehearsals(
  assembled: Needs["assembled"],
  {
    action,
    ids,
    viewer,
  }: {
    readonly action: Exclude<BulkAction, "migrate">;
    readonly ids: readonly InstanceId[];
    readonly viewer: Viewer;
  },
): Promise<readonly Judged[]> {
  const { engine, store } = assembled;
  const found = await store.instances.load(ids);
  const judged: Judged[] = [];
  for (const instance of ids) {
    const now = found.get(instance);
    if (now === undefined) continue;
    const bodies = await bodiesOf(assembled, { action, instance, reason: null });
    const answers = [];
    for (const [, body] of bodies) {
      const answer = await engine.rehearse({ instance, by: viewer.user, operates: true, body });
      if (answer !== null) answers.push(answer);
    }
    const refusal = answers.find((answer) => answer.kind === "rejected") ?? null;
    const { reason = null, remedy = null } = bodies.length === 0 ? NOTHING_TO_RETRY : (refusal ?? {});
    const verdict = reason === null ? "goes" : "refused";
    judged.push({ instance, verdict, reason, remedy, notes: [], mark: String(now.sequence) });
  }
  return judged;
}

async function migrations(
  { engine, store }: Needs["assembled"],
  ids: readonly InstanceId[],
): Promise<readonly Judged[]> {
  const found = await store.instances.load(ids);
  const plans = await engine.planMigrations(ids);
  return plans.map(({ instance, to, plan }): Judged => {
    const mark = `${found.get(instance)?.sequence ?? 0} ${to ?? ""}`;
    if (plan.kind === "goes") return { instance, verdict: "goes", reason: null, remedy: null, notes: plan.notes, mark };
    const reason = plan.kind === "current" ? IS_CURRENT : joined(plan.reasons);
    return { instance, verdict: "refused", reason, remedy: null, notes: [], mark };
  });
}

function joined(texts: readonly Text[]): Text {
  return { ru: texts.map(({ ru }) => ru).join(" "), en: texts.map(({ en }) => en).join(" ") };
}

const IS_CURRENT: Text = { ru: "Уже на действующей версии.", en: "Runs on the version in force already." };
const NOTHING_TO_RETRY = {
  reason: { ru: "Повторять нечего: открытых сбоев нет.", en: "Nothing to retry: no incident is open." },
  remedy: null,
};
