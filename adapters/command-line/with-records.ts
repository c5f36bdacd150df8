import type { Catalog } from "../../engine/definition/catalog.ts";
import type { Refusal } from "../../engine/runtime/use-cases.ts";
import { companyFiles } from "../engine/company-files.ts";
import { reachEngine } from "../engine/reach-engine.ts";
import type { RecordAnswer, RecordOrder } from "../engine/record-orders.ts";
import { configured } from "./configured.ts";
import { knownPlace } from "./known-place.ts";
import type { Operating } from "./operate.ts";
import type { ExitCode, Terminal } from "./terminal.ts";
import { type OperatingOptions, signedInOf } from "./with-engine.ts";

/** A command on records at work. */
export interface WithRecords<Options extends OperatingOptions> extends Operating<Options> {
  /** The company's vocabulary; null: none is named. */
  readonly catalog: Catalog | null;
  /** Zone in which moments without one are meant. */
  readonly zone: string;
  ask(order: RecordOrder): Promise<RecordAnswer>;
}

/** Runs the body of a command with the records of the configured engine. @throws {Complaint} where it cannot be reached */
export async function withRecords<Options extends OperatingOptions>(
  command: string,
  { options, terminal }: { readonly options: Options; readonly terminal: Terminal },
  body: (records: WithRecords<Options>) => Promise<ExitCode>,
): Promise<ExitCode> {
  const { configuration, logger } = configured(terminal, { level: "warn" });
  if (options.begins !== true) knownPlace(configuration);
  const { catalog, zone } = companyFiles(configuration);
  const reached = await reachEngine(configuration, { logger, locale: terminal.locale, command });
  try {
    const ask = async (order: RecordOrder): Promise<RecordAnswer> =>
      (await reached.call("record", [order])) as RecordAnswer;
    const signedIn = signedInOf(configuration);
    return await body({ engine: reached.useCases, signedIn, options, terminal, catalog, zone, ask });
  } finally {
    await reached.close();
  }
}

/** The answer of that kind; a refusal stays one. */
export function answerOf<Kind extends RecordAnswer["kind"]>(
  kind: Kind,
  answer: RecordAnswer,
): Extract<RecordAnswer, { readonly kind: Kind }> | Refusal {
  if (answer.kind === "rejected") return answer;
  if (answer.kind !== kind) throw new Error(`An answer to another question: ${answer.kind}`);
  return answer as Extract<RecordAnswer, { readonly kind: Kind }>;
}
