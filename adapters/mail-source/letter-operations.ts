import type { RecordSnapshot } from "../../engine/base/value.ts";
import type { CallOutcome } from "../../engine/instance/call-outcome.ts";
import type { OperationAdapter } from "../../engine/ports/crm.ts";
import type { Call } from "../../engine/ports/operations.ts";
import { referenceOf } from "../../engine/record/record-reference.ts";
import { RecordRefusal, recordNotFound } from "../../engine/record/record-refusal.ts";
import { unknownOperation } from "../refusal.ts";
import type { Letters } from "./letters.ts";

/** What `mail.*` needs. */
export interface LetterOperationsParts {
  readonly letters: Letters;
  readonly look: (ref: string) => Promise<RecordSnapshot | null>;
  /** Language of what a refusal says. */
  readonly locale: "ru" | "en";
}

/**
 * `mail.move` and `mail.link` on the letters that the engine knows. Both come to the same however often they are done.
 *
 * @param moved does the move in the mailbox itself, before it is noted; refuses by throwing {@link RecordRefusal}
 */
export function letterOperations(
  parts: LetterOperationsParts,
  moved: (call: Call, folder: string, signal: AbortSignal) => Promise<void> = async () => {},
): OperationAdapter {
  return {
    isKeyed: () => true,
    async perform(call, signal): Promise<CallOutcome> {
      if (signal.aborted) return { kind: "unknown", message: `${call.operation}: the time was up`, keyed: true };
      try {
        return await done(call, parts, () => moved(call, String(call.input["folder"]), signal));
      } catch (error) {
        if (error instanceof RecordRefusal)
          return { kind: "refused", code: error.code, message: error.says[parts.locale] };
        return { kind: "unknown", message: error instanceof Error ? error.message : String(error), keyed: true };
      }
    },
  };
}

async function done(
  { operation, input }: Call,
  { letters, look, locale }: LetterOperationsParts,
  move: () => Promise<void>,
): Promise<CallOutcome> {
  switch (operation) {
    case "mail.move":
      await move();
      await letters.move(input["letter"], String(input["folder"]));
      return { kind: "done", output: { folder: input["folder"] ?? null } };
    case "mail.link": {
      const ref = referenceOf(input["record"]);
      if ((await look(ref)) === null) throw recordNotFound(ref);
      await letters.link(input["letter"], ref);
      return { kind: "done", output: { record: ref } };
    }
    default:
      return unknownOperation(operation, locale);
  }
}
