import { Anchor, Checkbox, Group, Stack, Switch, Text, TextInput } from "@mantine/core";
import { useDebouncedValue, useHotkeys } from "@mantine/hooks";
import { IconSearch } from "@tabler/icons-react";
import { useInfiniteQuery } from "@tanstack/react-query";
import { lazy, Suspense, useEffect, useRef, useState } from "react";
import { Link, useSearchParams } from "wouter";
import { answered, api, type Schemas } from "../../api/client.ts";
import { Answer, Empty } from "../../parts/answer.tsx";
import { MoreButton } from "../../parts/more-button.tsx";
import { Page } from "../../parts/page.tsx";
import { useWords } from "../../words/use-words.ts";
import type { BulkOrder } from "./bulk-bar.tsx";
import type { InboxList } from "./inbox-lists.ts";
import { InboxTabs } from "./inbox-tabs.tsx";
import { TaskRow } from "./task-row.tsx";
import { useTaskCounts } from "./use-task-counts.ts";

type InboxTask = Schemas["InboxTask"];

/** What decides many at once is loaded when the first is chosen. */
const BulkBar = lazy(async () => ({ default: (await import("./bulk-bar.tsx")).BulkBar }));
const BulkDialog = lazy(async () => ({ default: (await import("./bulk-bar.tsx")).BulkDialog }));

const WORDS = {
  title: { ru: "Задания", en: "Inbox" },
  search: { ru: "Название, предмет, номер", en: "Title, subject, number" },
  overdue: { ru: "Только просроченные", en: "Overdue only" },
  all: { ru: "Выбрать все на странице", en: "Select all shown" },
  moveKeys: { ru: "J и K — по списку, Enter — открыть", en: "J and K move, Enter opens" },
  keys: { ru: "J и K — по списку, Enter — открыть, X — выбрать", en: "J and K move, Enter opens, X selects" },
  tasks: { ru: "Задания", en: "Tasks" },
  nothingFound: { ru: "Ничего не нашлось", en: "Nothing found" },
  nothingFoundText: { ru: "Измените или уберите поиск и фильтр.", en: "Change or clear the search and the filter." },
  mine: { ru: "Вас никто не ждёт", en: "Nobody waits for you" },
  mineText: { ru: "Новые задания появятся здесь сами.", en: "New tasks will appear here by themselves." },
  offered: (count: number) => ({ ru: `Можно взять предложенное: ${count}`, en: `Offered to you: ${count}` }),
  group: { ru: "Брать нечего", en: "Nothing to claim" },
  groupText: {
    ru: "Здесь появится то, что предложено вам и коллегам: возьмёт первый.",
    en: "What is offered to you and your colleagues appears here: the first to claim has it.",
  },
  team: { ru: "У ваших людей заданий нет", en: "Your people have no tasks" },
  teamText: {
    ru: "Здесь видно, что ждёт сотрудников вашего отдела.",
    en: "What waits for your department stands here.",
  },
  everything: { ru: "Открытых заданий нет", en: "No open tasks" },
};

const ROWS = 50;

