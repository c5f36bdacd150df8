import type { Problem } from "../../engine/definition/problem.ts";
import { routeProblems } from "../../engine/route/check-route.ts";
import type { ProcessLoader } from "./process-loader.ts";

/** Problems of the routes of the process in that folder; none where it has errors of its own, or no directory. */
export function routesOf(folder: string, loader: ProcessLoader): readonly Problem[] {
  const { definition, document } = loader.load(folder);
  const directory = loader.directoryFor(folder);
  return definition && document && directory ? routeProblems({ definition, document, directory }) : [];
}
