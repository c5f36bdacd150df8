import type { Step, StepList } from "../definition/model.ts";

/**
 * The lane of a holder in which an open step stands under another definition: the same one, or that of the case or `catch`
 * whose number changed because others were put before it. Null: the step stands in none that fits.
 */
export function laneNow(holder: Step, lane: string, step: Step): string | null {
  if (listOf(holder, lane)?.path === step.list) return lane;
  const [word] = lane.split(":");
  if (holder.kind === "switch" && word === "case")
    return numbered(
      word,
      holder.cases.findIndex((one) => one.do?.path === step.list),
    );
  if (holder.kind === "try" && word === "catch")
    return numbered(
      word,
      holder.catches.findIndex((one) => one.do?.path === step.list),
    );
  return null;
}

function numbered(word: string, index: number): string | null {
  return index < 0 ? null : `${word}:${index}`;
}

/** The list that a lane of a step runs; null where the step has no such lane. */
function listOf(step: Step, lane: string): StepList | null {
  if (lane === "timeout") return step.timeout?.do ?? null;
  const [word, rest = ""] = lane.split(/:(.*)/su);
  switch (step.kind) {
    case "switch":
      return word === "case" ? (step.cases[Number(rest)]?.do ?? null) : null;
    case "fork":
      return step.branches.find(({ name }) => word === "branch" && name === rest)?.do ?? null;
    case "try":
      return word === "catch" ? (step.catches[Number(rest)]?.do ?? null) : step.do;
    case "for":
    case "do":
      return step.do;
    default:
      return null;
  }
}
