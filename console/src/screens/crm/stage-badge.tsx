import { Badge } from "@mantine/core";
import { colorOfStage, type RecordShown, type RecordType, stagesOf } from "./use-records.ts";

/** Where a record stands, in the color of what that means. */
export function StageBadge({ type, record }: { readonly type: RecordType; readonly record: RecordShown }) {
  const stage = stagesOf(type, record.pipeline).find(({ name }) => name === record.stage);
  if (stage === undefined) return record.stage;
  return (
    <Badge variant="light" color={colorOfStage(stage.kind)} tt="none" radius="sm" className="stage">
      {stage.title}
    </Badge>
  );
}
