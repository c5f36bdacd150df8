import { Anchor, Breadcrumbs, Grid, Group, Paper, Stack, Tabs, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link } from "wouter";
import { answered, api } from "../../api/client.ts";
import { Answer } from "../../parts/answer.tsx";
import { Page } from "../../parts/page.tsx";
import { valueText } from "../../parts/value-shown.tsx";
import { useLocale } from "../../words/locale.ts";
import { useWords } from "../../words/use-words.ts";
import { RecordFieldRow } from "./record-field-row.tsx";
import { RecordHistory } from "./record-history.tsx";
import { RecordLinks } from "./record-links.tsx";
import { RecordNotes } from "./record-notes.tsx";
import { RecordProcesses } from "./record-processes.tsx";
import { StageMenu } from "./stage-menu.tsx";
import { type RecordCard, type RecordField, type RecordType, stagesOf } from "./use-records.ts";

const WORDS = {
  card: { ru: "Карточка", en: "Card" },
  history: { ru: "История", en: "History" },
  processes: { ru: "Процессы", en: "Processes" },
  notes: { ru: "Заметки", en: "Notes" },
  parts: { ru: "Разделы карточки", en: "Parts of the card" },
  main: { ru: "Главное", en: "Main" },
  money: { ru: "Деньги и скидки", en: "Money and discounts" },
  links: { ru: "Связи", en: "Links" },
  contacts: { ru: "Как связаться", en: "How to reach" },
  files: { ru: "Документы", en: "Documents" },
  hidden: { ru: "Скрытые поля — видны только администраторам", en: "Hidden fields: for administrators alone" },
  total: { ru: "Сумма", en: "Total" },
};

type Section = "main" | "money" | "contacts" | "links" | "files" | "hidden";
const SECTIONS: readonly Section[] = ["main", "money", "contacts", "links", "files", "hidden"];

/** A record: its fields in sections, each edited in place; what links to it; history, processes, notes. */
export function RecordCardPage(of: {
  readonly type: RecordType;
  readonly types: readonly RecordType[];
  readonly number: string;
}) {
  const { type, number } = of;
  const query = useQuery({
    queryKey: ["records", "card", type.name, number],
    queryFn: () => answered(api.GET("/api/records/{type}/{number}", { params: { path: { type: type.name, number } } })),
  });
  return <Answer query={query}>{(card) => <Card {...of} card={card} />}</Answer>;
}

function Card(of: { readonly type: RecordType; readonly types: readonly RecordType[]; readonly card: RecordCard }) {
  const { type, types, card } = of;
  const words = useWords(WORDS);
  const { record } = card;
  const hasStages = stagesOf(type, record.pipeline).length > 0;
  return (
    <Page
      title={record.title}
      width={1180}
      about={
        <Breadcrumbs separator="·" separatorMargin={6}>
          <Anchor component={Link} href={`/${type.name}`} size="sm">
            {type.title}
          </Anchor>
          <Text size="sm" className="quiet">
            {record.number}
          </Text>
        </Breadcrumbs>
      }
      actions={hasStages && <StageMenu type={type} record={record} isButton />}
    >
      <Tabs defaultValue="card" keepMounted={false}>
        <Tabs.List aria-label={words.parts} mb="md">
          {(["card", "history", "processes", "notes"] as const).map((tab) => (
            <Tabs.Tab key={tab} value={tab} px={{ base: 8, sm: "md" }}>
              {words[tab]}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        <Tabs.Panel value="card">
          <Grid gap="md">
            <Grid.Col span={{ base: 12, md: 7 }}>
              <Sections type={type} card={card} />
            </Grid.Col>
            <Grid.Col span={{ base: 12, md: 5 }}>
              <RecordLinks card={card} types={types} />
            </Grid.Col>
          </Grid>
        </Tabs.Panel>
        <Tabs.Panel value="history">
          <RecordHistory type={type} record={record} />
        </Tabs.Panel>
        <Tabs.Panel value="processes">
          <RecordProcesses record={record} />
        </Tabs.Panel>
        <Tabs.Panel value="notes">
          <RecordNotes record={record} />
        </Tabs.Panel>
      </Tabs>
    </Page>
  );
}

function Sections({ type, card }: { readonly type: RecordType; readonly card: RecordCard }) {
  const words = useWords(WORDS);
  const locale = useLocale();
  const { total } = card.record.values;
  const bySection = Map.groupBy(type.fields, sectionOf);
  return (
    <Stack gap="md">
      {SECTIONS.map((section) => {
        const fields = bySection.get(section) ?? [];
        if (fields.length === 0) return null;
        return (
          <Paper key={section} withBorder p="md" component="section" aria-label={words[section]}>
            <Group justify="space-between" mb="xs" gap="xs">
              <Text component="h2" fw={650}>
                {words[section]}
              </Text>
              {section === "money" && Array.isArray(total) && total.length > 0 && (
                <Text fw={650}>{total.map((sum) => valueText(sum, { type: "money" }, locale)).join(" + ")}</Text>
              )}
            </Group>
            <Stack gap={2}>
              {fields.map((field) => (
                <RecordFieldRow key={field.name} field={field} card={card} />
              ))}
            </Stack>
          </Paper>
        );
      })}
    </Stack>
  );
}

/** Which part of a card a field belongs to follows from its type: a catalog says nothing of it. */
function sectionOf({ name, type, hidden, of }: RecordField): Section {
  if (hidden) return "hidden";
  if (type === "files") return "files";
  if (type === "record" || type === "records") return "links";
  if (type === "money" || type === "map" || of.includes("money")) return "money";
  return /phone|mail|city|address|site/i.test(name) && type === "text" ? "contacts" : "main";
}
