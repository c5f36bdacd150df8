import { sheetOf } from "../instance/sheet.ts";
import type { StartFacts } from "../runtime/start-context.ts";
import { startReader } from "../runtime/start-context.ts";
import type { Shown } from "../runtime/use-cases.ts";
import { approvalSheetModel } from "./approval-sheet.ts";
import type { DocumentModel } from "./document-model.ts";
import { approvalSheetOf } from "./sheet-data.ts";

/**
 * The approval sheet of an instance as it stands, whether or not its process makes one. It bears the time of the last
 * thing that happened, so that it is the same until something else does.
 */
export function currentSheet(
  { instance, definition, history }: Shown,
  facts: Pick<StartFacts, "people" | "locale" | "lists">,
): DocumentModel {
  const at = { ...facts, now: instance.lastAt };
  const sheet = sheetOf({ definition, instance, now: instance.lastAt, facts });
  const reader = startReader(definition, at);
  return approvalSheetModel(approvalSheetOf(sheet, { definition, history }, reader), facts.locale);
}
