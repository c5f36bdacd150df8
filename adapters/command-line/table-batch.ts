import { isMap, type Value, type ValueMap } from "../../engine/base/value.ts";
import {
  type CompiledDmnTable,
  compileDmnTable,
  type DmnTable,
  isDmnTable,
  namesIn,
} from "../../engine/decision/dmn-table.ts";
import { answerLines, BatchError } from "./batch.ts";
import type { BatchWork } from "./eval-batch.ts";

/**
 * `ordo table eval --batch`: lines `{ id, table, context }`, the table as DMN files have it
 * (`{ hitPolicy, aggregation, inputs, outputs, rules }`), with DMN's meaning. A table that comes again is compiled once.
 */
export async function evaluateTables({ input, terminal, contextFor }: BatchWork): Promise<0> {
  const known = new Map<string, CompiledDmnTable>();
  await answerLines(input, (line) => answer(line, { known, contextFor }), terminal);
  return 0;
}

/** Tables remembered; a batch with more of them compiles them again. */
const KNOWN_MAX = 200;

function answer(
  line: ValueMap,
  { known, contextFor }: { known: Map<string, CompiledDmnTable>; contextFor: BatchWork["contextFor"] },
): Value {
  const { table = null, context = {} } = line;
  if (!isDmnTable(table))
    throw new BatchError("BATCH_LINE", {
      ru: "Ключ table: нужны inputs, outputs и rules с ячейками по их числу",
      en: "The key table must hold inputs, outputs, and rules with as many cells",
    });
  if (context !== null && !isMap(context))
    throw new BatchError("BATCH_LINE", { ru: "Ключ context: нужна карта", en: "The key context must hold a map" });
  const variables = context ?? {};
  const { evaluate, problems } = compiled(table, namesIn(variables), known);
  if (evaluate !== null) return evaluate(contextFor(variables));
  const problem = problems.find(({ severity }) => severity === "error");
  const { rule = null, column = null, start = 0 } = problem ?? {};
  throw new BatchError(
    problem?.code ?? "table-no-rules",
    problem?.message ?? { ru: "Таблица не собирается", en: "The table does not compile" },
    { position: { rule, column, offset: start } },
  );
}

function compiled(table: DmnTable, names: readonly string[], known: Map<string, CompiledDmnTable>): CompiledDmnTable {
  const { hitPolicy, aggregation, inputs, outputs, rules } = table;
  const key = JSON.stringify([hitPolicy, aggregation, inputs, outputs, rules, names]);
  const found = known.get(key);
  if (found) return found;
  if (known.size >= KNOWN_MAX) known.clear();
  const fresh = compileDmnTable(table, names);
  known.set(key, fresh);
  return fresh;
}
