import { type Fields, isFields, mapOrList, Refusal, type Reply, textOf } from "./fake-answer.ts";
import { parseForm } from "./fake-form.ts";

const MAX = 50;

/** How a single command is executed: its answer with the time it took. @throws {Refusal} */
export type Execute = (method: string, params: Fields) => { readonly reply: Reply; readonly time: Fields };

/**
 * `batch`: commands one after the other, errors inside an answer that is always 200. Maps without entries are lists, and
 * so are maps whose names are 0, 1, 2 …
 */
export function runBatch(params: Fields, execute: Execute): Reply {
  const halts = ["1", "true"].includes(textOf(params.halt ?? params.HALT));
  const sent = params.cmd ?? params.CMD;
  const commands = Object.entries(isFields(sent) ? sent : Array.isArray(sent) ? { ...sent } : {});
  const [result, errors, totals, nexts, times]: Fields[] = [{}, {}, {}, {}, {}];
  if (
    result === undefined ||
    errors === undefined ||
    totals === undefined ||
    nexts === undefined ||
    times === undefined
  )
    throw new Error("five maps were made");
  for (const [at, [name, command]] of commands.entries()) {
    try {
      if (at >= MAX) throw new Refusal("ERROR_BATCH_LENGTH_EXCEEDED", "Max batch length exceeded");
      const [method = "", query = ""] = splitOnce(textOf(command), "?");
      const { reply, time } = execute(method.trim(), referred(parseForm(query), result) as Fields);
      result[name] = reply.result;
      if (reply.total !== undefined) totals[name] = reply.total;
      if (reply.next !== undefined) nexts[name] = reply.next;
      times[name] = time;
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      // Inside a batch this one comes without words.
      const says = error.code === "insufficient_scope" ? "" : error.says;
      errors[name] = { error: error.code, error_description: says };
      if (halts) break;
    }
  }
  return {
    result: {
      ...{ result: phpMap(result), result_error: phpMap(errors), result_total: phpMap(totals) },
      ...{ result_next: phpMap(nexts), result_time: phpMap(times) },
    },
  };
}

function splitOnce(text: string, at: string): readonly string[] {
  const index = text.indexOf(at);
  return index < 0 ? [text] : [text.slice(0, index), text.slice(index + 1)];
}

/** As PHP writes an array: consecutive numbers from 0 make a list. */
function phpMap(map: Fields): unknown {
  const keys = Object.keys(map);
  return keys.length > 0 && keys.every((key, at) => key === String(at)) ? Object.values(map) : mapOrList(map);
}

/** `$result[name][field][0]` replaced by what it speaks of; by nothing where that is missing. */
function referred(value: unknown, results: Fields): unknown {
  if (Array.isArray(value)) return value.map((one) => referred(one, results));
  if (isFields(value))
    return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, referred(one, results)]));
  if (typeof value !== "string") return value;
  const whole = /^\$result((?:\[[^\]]+\])+)$/.exec(value);
  if (whole !== null) return at(results, whole[1] ?? "") ?? "";
  return value.replaceAll(/\$result((?:\[[^\]]+\])+)/g, (_, path: string) => textOf(at(results, path)));
}

function at(results: Fields, path: string): unknown {
  const keys = [...path.matchAll(/\[([^\]]+)\]/g)].map(([, key = ""]) => key);
  return keys.reduce<unknown>(
    (value, key) => (Array.isArray(value) ? value[Number(key)] : isFields(value) ? value[key] : undefined),
    results,
  );
}
