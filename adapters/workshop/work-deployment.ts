import type { Deployment } from "../../engine/runtime/versions-desk.ts";
import { deploymentIn } from "../command-line/deployment.ts";
import { type ShownProblem, shownProblems } from "./work-check.ts";
import type { WorkGround } from "./work-place.ts";

/** What the saved files would deploy, or the problems that keep them from it. */
export type WorkedDeployment =
  | { readonly kind: "sound"; readonly deployment: Deployment }
  | { readonly kind: "problems"; readonly problems: readonly ShownProblem[] };

/** @param processes ids of those to deploy; null: all */
export function workDeployment(ground: WorkGround, processes: readonly string[] | null): WorkedDeployment {
  const { folders, loader, locale } = ground;
  const { deployment, problems } = deploymentIn(folders, loader, processes);
  if (deployment === null) return { kind: "problems", problems: shownProblems(problems, { folder: "", locale }) };
  return { kind: "sound", deployment };
}
