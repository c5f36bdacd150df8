import type { Logger } from "../../../engine/ports/logger.ts";
import type { Needs } from "../../adapter.ts";
import type { Ways } from "./entity-store.ts";
import type { MappingProblem } from "./mapping-problem.ts";
import type { ScanMarks } from "./scan-marks.ts";
import type { SchemaBook } from "./schema-book.ts";

/** What the incidents of a mapping are made from. */
export interface MappingTroublesParts {
  readonly book: SchemaBook;
  readonly marks: ScanMarks;
  readonly logger: Logger;
  readonly raise: Needs["raise"];
  readonly settle: Needs["settle"];
}

/** Ids of the incidents that are open, also those that an earlier process raised. */
const OPEN = "mapping troubles";

/**
 * An incident for each place of the mapping that the portal does not bear out, and none once it does: whoever mended it
 * in ordo.yaml has started a new process, so that what is open is kept in the database.
 *
 * @returns is anything wrong now?
 * @throws {PortalFailure} the portal cannot be asked
 */
export async function tellOfMapping(parts: MappingTroublesParts, ways: Ways): Promise<boolean> {
  const { book, marks, logger, raise, settle } = parts;
  const wrong = new Map<string, MappingProblem>();
  for (const problem of await book.problems(ways)) {
    logger.warn("bitrix24 mapping", { code: problem.code, at: problem.at, severity: problem.severity });
    if (problem.severity === "problem") wrong.set(`bitrix24:mapping:${problem.at}`, problem);
  }
  const before = await marks.text(OPEN);
  const open = before === null ? [] : (JSON.parse(before) as readonly string[]);
  for (const [id, problem] of wrong) await raise({ id, adapter: "bitrix24", ...told(problem) });
  for (const id of open) if (!wrong.has(id)) await settle(id);
  const now = JSON.stringify([...wrong.keys()]);
  if (now !== (before ?? "[]")) await marks.putText(OPEN, now);
  return wrong.size > 0;
}

/** What is missed meanwhile is told to nobody afterwards: people have to know it. */
function told({ code, says, remedy }: MappingProblem) {
  return {
    code: "MAPPING_WRONG",
    message: { ru: `${says.ru} (${code})`, en: `${says.en} (${code})` },
    remedy: {
      ru: `${remedy.ru} До тех пор карточки этого типа не читаются и не пишутся, а созданные в портале запоминаются молча, процессы по ним не начинаются; потом их догонит ordo start <процесс> --each.`,
      en: `${remedy.en} Until then records of this type are neither read nor written, and what is created in the portal is learned in silence: no process starts for it. ordo start <process> --each catches it up afterwards.`,
    },
  };
}
