import { Button } from "@mantine/core";
import type { Schemas } from "../../api/client.ts";

const LOOKS = {
  main: { variant: "filled" },
  plain: { variant: "default" },
  negative: { variant: "outline", color: "red" },
} as const;

/** A way to decide: in favor, against, or another. */
export function OutcomeButton(of: {
  readonly outcome: Schemas["Task"]["outcomes"][number];
  readonly isSending: boolean;
  readonly isOff: boolean;
  readonly onPress: () => void;
}) {
  const { outcome, isSending, isOff, onPress } = of;
  return (
    <Button
      {...LOOKS[outcome.tone]}
      size="md"
      fullWidth
      loading={isSending}
      disabled={isOff && !isSending}
      onClick={onPress}
      className="outcome"
    >
      {outcome.title}
    </Button>
  );
}
