/** A line that stays, goes or comes. */
export interface LineEdit {
  readonly kind: "same" | "removed" | "added";
  readonly text: string;
}

/** Texts that differ in more lines than this are shown as replaced whole: nobody reads such a difference. */
const DISTANCE_MAX = 600;

/** The fewest removed and added lines that lead from one text to the other (Myers, O(ND)). */
export function lineEdits(before: readonly string[], after: readonly string[]): readonly LineEdit[] {
  let head = 0;
  while (head < before.length && head < after.length && before[head] === after[head]) head += 1;
  let tail = 0;
  const room = Math.min(before.length, after.length) - head;
  while (tail < room && before[before.length - 1 - tail] === after[after.length - 1 - tail]) tail += 1;
  const middle = between(before.slice(head, before.length - tail), after.slice(head, after.length - tail));
  const same = (text: string): LineEdit => ({ kind: "same", text });
  return [...before.slice(0, head).map(same), ...middle, ...before.slice(before.length - tail).map(same)];
}

function between(before: readonly string[], after: readonly string[]): readonly LineEdit[] {
  const [rows, columns] = [before.length, after.length];
  const trace: Map<number, number>[] = [];
  let reach = new Map<number, number>([[1, 0]]);
  for (let distance = 0; distance <= Math.min(rows + columns, DISTANCE_MAX); distance++) {
    trace.push(new Map(reach));
    const next = new Map(reach);
    for (let diagonal = -distance; diagonal <= distance; diagonal += 2) {
      const down = reach.get(diagonal + 1) ?? -1;
      const right = (reach.get(diagonal - 1) ?? -1) + 1;
      let row = diagonal === -distance || (diagonal !== distance && right <= down) ? down : right;
      while (row < rows && row - diagonal < columns && before[row] === after[row - diagonal]) row += 1;
      next.set(diagonal, row);
      if (row >= rows && row - diagonal >= columns) return walkBack(trace, before, after);
    }
    reach = next;
  }
  return [
    ...before.map((text): LineEdit => ({ kind: "removed", text })),
    ...after.map((text): LineEdit => ({ kind: "added", text })),
  ];
}

function walkBack(
  trace: readonly Map<number, number>[],
  before: readonly string[],
  after: readonly string[],
): readonly LineEdit[] {
  const edits: LineEdit[] = [];
  let [row, column] = [before.length, after.length];
  for (let distance = trace.length - 1; distance >= 0; distance--) {
    const reach = trace[distance];
    const diagonal = row - column;
    const down = reach?.get(diagonal + 1) ?? -1;
    const right = (reach?.get(diagonal - 1) ?? -1) + 1;
    const isDown = diagonal === -distance || (diagonal !== distance && right <= down);
    const [fromRow, fromColumn] = isDown ? [down, down - diagonal - 1] : [right - 1, right - diagonal];
    const until = distance === 0 ? { row: 0, column: 0 } : { row: fromRow, column: fromColumn };
    while (row > until.row && column > until.column) {
      row -= 1;
      column -= 1;
      edits.push({ kind: "same", text: before[row] ?? "" });
    }
    if (distance === 0) break;
    if (isDown) {
      column -= 1;
      edits.push({ kind: "added", text: after[column] ?? "" });
    } else {
      row -= 1;
      edits.push({ kind: "removed", text: before[row] ?? "" });
    }
  }
  return edits.reverse();
}
