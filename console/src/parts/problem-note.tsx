import { Alert, Text } from "@mantine/core";
import { IconAlertTriangle } from "@tabler/icons-react";
import type { ApiProblem } from "../api/problem.ts";

/** What could not be done, and what to do: in place, where it happened. */
export function ProblemNote({ problem }: { readonly problem: ApiProblem }) {
  return (
    <Alert
      color="red"
      variant="light"
      icon={<IconAlertTriangle size={18} aria-hidden />}
      title={problem.message}
      role="alert"
      tabIndex={-1}
    >
      {problem.remedy !== "" && <Text size="sm">{problem.remedy}</Text>}
    </Alert>
  );
}
