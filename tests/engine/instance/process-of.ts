import { definitionOf } from "../../support/definition-of.ts";
import { Play } from "../../support/play.ts";

/** A process under test out of its steps (and inputs), indented as they stand in the test. */
export function processOf(steps: string, input = "amount: { type: number, title: Сумма, required: true }"): string {
  const body = steps
    .split("\n")
    .filter((line) => line.trim() !== "")
    .join("\n");
  return `process: under-test
title: Под проверкой
calendar: ru-office
input:
  ${input}
start:
  - form: { candidateGroups: [desk] }
do:
${body}
`;
}

/** Compiles the steps and starts an instance on a Friday morning, by a manager of the desk. */
export function played(
  steps: string,
  more: {
    input?: string;
    values?: Record<string, number | string | boolean>;
    requester?: string | null;
    now?: string;
  } = {},
): Play {
  const play = new Play(definitionOf(processOf(steps, more.input)), more.now);
  play.start(more.values ?? { amount: 5 }, more.requester === undefined ? "user-1" : more.requester);
  return play;
}
