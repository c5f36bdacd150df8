import { Complaint } from "../complaint.ts";
import { type Finding, wrong } from "../finding.ts";

/** A check that cannot be made is a finding too: the others still tell what they see. @param check its name */
export async function guarded(
  check: string,
  look: () => readonly Finding[] | Promise<readonly Finding[]>,
): Promise<readonly Finding[]> {
  try {
    return await look();
  } catch (error) {
    if (error instanceof Complaint) return [wrong(check, error.says, error.remedy)];
    const what = error instanceof Error ? error.message : String(error);
    const says = { ru: `Не удалось проверить: ${what}`, en: `Could not be checked: ${what}` };
    return [wrong(check, says, { ru: "Сообщите об этом разработчикам", en: "Please report this" })];
  }
}
