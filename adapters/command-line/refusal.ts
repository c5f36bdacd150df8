import { REJECTIONS } from "../../engine/instance/reject.ts";
import type { ActOutcome, Refusal } from "../../engine/runtime/use-cases.ts";
import { paint } from "../../engine/view/print-timeline.ts";
import type { Terminal } from "./terminal.ts";

/** Says on standard error why something was not done and what to do; field by field where a form is wrong. */
export function sayRefusal({ code, reason, remedy, fields }: Refusal, terminal: Terminal): void {
  const color = { color: terminal.talkColor };
  // Field by field below; the reason of a form repeats them in one line.
  const says = code === "FORM_INVALID" && Object.keys(fields).length > 0 ? REJECTIONS.FORM_INVALID.reason : reason;
  terminal.say(
    `${paint("31", "✗", color)} ${paint("1", terminal.pick(says), color)} ${paint("2", `(${code})`, color)}`,
  );
  for (const [name, text] of Object.entries(fields)) terminal.say(`    ${name}: ${terminal.pick(text)}`);
  terminal.say(`  ${terminal.pick(remedy)}`);
}

/** A refusal as programs read it: texts in the reader's language. */
export function refusalJson({ code, reason, remedy, fields }: Refusal, terminal: Terminal) {
  return {
    code,
    reason: terminal.pick(reason),
    remedy: terminal.pick(remedy),
    fields: Object.fromEntries(Object.entries(fields).map(([name, text]) => [name, terminal.pick(text)])),
  };
}

/** What a command of a person came to. */
export function actJson(outcome: ActOutcome, terminal: Terminal) {
  return outcome.kind === "rejected"
    ? {
        outcome: outcome.kind,
        instance: null,
        revision: null,
        repeated: false,
        refusal: refusalJson(outcome, terminal),
      }
    : {
        outcome: outcome.kind,
        instance: outcome.instance,
        revision: outcome.revision,
        repeated: outcome.repeated,
        refusal: null,
      };
}
