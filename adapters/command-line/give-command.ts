import { randomUUID } from "node:crypto";
import { type CommandId, type InstanceId, id } from "../../engine/base/ids.ts";
import type { Text } from "../../engine/definition/problem.ts";
import type { ActOutcome, PersonCommand, Refusal } from "../../engine/runtime/use-cases.ts";
import { type Operating, printJson } from "./operate.ts";
import { operatorOf } from "./operator.ts";
import { actJson, sayRefusal } from "./refusal.ts";
import type { ExitCode } from "./terminal.ts";

/** Gives a command in the operator's name. */
export async function act(
  operating: Operating,
  body: PersonCommand["body"],
  instance?: InstanceId,
): Promise<ActOutcome> {
  const { user, override } = await operatorOf(operating);
  return operating.engine.act({
    id: id<CommandId>(randomUUID()),
    by: user,
    ...(override === undefined ? {} : { override }),
    ...(instance === undefined ? {} : { instance }),
    body,
  });
}

/** Tells what a command came to: done (0) or refused with the reason and what to do (1). */
export function tellOutcome(outcome: ActOutcome, done: Text, { options, terminal }: Operating): ExitCode {
  if (options.json) printJson(terminal, actJson(outcome, terminal));
  else if (outcome.kind === "rejected") sayRefusal(outcome, terminal);
  else terminal.print(terminal.pick(done));
  return outcome.kind === "rejected" ? 1 : 0;
}

/** Tells a refusal of our own in the same shape. */
export function refuse(refusal: Refusal, operating: Operating): ExitCode {
  return tellOutcome(refusal, { ru: "", en: "" }, operating);
}
