import { batchQuery } from "./batch-query.ts";
import type { BatchCall, CallOptions, PortalAnswer } from "./portal.ts";
import type { PortalCaller } from "./portal-caller.ts";
import { isMap, numberOf, readError, resetOf } from "./read-answer.ts";

/** More are not executed. */
const COMMANDS_MAX = 50;
/** How often commands that the portal did not execute are sent again. */
const ROUNDS_MAX = 4;
/** Before they are. Milliseconds; twice as long each time. */
const PAUSE_MS = 1_000;

type Options = CallOptions & { readonly halt?: boolean };

interface Command {
  /** Its place among the calls. */
  readonly place: number;
  readonly method: string;
  readonly query: string;
}

/**
 * Several calls in as few requests as possible, each answered for itself.
 *
 * @param sleep waits between rounds
 */
export async function callBatch(
  caller: PortalCaller,
  calls: readonly BatchCall[],
  options: Options,
  sleep: (ms: number, signal: AbortSignal) => Promise<void>,
): Promise<readonly PortalAnswer[]> {
  const answers = new Map<number, PortalAnswer>();
  let open = carried(caller, calls, options, answers);
  for (let round = 1; open.length > 0; round++) {
    const again: Command[] = [];
    for (let from = 0; from < open.length; from += COMMANDS_MAX) {
      const chunk = open.slice(from, from + COMMANDS_MAX);
      const { unanswered, halted } = await ask(caller, chunk, options, answers);
      again.push(...unanswered);
      if (!halted && !(options.halt === true && unanswered.length > 0)) continue;
      // Nothing behind it is executed; what waits for a retry keeps the rest waiting.
      if (!halted) again.push(...open.slice(from + COMMANDS_MAX));
      break;
    }
    open = round < ROUNDS_MAX ? again : [];
    if (open.length > 0) await sleep(PAUSE_MS * 2 ** (round - 1), options.signal);
    if (options.signal.aborted) break;
  }
  const left = caller.trouble(options.signal.aborted ? "CANCELED" : "BATCH_HALTED", false);
  return calls.map((_, place) => answers.get(place) ?? left);
}

/** The calls as commands; what a batch cannot carry is answered here, and with `halt` keeps back all behind it. */
function carried(
  caller: PortalCaller,
  calls: readonly BatchCall[],
  { halt }: Options,
  answers: Map<number, PortalAnswer>,
): readonly Command[] {
  const commands: Command[] = [];
  for (const [place, call] of calls.entries()) {
    const query = batchQuery(call);
    const waits = caller.waits(call.method);
    if (query === null)
      answers.set(place, { kind: "refused", code: "BATCH_CANNOT_CARRY", status: 0, says: call.method });
    else if (waits !== null) answers.set(place, waits);
    else commands.push({ place, method: call.method, query });
    if (halt === true && answers.has(place)) break;
  }
  return commands;
}

/** One request. @returns commands that were certainly not executed and may be sent again; and whether the batch is over */
async function ask(
  caller: PortalCaller,
  commands: readonly Command[],
  options: Options,
  answers: Map<number, PortalAnswer>,
): Promise<{ readonly unanswered: readonly Command[]; readonly halted: boolean }> {
  const { halt = false, effect, urgency, signal, token } = options;
  const how = { effect, urgency, signal, ...(token === undefined ? {} : { token }) };
  const cmd = Object.fromEntries(commands.map(({ place, query }) => [nameOf(place), query]));
  const whole = await caller.call("batch", { halt: halt ? 1 : 0, cmd }, how);
  if (whole.kind !== "done") {
    for (const { place } of commands) answers.set(place, whole);
    return { unanswered: [], halted: halt };
  }
  const parts = partsOf(whole.result);
  const unanswered: Command[] = [];
  let failed = false;
  for (const command of commands) {
    const { place } = command;
    if (failed && halt) {
      // Behind one that is sent again, it is sent again too; behind one that failed it is not executed at all.
      if (unanswered.length > 0) unanswered.push(command);
      continue;
    }
    const read = await readCommand(caller, command, parts);
    answers.set(place, read.answer);
    if (read.mayRepeat) unanswered.push(command);
    failed ||= read.answer.kind !== "done";
  }
  return { unanswered, halted: halt && failed && unanswered.length === 0 };
}

interface Parts {
  readonly results: Readonly<Record<string, unknown>>;
  readonly errors: Readonly<Record<string, unknown>>;
  readonly totals: Readonly<Record<string, unknown>>;
  readonly nexts: Readonly<Record<string, unknown>>;
  readonly times: Readonly<Record<string, unknown>>;
}

/** The maps of a batch's answer; empty ones come as `[]`. */
function partsOf(result: unknown): Parts {
  const whole = isMap(result) ? result : {};
  const part = (name: string): Readonly<Record<string, unknown>> => {
    const found = whole[name];
    return isMap(found) ? found : {};
  };
  return {
    results: part("result"),
    errors: part("result_error"),
    totals: part("result_total"),
    nexts: part("result_next"),
    times: part("result_time"),
  };
}

async function readCommand(
  caller: PortalCaller,
  { place, method }: Command,
  { results, errors, totals, nexts, times }: Parts,
): Promise<{ readonly answer: PortalAnswer; readonly mayRepeat: boolean }> {
  const name = nameOf(place);
  const error = errors[name];
  if (error === undefined) {
    if (!Object.hasOwn(results, name))
      return { answer: caller.trouble("PORTAL_FAILED", true, `batch: ${method}`), mayRepeat: false };
    caller.noteReset(method, resetOf(times[name]));
    const [total, next] = [numberOf(totals[name]), numberOf(nexts[name])];
    return { answer: { kind: "done", result: results[name], total, next }, mayRepeat: false };
  }
  const reading = readError(200, isMap(error) ? error : { error });
  switch (reading.kind) {
    case "refused":
      return { answer: reading, mayRepeat: false };
    case "expired":
      return { answer: { ...reading, kind: "refused", code: "expired_token" }, mayRepeat: false };
    case "busy":
    case "blocked":
    case "overloaded":
      return { answer: await caller.notExecuted(reading.kind, method), mayRepeat: reading.kind === "busy" };
    default:
      return { answer: caller.trouble("PORTAL_FAILED", true, `batch: ${method}`), mayRepeat: false };
  }
}

/** With a letter in front: names that are numbers come back as a list. */
function nameOf(place: number): string {
  return `c${place}`;
}
