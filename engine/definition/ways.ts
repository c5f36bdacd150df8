import { childOf } from "./node.ts";
import type { Outline, OutlineList, OutlineStep } from "./outline.ts";
import { casesOf, handlersOf, laneOf, type Target, targetOf } from "./targets.ts";

/** Does a token stop here until somebody or the clock lets it go on? */
export function isWaiting(step: OutlineStep): boolean {
  switch (step.kind) {
    case "userTask":
    case "approval":
    case "wait":
    case "listen":
      return true;
    case "run": {
      const awaits = childOf(step.node, "await");
      return awaits?.kind === "scalar" && awaits.value === true;
    }
    default:
      return false;
  }
}

/** The steps that a token can arrive at next without waiting, when it has arrived at this one. Timeouts take time. */
export function nextWithoutWait(outline: Outline, step: OutlineStep): readonly OutlineStep[] {
  const next: OutlineStep[] = [];
  if (childOf(step.node, "if")) next.push(...goingOn(outline, step));
  if (isWaiting(step)) return next;
  next.push(...inside(outline, step));
  if (goesOnItself(step)) next.push(...following(outline, step, targetOf(outline, step, step.node)));
  return next;
}

/** Where a token goes after a step: along a `then`, else to the next step. */
export function following(outline: Outline, step: OutlineStep, target: Target | null): readonly OutlineStep[] {
  if (target?.to) return [target.to];
  if (target?.says === "end") return [];
  if (target?.says === "exit") {
    const owner = blockAround(step.list);
    return owner ? following(outline, owner, targetOf(outline, owner, owner.node)) : [];
  }
  return goingOn(outline, step);
}

function goingOn(outline: Outline, step: OutlineStep): readonly OutlineStep[] {
  const next = step.list.steps[step.index + 1];
  if (next) return [next];
  const { owner } = step.list;
  if (!owner) return [];
  return following(outline, owner, endOfLane(outline, owner, step.list) ?? targetOf(outline, owner, owner.node));
}

/** The `then` of a case, handler or timeout whose list has ended. */
function endOfLane(outline: Outline, owner: OutlineStep, list: OutlineList): Target | null {
  const position = Number(list.path.slice(list.path.lastIndexOf(":") + 1));
  if (list.role === "case") return targetOf(outline, owner, casesOf(owner)[position]);
  if (list.role === "catch") return targetOf(outline, owner, handlersOf(owner)[position]);
  return list.role === "timeout" ? targetOf(outline, owner, childOf(owner.node, "timeout")) : null;
}

/** The first steps of the lists of a step, and where empty cases lead. */
function inside(outline: Outline, step: OutlineStep): readonly OutlineStep[] {
  const first = step.lists.filter((list) => list.role !== "timeout").flatMap((list) => list.steps[0] ?? []);
  const empty = step.kind === "switch" ? casesOf(step).filter((_, position) => !laneOf(step, "case", position)) : [];
  return [
    ...first,
    ...empty.flatMap((one) =>
      following(outline, step, targetOf(outline, step, one) ?? targetOf(outline, step, step.node)),
    ),
  ];
}

/** A block goes on after its last inner step, not by itself; a loop may have no element, a switch no case. */
function goesOnItself(step: OutlineStep): boolean {
  if (step.kind === "raise") return false;
  if (step.kind === "switch") return true;
  const body = step.lists.find((list) => list.role === "do" || list.role === "branch");
  if (!body || body.steps.length === 0) return true;
  return step.kind === "for" && !hasWait(body);
}

function hasWait(list: OutlineList): boolean {
  return list.steps.some((step) => isWaiting(step) || step.lists.some(hasWait));
}

function blockAround(list: OutlineList): OutlineStep | null {
  let at: OutlineList | null = list;
  while (at && !at.scoped) at = at.owner?.list ?? null;
  return at?.owner ?? null;
}
