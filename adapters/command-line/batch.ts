import type { Value, ValueMap } from "../../engine/base/value.ts";
import { isMap } from "../../engine/base/value.ts";
import type { Text } from "../../engine/definition/problem.ts";
import { incidentOfBatch } from "./batch-incident.ts";
import { exactJson, parseExact } from "./exact-json.ts";
import type { Terminal } from "./terminal.ts";

/** Where in its text something is wrong: an offset in an expression, or a cell of a table. */
export type BatchPosition =
  | number
  | { readonly rule: number | null; readonly column: string | null; readonly offset: number };

/** Why a line has no value. */
export class BatchError extends Error {
  override readonly name = "BatchError";
  readonly code: string;
  readonly says: Text;
  readonly position: BatchPosition | null;
  /** The `lets` entry that it is about, where it is not the expression itself. */
  readonly inside: string | null;

  constructor(
    code: string,
    says: Text,
    at: { readonly position?: BatchPosition | null; readonly inside?: string | null } = {},
  ) {
    super(says.en);
    this.code = code;
    this.says = says;
    this.position = at.position ?? null;
    this.inside = at.inside ?? null;
  }
}

/**
 * Reads JSON lines and answers each with one line, in order and at once: `{ id, value }`, or
 * `{ id, error: { code, message, position } }`. A line that is not understood is answered with an error too
 * (with its number, where it has no id), and the next one is read.
 */
export async function answerLines(
  input: AsyncIterable<string>,
  answer: (line: ValueMap) => Value,
  terminal: Terminal,
): Promise<void> {
  let number = 0;
  for await (const text of linesOf(input)) {
    number += 1;
    if (text.trim() !== "") terminal.print(answerTo(text, { number, answer, terminal }));
  }
}

/** Longest line, in UTF-16 units; the rest of a longer one is skipped. */
const LINE_MAX = 16_000_000;

interface Job {
  readonly number: number;
  readonly answer: (line: ValueMap) => Value;
  readonly terminal: Terminal;
}

function answerTo(text: string, { number, answer, terminal }: Job): string {
  try {
    const line = readLine(text);
    return exactJson({ ...keyOf(line, number), value: answer(line) });
  } catch (error) {
    const { code, says, position, inside } = error instanceof BatchError ? error : incidentOfBatch(error);
    const where = inside === null ? {} : { let: inside };
    return exactJson({
      ...keyOf(plainly(text), number),
      error: { code, message: terminal.pick(says), position, ...where },
    });
  }
}

/** How the answer is joined to its question: by the id given, else by the number of the line. */
function keyOf(line: unknown, number: number): Readonly<Record<string, unknown>> {
  const isNamed = typeof line === "object" && line !== null && "id" in line && line.id !== null;
  return isNamed ? { id: line.id } : { id: null, line: number };
}

/** The line without regard to what is wrong in it; undefined where it is no JSON at all. */
function plainly(text: string): unknown {
  try {
    return parseExact(text, "loosely");
  } catch {
    return undefined;
  }
}

function readLine(text: string): ValueMap {
  if (text.length > LINE_MAX)
    throw unread({ ru: `Строка длиннее ${LINE_MAX} знаков`, en: `The line is longer than ${LINE_MAX} characters` });
  let line: Value;
  try {
    line = parseExact(text);
  } catch (error) {
    if (!(error instanceof SyntaxError || error instanceof RangeError)) throw error;
    throw unread(
      { ru: `Строка не читается как JSON: ${error.message}`, en: `The line is not readable JSON: ${error.message}` },
      Number(/position (\d+)/.exec(error.message)?.[1] ?? 0),
    );
  }
  if (isMap(line)) return line;
  throw unread({ ru: "Строка — не объект JSON", en: "The line is no JSON object" });
}

function unread(says: Text, position = 0): BatchError {
  return new BatchError("BATCH_LINE", says, { position });
}

/** Lines end with a line feed and with nothing else: JSON texts may hold the other separators of Unicode. */
async function* linesOf(input: AsyncIterable<string>): AsyncGenerator<string> {
  let rest = "";
  for await (const chunk of input) {
    const lines = (rest + chunk).split("\n");
    // What is over the bound is only kept long enough to be refused.
    rest = (lines.pop() ?? "").slice(0, LINE_MAX + 1);
    yield* lines;
  }
  if (rest !== "") yield rest;
}