/** A list of open tasks: overdue ones first. */
export function TaskList({ list }: { readonly list: InboxList }) {
  const words = useWords(WORDS);
  const [search, setSearch] = useSearchParams();
  const [text, setText] = useState(search.get("text") ?? "");
  const [typed] = useDebouncedValue(text, 300);
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const [bulk, setBulk] = useState<BulkOrder | null>(null);
  const place = useRef<HTMLUListElement>(null);
  const isOverdue = search.get("overdue") === "1";
  const process = search.get("process");
  const filter = {
    ...(typed.trim() === "" ? {} : { text: typed.trim() }),
    ...(isOverdue ? { overdue: true } : {}),
    ...(process === null ? {} : { process }),
  };
  const query = useInfiniteQuery({
    queryKey: ["tasks", "list", list, filter],
    queryFn: ({ pageParam }) =>
      answered(
        api.GET("/api/tasks", {
          params: { query: { list, limit: ROWS, ...filter, ...(pageParam === null ? {} : { after: pageParam }) } },
        }),
      ),
    initialPageParam: null as string | null,
    getNextPageParam: ({ next }) => next,
    placeholderData: (before) => before,
  });

  useEffect(() => {
    setSearch(
      (before) => {
        const next = new URLSearchParams(before);
        if (typed.trim() === "") next.delete("text");
        else next.set("text", typed.trim());
        return next;
      },
      { replace: true },
    );
  }, [typed, setSearch]);

  const move = (by: 1 | -1): void => {
    const links = [...(place.current?.querySelectorAll<HTMLElement>("a.task-link") ?? [])];
    const at = links.indexOf(document.activeElement as HTMLElement);
    links[Math.min(links.length - 1, Math.max(0, at + by))]?.focus();
  };
  const toggle = (id: string): void =>
    setChosen((before) => {
      const next = new Set(before);
      if (!next.delete(id)) next.add(id);
      return next;
    });
  const canChoose = list === "mine" || list === "group";
  const physical = { usePhysicalKeys: true };
  useHotkeys([
    ["j", () => move(1), physical],
    ["k", () => move(-1), physical],
    ["ArrowDown", () => move(1)],
    ["ArrowUp", () => move(-1)],
    [
      "x",
      () => {
        const id = (document.activeElement as HTMLElement | null)?.dataset["task"];
        if (canChoose && id !== undefined) toggle(id);
      },
      physical,
    ],
  ]);

  return (
    <Page title={words.title} width={1080}>
      <InboxTabs current={list} />
      <Group gap="md">
        <TextInput
          type="search"
          aria-label={words.search}
          placeholder={words.search}
          leftSection={<IconSearch size={16} aria-hidden />}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
          className="grow"
          maw={420}
        />
        <Switch
          label={words.overdue}
          checked={isOverdue}
          onChange={(event) => {
            const { checked } = event.currentTarget;
            setSearch((before) => {
              const next = new URLSearchParams(before);
              if (checked) next.set("overdue", "1");
              else next.delete("overdue");
              return next;
            });
          }}
        />
      </Group>
      <Answer query={query} rows={6}>
        {({ pages }) => {
          const rows = pages.flatMap((page) => page.rows);
          if (rows.length === 0) return <Nothing list={list} isFiltered={Object.keys(filter).length > 0} />;
          const picked = rows.filter(({ id }) => chosen.has(id));
          return (
            <Stack gap="xs">
              <Group justify="space-between" mih={28}>
                {canChoose ? (
                  <Checkbox
                    size="sm"
                    label={words.all}
                    checked={picked.length === rows.length}
                    indeterminate={picked.length > 0 && picked.length < rows.length}
                    onChange={() => setChosen(picked.length === rows.length ? new Set() : idsOf(rows))}
                  />
                ) : (
                  <span />
                )}
                <Text size="xs" className="quiet" visibleFrom="sm">
                  {canChoose ? words.keys : words.moveKeys}
                </Text>
              </Group>
              <ul className="rows" aria-label={words.tasks} ref={place}>
                {rows.map((task) => (
                  <TaskRow
                    key={task.id}
                    task={task}
                    list={list}
                    isChosen={chosen.has(task.id)}
                    onChoose={canChoose ? () => toggle(task.id) : null}
                  />
                ))}
              </ul>
              <MoreButton query={query} />
              {picked.length > 0 && (
                <Suspense>
                  <BulkBar tasks={picked} onDecide={setBulk} onClear={() => setChosen(new Set())} />
                </Suspense>
              )}
            </Stack>
          );
        }}
      </Answer>
      {bulk !== null && (
        <Suspense>
          <BulkDialog
            order={bulk}
            onClose={(isDone) => {
              setBulk(null);
              if (isDone) setChosen(new Set());
            }}
          />
        </Suspense>
      )}
    </Page>
  );
}

function idsOf(rows: readonly InboxTask[]): ReadonlySet<string> {
  return new Set(rows.map(({ id }) => id));
}

function Nothing({ list, isFiltered }: { readonly list: InboxList; readonly isFiltered: boolean }) {
  const words = useWords(WORDS);
  const offered = useTaskCounts()?.group?.tasks ?? 0;
  if (isFiltered) return <Empty title={words.nothingFound}>{words.nothingFoundText}</Empty>;
  if (list === "all") return <Empty title={words.everything} />;
  if (list === "mine" && offered > 0)
    return (
      <Empty title={words.mine}>
        <Anchor component={Link} href="/group" size="sm">
          {words.offered(offered)}
        </Anchor>
      </Empty>
    );
  return <Empty title={words[list]}>{words[`${list}Text`]}</Empty>;
}
