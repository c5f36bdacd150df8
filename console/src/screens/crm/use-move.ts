import { type QueryClient, type QueryKey, useMutation, useQueryClient } from "@tanstack/react-query";
import { commandKey, type Schemas } from "../../api/client.ts";
import { type ApiProblem, problemOf } from "../../api/problem.ts";
import { tell } from "../../parts/tell.tsx";
import { useWords } from "../../words/use-words.ts";
import { type RecordShown, type RecordType, stagesOf, writeRecord } from "./use-records.ts";

type Board = Schemas["RecordBoard"];

/** What a move that came too late is answered with. */
interface Meanwhile {
  readonly record?: RecordShown;
  readonly changes?: Schemas["RecordHistory"]["rows"];
}

const WORDS = {
  late: (title: string) => ({ ru: `«${title}» не перемещена`, en: `“${title}” was not moved` }),
  nowAt: (who: string, stage: string) => ({
    ru: `${who}: запись уже на стадии «${stage}». Посмотрите на неё и переместите снова, если нужно.`,
    en: `${who}: the record stands at “${stage}” by now. Look at it, and move it again if you still want to.`,
  }),
  changed: (who: string, fields: string) => ({
    ru: `${who} за это время: ${fields}. Стадия прежняя: посмотрите, что изменилось, и переместите снова.`,
    en: `${who} changed meanwhile: ${fields}. The stage is as it was: look at what changed, and move it again.`,
  }),
  somebody: { ru: "Кто-то", en: "Somebody" },
  moved: (title: string, stage: string) => ({
    ru: `«${title}»: стадия «${stage}»`,
    en: `“${title}” is at “${stage}”`,
  }),
};

/**
 * Moves records of a type to other stages. The card is there at once; where the server refuses, it goes back and why is
 * said: what others wrote since it was read is never overwritten.
 */
export function useMove(type: RecordType) {
  const words = useWords(WORDS);
  const queries = useQueryClient();
  const boards = ["records", "board", type.name];
  const { mutate, isPending } = useMutation({
    mutationFn: ({
      record,
      stage,
      key,
    }: {
      readonly record: RecordShown;
      readonly stage: string;
      readonly key: string;
    }) => writeRecord({ record, revision: record.revision, set: { stage }, key }),
    async onMutate({ record, stage }) {
      await queries.cancelQueries({ queryKey: boards });
      const before = queries.getQueriesData<Board>({ queryKey: boards });
      queries.setQueriesData<Board>({ queryKey: boards }, (board) => board && moved(board, record, stage));
      return before;
    },
    onSuccess({ record }, { stage }) {
      const title = stagesOf(type, record.pipeline).find(({ name }) => name === stage)?.title ?? stage;
      tell({ message: words.moved(record.title, title), color: "teal", autoClose: 3000 });
    },
    onError(error, { record }, before) {
      putBack(queries, before);
      const problem = problemOf(error);
      const message = problem.code === "RECORD_CHANGED" ? meanwhile(problem, record) : problem.remedy;
      const title = problem.code === "RECORD_CHANGED" ? words.late(record.title) : problem.message;
      tell({ color: "red", title, message, autoClose: false });
    },
    onSettled: () => queries.invalidateQueries({ queryKey: ["records"] }),
  });

  /** Who was there first, and what he did. */
  function meanwhile(problem: ApiProblem, tried: RecordShown): string {
    const { record, changes = [] } = problem.body as unknown as Meanwhile;
    const [last] = changes;
    const who = last?.by?.name ?? last?.cause?.title ?? words.somebody;
    if (record === undefined) return problem.remedy ?? "";
    if (record.stage === tried.stage) {
      const fields = new Set(changes.flatMap((change) => change.fields.map(({ title }) => title)));
      return words.changed(who, [...fields].join(", "));
    }
    const stage = stagesOf(type, record.pipeline).find(({ name }) => name === record.stage)?.title;
    return words.nowAt(who, stage ?? record.stage ?? "");
  }

  return {
    isPending,
    /** Nothing happens where it is there already. */
    move(record: RecordShown, stage: string): void {
      if (record.stage !== stage) mutate({ record, stage, key: commandKey() });
    },
  };
}

/** The board with the card in its new column, before the server has answered. */
function moved(board: Board, record: RecordShown, stage: string): Board {
  const columns = board.columns.map((column) => {
    const rows = column.rows.filter(({ ref }) => ref !== record.ref);
    const isFrom = column.stage.name === record.stage;
    if (column.stage.name !== stage) return { ...column, rows, count: counted(column.count, isFrom ? -1 : 0) };
    return { ...column, rows: [{ ...record, stage }, ...rows], count: counted(column.count, 1) };
  });
  return { ...board, columns };
}

function counted(count: number | null, more: number): number | null {
  return count === null ? null : Math.max(0, count + more);
}

function putBack(queries: QueryClient, before: readonly [QueryKey, Board | undefined][] | undefined): void {
  for (const [key, board] of before ?? []) queries.setQueryData(key, board);
}
