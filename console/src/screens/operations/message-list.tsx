import { Anchor, Badge, Button, Card, Group, Select, Stack, Text } from "@mantine/core";
import { useInfiniteQuery, useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { Link } from "wouter";
import { answered, api, commandKey, type Schemas } from "../../api/client.ts";
import { problemOf } from "../../api/problem.ts";
import { Answer, Empty } from "../../parts/answer.tsx";
import { MoreButton } from "../../parts/more-button.tsx";
import { ProblemNote } from "../../parts/problem-note.tsx";
import { When } from "../../parts/when.tsx";
import { useLocale } from "../../words/locale.ts";
import { useWords } from "../../words/use-words.ts";
import { ChannelSwitches } from "./channel-switches.tsx";
import { HeldMessages } from "./held-messages.tsx";
import { ProcessSelect } from "./process-select.tsx";
import { useAddressFilter } from "./use-address-filter.ts";

const WORDS = {
  status: { ru: "Состояние", en: "State" },
  any: { ru: "Любое", en: "Any" },
  held: { ru: "придержано", en: "held" },
  waiting: { ru: "ждёт", en: "waits" },
  sending: { ru: "отправляется", en: "being sent" },
  sent: { ru: "отправлено", en: "sent" },
  refused: { ru: "не принято", en: "refused" },
  uncertain: { ru: "неизвестно, ушло ли", en: "uncertain" },
  dropped: { ru: "выброшено", en: "dropped" },
  release: { ru: "Отпустить", en: "Release" },
  again: { ru: "Отправить ещё раз", en: "Send it again" },
  drop: { ru: "Выбросить", en: "Drop" },
  arrived: { ru: "Больше не отправлять", en: "Do not send again" },
  instead: (address: string) => ({ ru: `вместо ${address}`, en: `instead of ${address}` }),
  none: { ru: "Таких сообщений нет.", en: "There are no such messages." },
  open: { ru: "Процесс", en: "Instance" },
  sms: (count: number) => ({ ru: `SMS: ${count}`, en: `SMS: ${count}` }),
};
const STATUSES = ["held", "uncertain", "refused", "waiting", "sending", "sent", "dropped"] as const;
const COLORS = {
  ...{ held: "yellow", uncertain: "red", refused: "red", waiting: "cyan", sending: "cyan" },
  ...{ sent: "green", dropped: "gray" },
};

/** Messages for people: those that are held or in doubt wait for a decision. */
export function MessageList() {
  const words = useWords(WORDS);
  const locale = useLocale();
  const { of, set } = useAddressFilter();
  const status = STATUSES.find((one) => one === of("status"));
  const filter = {
    ...(of("process") === null ? {} : { process: of("process") ?? "" }),
    ...(status === undefined ? {} : { status }),
  };
  const query = useInfiniteQuery({
    queryKey: ["operations", "messages", filter, locale],
    queryFn: ({ pageParam }) =>
      answered(
        api.GET("/api/outgoing", {
          params: { query: { ...filter, ...(pageParam === null ? {} : { after: pageParam }) } },
        }),
      ),
    initialPageParam: null as string | null,
    getNextPageParam: ({ next }) => next,
  });
  return (
    <Stack gap="md">
      <ChannelSwitches />
      <Group gap="sm" align="flex-end">
        <ProcessSelect value={of("process")} onChange={(process) => set({ process })} />
        <Select
          label={words.status}
          placeholder={words.any}
          data={STATUSES.map((value) => ({ value, label: words[value] }))}
          value={status ?? null}
          onChange={(value) => set({ status: value })}
          clearable
          flex="1 1 180px"
        />
      </Group>
      <Answer query={query}>
        {({ pages }) => {
          const rows = pages.flatMap((page) => page.rows);
          if (rows.length === 0) return <Empty title={words.none} />;
          return (
            <Stack gap="sm">
              {rows.some((message) => message.status === "held") && <HeldMessages process={of("process")} />}
              {rows.map((message) => (
                <MessageCard key={message.key} message={message} />
              ))}
              <MoreButton query={query} />
            </Stack>
          );
        }}
      </Answer>
    </Stack>
  );
}

function MessageCard({ message }: { readonly message: Schemas["OutgoingMessage"] }) {
  const words = useWords(WORDS);
  const queries = useQueryClient();
  const [key] = useState(commandKey);
  const { status } = message;
  const decide = useMutation({
    mutationFn: (decision: "release" | "drop") =>
      answered(
        api.POST("/api/outgoing/{decision}", {
          params: { path: { decision } },
          headers: { "Idempotency-Key": `${key}-${decision}` },
          body: { keys: [message.key] },
        }),
      ),
    onSettled: () => queries.invalidateQueries({ queryKey: ["operations"] }),
  });
  const mayRelease = ["held", "waiting", "uncertain", "refused"].includes(status);
  const mayDrop = ["held", "waiting", "uncertain"].includes(status);
  return (
    <Card withBorder padding="md" component="article">
      <Stack gap={6}>
        <Group gap="xs" justify="space-between" align="flex-start">
          <Group gap="xs">
            <Badge color={COLORS[status]} variant="light" tt="none">
              {words[status]}
            </Badge>
            <Text size="sm" fw={600} className="operations-text">
              {message.to.name}
            </Text>
            <Text size="sm" c="dimmed" className="operations-text">
              {message.channel} → {message.sentTo ?? message.address}
              {message.sentTo !== null && ` (${words.instead(message.address)})`}
            </Text>
          </Group>
          <Text size="xs" c="dimmed" component="div">
            <When at={message.sentAt ?? message.createdAt} isAgo />
          </Text>
        </Group>
        {message.subject !== null && message.channel !== "sms" && (
          <Text size="sm" fw={600} className="operations-text">
            {message.subject}
          </Text>
        )}
        <Text size="sm" className="operations-text" lineClamp={6}>
          {message.text}
        </Text>
        <Text size="xs" c="dimmed">
          {[
            message.reason,
            message.delivery,
            message.segments === null ? null : words.sms(message.segments),
            message.process,
          ]
            .filter((part) => part !== null)
            .join(" · ")}
          {message.instance !== null && (
            <>
              {" · "}
              <Anchor component={Link} href={`/instances/${message.instance}`} inherit underline="always">
                {words.open}
              </Anchor>
            </>
          )}
        </Text>
        {decide.isError && <ProblemNote problem={problemOf(decide.error)} />}
        {(mayRelease || mayDrop) && (
          <Group gap="xs">
            {mayRelease && (
              <Button size="xs" loading={decide.isPending} onClick={() => decide.mutate("release")}>
                {status === "held" || status === "waiting" ? words.release : words.again}
              </Button>
            )}
            {mayDrop && (
              <Button size="xs" variant="default" onClick={() => decide.mutate("drop")}>
                {status === "uncertain" ? words.arrived : words.drop}
              </Button>
            )}
          </Group>
        )}
      </Stack>
    </Card>
  );
}
