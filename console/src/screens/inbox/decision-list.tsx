import { Badge, Group, Stack, Text, TextInput } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { IconSearch } from "@tabler/icons-react";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useState } from "react";
import { Link } from "wouter";
import { answered, api } from "../../api/client.ts";
import { Answer, Empty } from "../../parts/answer.tsx";
import { MoreButton } from "../../parts/more-button.tsx";
import { Page } from "../../parts/page.tsx";
import { When } from "../../parts/when.tsx";
import { useWords } from "../../words/use-words.ts";
import { InboxTabs } from "./inbox-tabs.tsx";
import { RecallButton } from "./recall-button.tsx";

const WORDS = {
  title: { ru: "Задания", en: "Inbox" },
  search: { ru: "Предмет решения", en: "What it was about" },
  nothing: { ru: "Решений нет", en: "No decisions" },
  nothingText: {
    ru: "Здесь будет всё, что вы решили; решение можно отменить, пока не решил следующий.",
    en: "All that you decided will stand here; a decision can be taken back until the next one decides.",
  },
  list: { ru: "Мои решения", en: "My decisions" },
  undone: { ru: "не учитывается: отменено или была доработка", en: "does not count: taken back, or a rework followed" },
  standsIn: (name: string) => ({ ru: `за: ${name}`, en: `for ${name}` }),
};

/** What I decided, newest first. */
export function DecisionList() {
  const words = useWords(WORDS);
  const [text, setText] = useState("");
  const [typed] = useDebouncedValue(text.trim(), 300);
  const query = useInfiniteQuery({
    queryKey: ["decisions", "mine", typed],
    queryFn: ({ pageParam }) =>
      answered(
        api.GET("/api/decisions", {
          params: {
            query: {
              limit: 50,
              ...(typed === "" ? {} : { text: typed }),
              ...(pageParam === null ? {} : { after: pageParam }),
            },
          },
        }),
      ),
    initialPageParam: null as string | null,
    getNextPageParam: ({ next }) => next,
    placeholderData: (before) => before,
  });
  return (
    <Page title={words.title} width={1080}>
      <InboxTabs current="decisions" />
      <TextInput
        type="search"
        aria-label={words.search}
        placeholder={words.search}
        leftSection={<IconSearch size={16} aria-hidden />}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
        maw={420}
      />
      <Answer query={query} rows={6}>
        {({ pages }) => {
          const rows = pages.flatMap((page) => page.rows);
          if (rows.length === 0) return <Empty title={words.nothing}>{words.nothingText}</Empty>;
          return (
            <Stack gap="xs">
              <ul className="rows" aria-label={words.list}>
                {rows.map((row) => (
                  <li key={row.task} className="row">
                    <div className="grow">
                      <Link href={`/${row.task}`} className="task-link">
                        {row.title}
                      </Link>
                      <Text size="sm" className="quiet" component="div">
                        {row.processTitle} № {row.number}
                        {row.subject !== row.title && ` · ${row.subject}`}
                      </Text>
                      <Group gap={6} mt={4}>
                        <Badge variant="light" tt="none" color={row.counts ? "ordo" : "gray"}>
                          {row.word}
                        </Badge>
                        {!row.counts && (
                          <Text size="sm" component="span">
                            {words.undone}
                          </Text>
                        )}
                        {row.onBehalfOf !== null && (
                          <Badge variant="light">{words.standsIn(row.onBehalfOf.name)}</Badge>
                        )}
                        {row.comment !== null && (
                          <Text size="sm" component="span" lineClamp={2}>
                            «{row.comment}»
                          </Text>
                        )}
                      </Group>
                    </div>
                    <div className="row-side">
                      <Text size="sm" component="div">
                        <When at={row.at} />
                      </Text>
                      {row.canRecall && <RecallButton task={row.task} />}
                    </div>
                  </li>
                ))}
              </ul>
              <MoreButton query={query} />
            </Stack>
          );
        }}
      </Answer>
    </Page>
  );
}
