import type { Row } from "../../bitrix24/portal.ts";

/** Numbers that one question of a portal's list names. */
const PAGE = 50;

/** Rows of these numbers, as many questions as that takes. @param pages rows of some numbers */
export async function rowsByNumber(
  numbers: readonly number[],
  pages: (numbers: readonly number[]) => AsyncIterable<readonly Row[]>,
): Promise<readonly Row[]> {
  const found: Row[] = [];
  for (let at = 0; at < numbers.length; at += PAGE)
    for await (const rows of pages(numbers.slice(at, at + PAGE))) found.push(...rows);
  return found;
}
