import Type from "typebox";
import { id, type ProcessId } from "../../../engine/base/ids.ts";
import type { DeployPlan } from "../../../engine/runtime/deploy-plan.ts";
import { printPlan } from "../../../engine/runtime/print-plan.ts";
import type { Deployment } from "../../../engine/runtime/versions-desk.ts";
import { changesOf as countOf } from "../../command-line/plan.ts";
import { type Call, route } from "../api-route.ts";
import { Problem } from "../problem.ts";
import { unsound, worked } from "./process-answers.ts";
import { PLAN, PROCESS_ID } from "./process-schemas.ts";

/** Instances of a process that a plan shows; the rest is counted. */
const INSTANCES_MAX = 20;

const WANTED = {
  processes: Type.Optional(
    Type.Array(PROCESS_ID, { minItems: 1, maxItems: 500, description: "Those to deploy; all of the source without." }),
  ),
  retire: Type.Optional(
    Type.Array(PROCESS_ID, { maxItems: 500, description: "Processes that nobody may start any more." }),
  ),
};

type Wanted = Pick<Call<unknown, unknown, unknown>, "service" | "viewer" | "locale"> & {
  readonly body: { readonly processes?: readonly string[]; readonly retire?: readonly string[] };
};

/** Putting processes in force: the plan first, then exactly that plan. */
export const PROCESS_DEPLOY_ROUTES = [
  route({
    method: "POST",
    path: "/api/processes/plan",
    area: "processes",
    summary: {
      ru: "Что изменит развёртывание сохранённого исходника. Ничего не пишет.",
      en: "What a deploy of the saved source would change. Nothing is written.",
    },
    permission: "process.deploy",
    body: Type.Object(WANTED, { additionalProperties: false }),
    answer: PLAN,
    async handle(call) {
      return shownPlan(await call.service.useCases.plan(await deploymentOf(call)), call);
    },
  }),
  route({
    method: "POST",
    path: "/api/processes/deploy",
    area: "processes",
    summary: {
      ru: "Ввести в силу ровно тот план, который показан.",
      en: "Put in force exactly the plan that was shown.",
    },
    permission: "process.deploy",
    body: Type.Object(
      {
        ...WANTED,
        plan: Type.String({ pattern: "^[0-9a-f]{64}$", description: "Digest of the plan that was shown." }),
      },
      { additionalProperties: false },
    ),
    answer: Type.Object(
      { plan: PLAN, replanned: Type.Integer({ description: "Instances whose timers moved." }) },
      { $id: "ProcessDeployed" },
    ),
    async handle(call) {
      const { service, viewer, body } = call;
      const drafts = service.processes.source === "store" ? await service.processes.drafts.all() : [];
      const deployment = await deploymentOf(call);
      const deployed = await service.useCases.deploy(deployment, { plan: body.plan, by: viewer.user });
      if (deployed.kind === "changed") throw changed(await shownPlan(deployed.plan, call));
      await service.processes.keepExtras(
        deployment.bundles.map(({ bundle }) => bundle),
        drafts,
      );
      service.logger.info("deployed", { processes: deployment.bundles.length, by: viewer.user });
      return { plan: await shownPlan(deployed.plan, call), replanned: deployed.replanned };
    },
  }),
] as const;

/** @throws {Problem} where the saved files have errors, or a process to retire is not known */
async function deploymentOf(call: Wanted): Promise<Deployment> {
  const { service, body } = call;
  const retired = body.retire ?? [];
  const known = new Set<string>((await service.useCases.versions()).map(({ process }) => process));
  const unknown = retired.find((process) => !known.has(process));
  if (unknown !== undefined) throw notDeployed(unknown);
  const wanted = body.processes?.filter((process) => !retired.includes(process)) ?? null;
  // Only taking processes out of force needs no file.
  if (wanted !== null && wanted.length === 0)
    return { bundles: [], calendars: [], retired: retired.map((process) => id<ProcessId>(process)) };
  const answer = await worked(call, "deployment", { processes: wanted });
  if (answer.kind === "problems") throw unsound(answer.problems);
  const { bundles, calendars } = answer.deployment;
  return {
    bundles: bundles.filter(({ bundle }) => !retired.includes(bundle.process)),
    calendars,
    retired: retired.map((process) => id<ProcessId>(process)),
  };
}

async function shownPlan(plan: DeployPlan, { service, locale }: Wanted) {
  const versions = await service.useCases.versions();
  const numberOf = (digest: string): number | null => versions.find((one) => one.digest === digest)?.number ?? null;
  return {
    digest: plan.digest,
    text: printPlan(plan, { locale, color: false }).trimEnd(),
    changes: countOf(plan),
    processes: plan.processes.map(({ process, title, change, from, to, live, instances }) => ({
      ...{ process, title, change, from, to, live, staying: instances.length },
      movable: instances.filter(({ migration }) => migration.kind === "goes").length,
      instances: instances.slice(0, INSTANCES_MAX).map(({ number, subject, digest, at, migration }) => ({
        ...{ number, subject, version: numberOf(digest), steps: at.map((one) => one.title || one.step) },
        canMigrate: migration.kind === "goes",
        reasons: migration.kind === "refused" ? migration.reasons.map((reason) => reason[locale]) : [],
      })),
    })),
    calendars: plan.calendars.map(({ name, change, timers }) => ({
      ...{ name, change },
      timers: timers.reduce((sum, { moved }) => sum + moved.length, 0),
    })),
  };
}

function changed(plan: Awaited<ReturnType<typeof shownPlan>>): Problem {
  return new Problem("PLAN_CHANGED", {
    says: {
      ru: "Это уже не тот план, который показан: изменился исходник или кто-то развернул своё. Ничего не сделано.",
      en: "This is not the plan that was shown any more: the source changed, or somebody deployed. Nothing was done.",
    },
    remedy: {
      ru: "Посмотрите новый план и примените его.",
      en: "Look at the new plan and apply it.",
    },
    more: { plan },
  });
}

function notDeployed(process: string): Problem {
  return new Problem("PROCESS_NOT_FOUND", {
    says: { ru: `Процесс «${process}» не развёрнут.`, en: `The process "${process}" is not deployed.` },
    remedy: { ru: "Снять можно только развёрнутый процесс.", en: "Only a deployed process can be retired." },
  });
}
