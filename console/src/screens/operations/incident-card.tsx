import { Anchor, Badge, Button, Card, Group, Stack, Text } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { Link } from "wouter";
import { answered, api, commandKey, type Schemas } from "../../api/client.ts";
import { problemOf } from "../../api/problem.ts";
import { hasRole, useOwnSession } from "../../api/use-session.ts";
import { ProblemNote } from "../../parts/problem-note.tsx";
import { tell } from "../../parts/tell.tsx";
import { When } from "../../parts/when.tsx";
import { useWords } from "../../words/use-words.ts";
import { EditInput } from "./edit-input.tsx";

const WORDS = {
  high: { ru: "срочно", en: "urgent" },
  normal: { ru: "сбой", en: "incident" },
  low: { ru: "к сведению", en: "for information" },
  retry: { ru: "Повторить", en: "Retry" },
  edit: { ru: "Исправить данные…", en: "Correct the data…" },
  settle: { ru: "Закрыть", en: "Settle" },
  seen: { ru: "Я занимаюсь", en: "I look after it" },
  name: { ru: "Назвать, кто решает", en: "Name who decides" },
  by: (who: string) => ({ ru: `занимается ${who}`, en: `${who} looks after it` }),
  again: { ru: "Повтор не помог", en: "The retry did not help" },
  // The first try is known by now, the step's end is not.
  went: {
    ru: "Повтор начат. Если снова не выйдет, сбой вернётся в этот список.",
    en: "The retry has begun. If it fails again, the incident comes back to this list.",
  },
  somebody: { ru: "оператор", en: "an operator" },
};
const COLORS = { high: "red", normal: "orange", low: "gray" };

/** What went wrong, what to do, and the buttons to do it. */
export function IncidentCard({
  incident,
  isInside = false,
}: {
  readonly incident: Schemas["Incident"];
  /** On its instance's own page: where it is need not be said. */
  readonly isInside?: boolean;
}) {
  const words = useWords(WORDS);
  const queries = useQueryClient();
  const mayOperate = hasRole(useOwnSession(), "operator", "administrator");
  const [isEditing, setEditing] = useState(false);
  const [key, setKey] = useState(commandKey);
  const act = useMutation({
    mutationFn: async (what: "retry" | "settle" | "seen") => {
      const order = { body: { incident: incident.id }, headers: { "Idempotency-Key": `${key}-${what}` } };
      if (what === "retry") {
        const { again } = await answered(api.POST("/api/incidents/retry", order));
        // The card of the incident that follows is another one: it is said outside of both.
        if (again === null) tell({ message: words.went, color: "teal", autoClose: 6000 });
        else tell({ title: words.again, message: again, color: "red", autoClose: false });
        return;
      }
      if (what === "settle") return answered<unknown>(api.POST("/api/incidents/settle", order));
      return answered<unknown>(api.POST("/api/incidents/seen", order));
    },
    // What was answered is done: another click is another command.
    onSuccess: () => setKey(commandKey()),
    onSettled: () => queries.invalidateQueries({ queryKey: ["operations"] }),
  });
  const { severity, seen, resolution } = incident;
  return (
    <Card withBorder padding="md" component="article" aria-label={incident.message}>
      <Stack gap="xs">
        <Group gap="xs" justify="space-between" align="flex-start">
          <Group gap="xs">
            <Badge color={COLORS[severity]} variant="light" tt="none">
              {words[severity]}
            </Badge>
            {!isInside && <Where incident={incident} />}
          </Group>
          <Text size="xs" c="dimmed" component="div">
            <When at={incident.at} isAgo />
          </Text>
        </Group>
        <Text fw={600} className="operations-text">
          {incident.message}
        </Text>
        <Text size="sm" className="operations-text">
          {incident.remedy}
        </Text>
        <Text size="xs" c="dimmed" ff="monospace">
          {[incident.code, incident.step].filter((part) => part !== null).join(" · ")}
          {seen !== null && ` · ${words.by(seen.by?.name ?? words.somebody)}`}
        </Text>
        {act.isError && <ProblemNote problem={problemOf(act.error)} />}
        {mayOperate && (
          <Group gap="xs">
            {resolution === "retry" && (
              <Button size="xs" loading={act.isPending} onClick={() => act.mutate("retry")}>
                {words.retry}
              </Button>
            )}
            {incident.mayEdit && (
              <Button size="xs" variant="default" onClick={() => setEditing(true)}>
                {words.edit}
              </Button>
            )}
            {resolution === "none" && (
              <Button size="xs" loading={act.isPending} onClick={() => act.mutate("settle")}>
                {words.settle}
              </Button>
            )}
            {incident.task !== null && (
              <Button size="xs" component={Link} href={`~/tasks/${incident.task}`}>
                {words.name}
              </Button>
            )}
            {seen === null && (
              <Button size="xs" variant="default" onClick={() => act.mutate("seen")}>
                {words.seen}
              </Button>
            )}
          </Group>
        )}
      </Stack>
      {isEditing && <EditInput incident={incident.id} close={() => setEditing(false)} />}
    </Card>
  );
}

function Where({ incident }: { readonly incident: Schemas["Incident"] }) {
  const { instance, title, number, subject } = incident;
  const name = number === null ? title : `${title} № ${number}`;
  if (instance === null)
    return (
      <Text size="sm" c="dimmed">
        {name}
      </Text>
    );
  return (
    <Anchor component={Link} href={`/instances/${instance}`} size="sm">
      {subject === null || subject === title ? name : `${name} · ${subject}`}
    </Anchor>
  );
}
