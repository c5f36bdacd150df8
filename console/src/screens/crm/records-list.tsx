import { Button, Group, ScrollArea, SegmentedControl, Select, Stack, Tabs, TextInput } from "@mantine/core";
import { useDebouncedValue, useDisclosure } from "@mantine/hooks";
import { IconLayoutKanban, IconList, IconPlus, IconSearch } from "@tabler/icons-react";
import { useState } from "react";
import { useLocation } from "wouter";
import { Page } from "../../parts/page.tsx";
import { useWords } from "../../words/use-words.ts";
import { NewRecord } from "./new-record.tsx";
import { RecordBoard } from "./record-board.tsx";
import { RecordTable } from "./record-table.tsx";
import { type RecordType, stagesOf } from "./use-records.ts";

const WORDS = {
  title: { ru: "Клиенты и сделки", en: "Clients and deals" },
  types: { ru: "Виды записей", en: "Types of records" },
  search: { ru: "Название, телефон, почта или номер", en: "Title, phone, address or number" },
  stage: { ru: "Стадия", en: "Stage" },
  allStages: { ru: "Все стадии", en: "All stages" },
  pipeline: { ru: "Воронка", en: "Pipeline" },
  allPipelines: { ru: "Все воронки", en: "All pipelines" },
  look: { ru: "Вид", en: "View" },
  table: { ru: "Таблица", en: "Table" },
  board: { ru: "Доска", en: "Board" },
  add: { ru: "Создать", en: "New" },
};

const SEARCH_PAUSE_MS = 250;

/** The records of one type, as a table or as a board by stage. */
export function RecordsList({ type, types }: { readonly type: RecordType; readonly types: readonly RecordType[] }) {
  const words = useWords(WORDS);
  const [, navigate] = useLocation();
  const hasStages = type.stages.length > 0 || type.pipelines.length > 0;
  const [look, setLook] = useState(hasStages ? keptLook() : "table");
  const [text, setText] = useState("");
  const [find] = useDebouncedValue(text.trim(), SEARCH_PAUSE_MS);
  const [stage, setStage] = useState<string | null>(null);
  const [pipeline, setPipeline] = useState<string | null>(null);
  const [isAdding, { open, close }] = useDisclosure(false);
  const isBoard = look === "board" && hasStages && find === "";
  const shownPipeline = pipeline ?? (isBoard ? (type.pipelines[0]?.name ?? null) : null);
  const stages = type.pipelines.length > 0 && shownPipeline === null ? [] : stagesOf(type, shownPipeline);
  return (
    <Page
      title={words.title}
      actions={
        <Button leftSection={<IconPlus size={16} aria-hidden />} onClick={open}>
          {words.add}
        </Button>
      }
    >
      <ScrollArea type="never" scrollbars="x">
        <Tabs
          value={type.name}
          onChange={(name) => name !== null && navigate(`/${name}`)}
          activateTabWithKeyboard={false}
          keepMounted={false}
        >
          <Tabs.List aria-label={words.types} style={{ flexWrap: "nowrap" }}>
            {types.map(({ name, title }) => (
              <Tabs.Tab key={name} value={name} style={{ whiteSpace: "nowrap" }}>
                {title}
              </Tabs.Tab>
            ))}
          </Tabs.List>
        </Tabs>
      </ScrollArea>
      <Stack gap="sm">
        <Group gap="xs" wrap="wrap">
          <TextInput
            type="search"
            aria-label={words.search}
            placeholder={words.search}
            leftSection={<IconSearch size={16} aria-hidden />}
            value={text}
            onChange={(event) => setText(event.currentTarget.value)}
            flex="1 1 220px"
            maw={420}
          />
          {type.pipelines.length > 0 && (
            <Select
              aria-label={words.pipeline}
              placeholder={words.allPipelines}
              data={type.pipelines.map(({ name, title }) => ({ value: name, label: title }))}
              value={shownPipeline}
              onChange={(next) => {
                setPipeline(next);
                setStage(null);
              }}
              clearable={!isBoard}
              allowDeselect={!isBoard}
              flex="1 1 200px"
              maw={260}
            />
          )}
          {!isBoard && stages.length > 0 && (
            <Select
              aria-label={words.stage}
              placeholder={words.allStages}
              data={stages.map(({ name, title }) => ({ value: name, label: title }))}
              value={stage}
              onChange={setStage}
              clearable
              flex="1 1 160px"
              maw={240}
            />
          )}
          {hasStages && (
            <SegmentedControl
              aria-label={words.look}
              value={look}
              onChange={(next) => {
                setLook(next);
                window.localStorage.setItem(KEPT, next);
              }}
              data={[
                { value: "table", label: <Look icon={<IconList size={16} aria-hidden />} text={words.table} /> },
                {
                  value: "board",
                  label: <Look icon={<IconLayoutKanban size={16} aria-hidden />} text={words.board} />,
                },
              ]}
            />
          )}
        </Group>
        {isBoard ? (
          <RecordBoard type={type} pipeline={shownPipeline} />
        ) : (
          <RecordTable
            type={type}
            find={find}
            stage={stage}
            pipeline={shownPipeline}
            key={`${find} ${stage} ${shownPipeline}`}
          />
        )}
      </Stack>
      {isAdding && <NewRecord type={type} pipeline={shownPipeline} onClose={close} />}
    </Page>
  );
}

const KEPT = "ordo-crm-view";

function keptLook(): string {
  return window.localStorage.getItem(KEPT) === "table" ? "table" : "board";
}

function Look({ icon, text }: { readonly icon: React.ReactNode; readonly text: string }) {
  return (
    <Group gap={6} wrap="nowrap">
      {icon}
      {text}
    </Group>
  );
}
