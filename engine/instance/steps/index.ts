import type { Step, StepKind } from "../../definition/model.ts";
import { approval } from "./approval.ts";
import { block } from "./block.ts";
import { call } from "./call.ts";
import { decision } from "./decision.ts";
import { document } from "./document.ts";
import { emit } from "./emit.ts";
import { forStep } from "./for.ts";
import { fork } from "./fork.ts";
import { listen } from "./listen.ts";
import { notify } from "./notify.ts";
import { raise } from "./raise.ts";
import { record } from "./record.ts";
import { run } from "./run.ts";
import { set } from "./set.ts";
import type { StepBehavior } from "./step-behavior.ts";
import { switchStep } from "./switch.ts";
import { tryStep } from "./try.ts";
import { userTask } from "./user-task.ts";
import { wait } from "./wait.ts";

/** Every step kind and what it does: a kind without a behavior does not compile. */
const BEHAVIORS = {
  set,
  call,
  notify,
  userTask,
  approval,
  decision,
  switch: switchStep,
  for: forStep,
  fork,
  do: block,
  wait,
  listen,
  emit,
  record,
  document,
  run,
  try: tryStep,
  raise,
} satisfies { readonly [K in StepKind]: StepBehavior<Extract<Step, { kind: K }>> };

/** The behavior of a step. The table above ties each kind to its own step type; here that tie is used. */
export function behaviorOf<S extends Step>(step: S): StepBehavior<S> {
  return BEHAVIORS[step.kind] as unknown as StepBehavior<S>;
}
