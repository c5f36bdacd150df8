import type { ListenStep } from "../../definition/model.ts";
import { begin, complete } from "../advance.ts";
import { firstLook } from "../gate.ts";
import { meets, subscriptionOf } from "../subscription.ts";
import { atText } from "../timeout.ts";
import type { StepBehavior } from "./step-behavior.ts";

/** Waits for an event or a message, or until something holds of a record. */
export const listen: StepBehavior<ListenStep> = {
  enter(run, step, at) {
    begin(run, step, at, { subscription: subscriptionOf(run, step.awaited, at) });
    if (step.awaited.kind === "holds") firstLook(run, at.id);
  },
  // The first look found that it does not hold yet: the subscription waits on.
  open() {},
  delivered(run, step, at, event) {
    const by = meets(run, step.awaited, at, event);
    if (by !== null) complete(run, at.id, { by, event: event.event, at: atText(run) });
  },
};
