import { Complaint } from "../complaint.ts";
import { workCheck } from "./work-check.ts";
import { workDeployment } from "./work-deployment.ts";
import { workDiagram, workVersionDiagram } from "./work-diagram.ts";
import { workDryRun } from "./work-dry-run.ts";
import { workComplete, workHover } from "./work-language.ts";
import type { OfProcess, WorkAnswer, WorkKind, WorkOrder, Works } from "./work-order.ts";
import { workPatch } from "./work-patch.ts";
import { enterGround, enterPlace, type WorkPlace } from "./work-place.ts";
import { workScenarios } from "./work-scenarios.ts";
import { workFiles, workSurvey } from "./work-survey.ts";
import { workTables } from "./work-tables.ts";
import { workTrial } from "./work-trial.ts";

type Done<Kind extends WorkKind> = Works[Kind]["answer"] | Promise<Works[Kind]["answer"]>;

/** Each kind of work on one process. */
const AT_PLACE: {
  readonly [Kind in Exclude<WorkKind, "survey" | "versionDiagram" | "deployment" | "patch">]: (
    place: WorkPlace,
    asked: Works[Kind]["asked"],
  ) => Done<Kind>;
} = {
  files: (place) => ({ folder: place.folder, files: workFiles(place) }),
  check: (place) => workCheck(place),
  complete: (place, at) => workComplete(place, at),
  hover: (place, at) => workHover(place, at),
  tables: (place) => workTables(place),
  scenarios: (place, { path }) => workScenarios(place, path),
  dryRun: (place, start) => workDryRun(place, start),
  trial: (place) => workTrial(place),
  diagram: (place, { look }) => workDiagram(place, look),
};

/** Does one order. Sees nothing but its workspace; never throws. */
export async function doWork(order: WorkOrder): Promise<WorkAnswer> {
  try {
    return await done(order);
  } catch (error) {
    if (error instanceof Complaint) return { kind: "complaint", says: error.says, remedy: error.remedy };
    return { kind: "failed", error: error instanceof Error ? (error.stack ?? error.message) : String(error) };
  }
}

async function done({ kind, workspace, locale, asked }: WorkOrder): Promise<WorkAnswer> {
  switch (kind) {
    case "survey":
      return { kind: "done", answer: workSurvey(workspace, locale) };
    case "deployment": {
      const { processes } = asked as Works["deployment"]["asked"];
      return { kind: "done", answer: workDeployment(enterGround(workspace, locale), processes) };
    }
    case "versionDiagram": {
      const { look, ...of } = asked as Works["versionDiagram"]["asked"];
      return { kind: "done", answer: await workVersionDiagram(of, look) };
    }
    case "patch": {
      const patch = workPatch(workspace, asked as OfProcess, locale);
      return patch === null ? { kind: "unknown" } : { kind: "done", answer: patch };
    }
    default: {
      const { process, changes } = asked as OfProcess;
      const place = enterPlace(workspace, { process, changes, locale });
      if (place === null) return { kind: "unknown" };
      const work = AT_PLACE[kind] as (at: WorkPlace, asked: unknown) => Done<WorkKind>;
      return { kind: "done", answer: await work(place, asked) };
    }
  }
}
