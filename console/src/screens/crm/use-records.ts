import { useQuery } from "@tanstack/react-query";
import { answered, api, type Schemas } from "../../api/client.ts";

export type RecordType = Schemas["RecordType"];
export type RecordField = Schemas["RecordField"];
export type RecordShown = Schemas["RecordShown"];
export type RecordCard = Schemas["RecordCard"];
export type Names = Readonly<Record<string, string>>;

/** Types of records with their fields and stages. @param enabled false: there are none here, and nothing is asked */
export function useRecordTypes(enabled = true) {
  return useQuery({
    enabled,
    queryKey: ["records", "types"],
    queryFn: () => answered(api.GET("/api/records")),
    staleTime: 60_000,
  });
}

/** Stages of a type; of one that has several pipelines those of that one. */
export function stagesOf(type: RecordType, pipeline: string | null): RecordType["stages"] {
  const own = type.pipelines.find(({ name }) => name === pipeline) ?? type.pipelines[0];
  return own?.stages ?? type.stages;
}

const KIND_COLORS = { first: "blue", open: "cyan", won: "teal", lost: "gray" } as const;

/** The color of a stage says what it means for the deal. */
export function colorOfStage(kind: RecordType["stages"][number]["kind"]): string {
  return KIND_COLORS[kind];
}

/** Changes fields of a record as it was read. @throws {ApiProblem} `RECORD_CHANGED` where somebody wrote since */
export function writeRecord(order: {
  readonly record: Pick<RecordShown, "type" | "number">;
  readonly revision: number;
  readonly set: Readonly<Record<string, unknown>>;
  readonly key: string;
}): Promise<RecordCard> {
  const { record, revision, set, key } = order;
  return answered(
    api.PATCH("/api/records/{type}/{number}", {
      params: { path: { type: record.type, number: record.number } },
      body: { set },
      headers: { "if-match": `"${revision}"`, "idempotency-key": key },
    }),
  );
}
