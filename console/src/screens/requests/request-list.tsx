import { Anchor, Button, Card, Group, SegmentedControl, Stack, Text } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useState } from "react";
import { Link } from "wouter";
import { answered, api, type Schemas } from "../../api/client.ts";
import { Answer, Empty } from "../../parts/answer.tsx";
import { InstanceStatus } from "../../parts/instance-status.tsx";
import { MoreButton } from "../../parts/more-button.tsx";
import { Page } from "../../parts/page.tsx";
import { When } from "../../parts/when.tsx";
import { useWords } from "../../words/use-words.ts";

const WORDS = {
  title: { ru: "Мои заявки", en: "My requests" },
  about: { ru: "Что вы запустили, и кого оно ждёт.", en: "What you started, and whom it waits for." },
  start: { ru: "Новая заявка", en: "New request" },
  live: { ru: "Идут", en: "Under way" },
  ended: { ru: "Закончены", en: "Ended" },
  all: { ru: "Все", en: "All" },
  which: { ru: "Какие", en: "Which" },
  nothing: { ru: "Здесь пока пусто", en: "Nothing here yet" },
  nothingText: {
    ru: "Нажмите «Новая заявка», чтобы запустить согласование скидки, счёта или другой процесс.",
    en: "Press “New request” to begin the approval of a discount, an invoice, or another process.",
  },
  waits: { ru: "Ждёт", en: "Waits for" },
  since: { ru: "с", en: "since" },
  nobody: { ru: "Ждёт события или часов", en: "Waits for an event or the clock" },
  stopped: { ru: "Случился сбой: им занимаются операторы", en: "An incident stopped it: operators are seeing to it" },
};

type Which = "live" | "ended" | "all";

/** What I started, the newest first. */
export function RequestList() {
  const words = useWords(WORDS);
  const [which, setWhich] = useState<Which>("live");
  const query = useInfiniteQuery({
    queryKey: ["requests", "list", which],
    initialPageParam: null as string | null,
    queryFn: ({ pageParam }) =>
      answered(
        api.GET("/api/instances", {
          params: {
            query: {
              ...{ mine: true, limit: 30 },
              ...(which === "all" ? {} : { status: which }),
              ...(pageParam === null ? {} : { after: pageParam }),
            },
          },
        }),
      ),
    getNextPageParam: ({ next }) => next,
  });
  return (
    <Page
      title={words.title}
      about={words.about}
      width={960}
      actions={
        <Button component={Link} href="/new" leftSection={<IconPlus size={18} aria-hidden />}>
          {words.start}
        </Button>
      }
    >
      <SegmentedControl
        aria-label={words.which}
        w="fit-content"
        value={which}
        onChange={(value) => setWhich(value as Which)}
        data={(["live", "ended", "all"] as const).map((value) => ({ value, label: words[value] }))}
      />
      <Answer query={query}>
        {({ pages }) => {
          const rows = pages.flatMap((page) => page.rows);
          if (rows.length === 0) return <Empty title={words.nothing}>{words.nothingText}</Empty>;
          return (
            <Stack gap="xs">
              {rows.map((row) => (
                <RequestCard key={row.id} row={row} />
              ))}
              <MoreButton query={query} />
            </Stack>
          );
        }}
      </Answer>
    </Page>
  );
}

function RequestCard({ row }: { readonly row: Schemas["InstanceRow"] }) {
  const words = useWords(WORDS);
  return (
    <Card withBorder padding="sm">
      <Group justify="space-between" wrap="nowrap" align="flex-start">
        <div style={{ minWidth: 0 }}>
          <Anchor component={Link} href={`/${row.id}`} fw={600}>
            {row.subject}
          </Anchor>
          <Text size="sm" c="dimmed">
            {row.title} № {row.number} · <When at={row.startedAt} />
          </Text>
        </div>
        <InstanceStatus status={row.status} />
      </Group>
      {row.endedAt === null && (
        <Text size="sm" mt={6}>
          {row.turns.length === 0
            ? row.isStopped
              ? words.stopped
              : words.nobody
            : row.turns.map((turn, index) => (
                <span key={turn.task}>
                  {index > 0 && "; "}
                  {words.waits}: <b>{turn.people.map(({ text }) => text).join(", ")}</b> {words.since}{" "}
                  <When at={turn.since} />
                </span>
              ))}
        </Text>
      )}
    </Card>
  );
}
