import { Anchor, Badge, Card, Group, Stack, Text, TextInput, Title } from "@mantine/core";
import { IconSearch } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { type FormEvent, type ReactNode, useEffect, useState } from "react";
import { Link, useLocation, useSearch } from "wouter";
import { answered, api, type Schemas } from "../../api/client.ts";
import { Answer, Empty } from "../../parts/answer.tsx";
import { InstanceStatus } from "../../parts/instance-status.tsx";
import { Page } from "../../parts/page.tsx";
import { Person } from "../../parts/person.tsx";
import { When } from "../../parts/when.tsx";
import { useWords } from "../../words/use-words.ts";

const WORDS = {
  title: { ru: "Поиск", en: "Search" },
  label: { ru: "Номер, телефон, компания или человек", en: "Number, telephone, company or person" },
  records: { ru: "Карточки", en: "Records" },
  instances: { ru: "Заявки и процессы", en: "Requests and processes" },
  people: { ru: "Люди", en: "People" },
  nothing: { ru: "Ничего не нашлось", en: "Nothing was found" },
  nothingText: {
    ru: "Проверьте номер. Телефон можно писать как угодно: +7 911 000-01-01 и 89110000101 — одно и то же.",
    en: "Check the number. A telephone may be written in any way: +7 911 000-01-01 and 89110000101 are the same.",
  },
  ask: { ru: "Клиент звонит и называет номер?", en: "A client calls and names his number?" },
  askText: {
    ru: "Введите номер заявки, телефон, название компании или фамилию.",
    en: "Type the number of the request, a telephone, a company or a surname.",
  },
  stage: { ru: "Стадия", en: "Stage" },
  responsible: { ru: "Отвечает", en: "Responsible" },
  nobody: { ru: "никто", en: "nobody" },
  waits: { ru: "Ждёт", en: "Waits for" },
  clock: { ru: "события или часов", en: "an event or the clock" },
  since: { ru: "с", en: "since" },
  next: { ru: "Дальше", en: "Next" },
  idle: { ru: "Ничего не идёт", en: "Nothing is under way" },
  hidden: { ru: "Идут процессы, которые вам не видны", en: "Processes are under way that are not yours to see" },
};

/** One box: on which stage, who is responsible, whom it waits for since when, what comes next. */
export default function Search() {
  const words = useWords(WORDS);
  const q = new URLSearchParams(useSearch()).get("q")?.trim() ?? "";
  const [text, setText] = useState(q);
  const [, navigate] = useLocation();
  useEffect(() => setText(q), [q]);
  const query = useQuery({
    queryKey: ["search", q],
    enabled: q !== "",
    queryFn: () => answered(api.GET("/api/search", { params: { query: { q } } })),
  });

  function submit(event: FormEvent): void {
    event.preventDefault();
    if (text.trim() !== "") navigate(`/?q=${encodeURIComponent(text.trim())}`);
  }

  return (
    <Page title={words.title} width={880}>
      <search>
        <form onSubmit={submit}>
          <TextInput
            size="md"
            aria-label={words.label}
            placeholder={words.label}
            leftSection={<IconSearch size={18} aria-hidden />}
            value={text}
            onChange={({ currentTarget }) => setText(currentTarget.value)}
            enterKeyHint="search"
            maxLength={200}
          />
        </form>
      </search>
      {q === "" ? (
        <Empty title={words.ask}>{words.askText}</Empty>
      ) : (
        <Answer query={query}>{(found) => <Results found={found} />}</Answer>
      )}
    </Page>
  );
}

interface Found {
  readonly records: readonly Schemas["FoundRecord"][];
  readonly instances: readonly Schemas["FoundInstance"][];
  readonly people: readonly {
    readonly id: string;
    readonly name: string;
    readonly position: string | null;
    readonly department: string | null;
  }[];
}

function Results({ found }: { readonly found: Found }) {
  const words = useWords(WORDS);
  const [, navigate] = useLocation();
  const { records, people } = found;
  // What stands under its record already is not told twice.
  const told = new Set(records.flatMap(({ processes }) => processes.map(({ id }) => id)));
  const instances = found.instances.filter(({ id }) => !told.has(id));
  const only = records.length + people.length === 0 && instances.length === 1 ? instances[0]?.id : undefined;
  // What alone was meant opens by itself.
  useEffect(() => {
    if (only !== undefined) navigate(`~/requests/${only}`, { replace: true });
  }, [only, navigate]);
  if (records.length + instances.length + people.length === 0)
    return <Empty title={words.nothing}>{words.nothingText}</Empty>;
  return (
    <Stack gap="lg">
      {records.length > 0 && (
        <Section title={words.records}>
          {records.map((record) => (
            <RecordCard key={record.ref} record={record} />
          ))}
        </Section>
      )}
      {instances.length > 0 && (
        <Section title={words.instances}>
          {instances.map((instance) => (
            <Card key={instance.id} withBorder padding="sm">
              <InstanceShown instance={instance} />
            </Card>
          ))}
        </Section>
      )}
      {people.length > 0 && (
        <Section title={words.people}>
          {people.map(({ id, name, position, department }) => (
            <Card key={id} withBorder padding="sm">
              <Person name={name} />
              <Text size="sm" c="dimmed">
                {[position, department].filter((one) => one !== null).join(" · ")}
              </Text>
            </Card>
          ))}
        </Section>
      )}
    </Stack>
  );
}

function Section({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <Stack gap="xs" component="section" aria-label={title}>
      <Title order={2}>{title}</Title>
      {children}
    </Stack>
  );
}

function RecordCard({ record }: { readonly record: Schemas["FoundRecord"] }) {
  const words = useWords(WORDS);
  const id = record.ref.slice(record.ref.indexOf("/") + 1);
  return (
    <Card withBorder padding="sm">
      <Group justify="space-between" wrap="nowrap" align="flex-start">
        <div style={{ minWidth: 0 }}>
          <Anchor component={Link} href={`~/crm/${record.ref}`} fw={600}>
            {record.title}
          </Anchor>
          <Text size="sm" c="dimmed">
            {record.typeTitle} № {id}
          </Text>
        </div>
        {record.stage !== null && (
          <Badge variant="light" tt="none" style={{ flexShrink: 0 }} aria-label={`${words.stage}: ${record.stage}`}>
            {record.stage}
          </Badge>
        )}
      </Group>
      <Text size="sm" mt={6}>
        {words.responsible}: <b>{record.responsible?.name ?? words.nobody}</b>
      </Text>
      {record.processes.length === 0 && (
        <Text size="sm" c="dimmed">
          {record.open > 0 ? `${words.hidden}: ${record.open}` : words.idle}
        </Text>
      )}
      {record.processes.map((instance) => (
        <Card key={instance.id} mt="xs" padding="xs" withBorder>
          <InstanceShown instance={instance} />
        </Card>
      ))}
    </Card>
  );
}

function InstanceShown({ instance }: { readonly instance: Schemas["FoundInstance"] }) {
  const words = useWords(WORDS);
  return (
    <>
      <Group justify="space-between" wrap="nowrap" align="flex-start">
        <div style={{ minWidth: 0 }}>
          <Anchor component={Link} href={`~/requests/${instance.id}`} fw={600} size="sm">
            {instance.subject}
          </Anchor>
          <Text size="sm" c="dimmed">
            {instance.title} № {instance.number}
          </Text>
        </div>
        <InstanceStatus status={instance.status} />
      </Group>
      {instance.waiting.map((place) => (
        <div key={`${place.title} ${place.since}`}>
          <Text size="sm" mt={4}>
            {words.waits}:{" "}
            <b>{place.people.length === 0 ? words.clock : place.people.map(({ text }) => text).join(", ")}</b>{" "}
            {words.since} <When at={place.since} /> — {place.title}
          </Text>
          {place.next !== null && (
            <Text size="sm" c="dimmed">
              {words.next}: {place.next.text}
            </Text>
          )}
        </div>
      ))}
    </>
  );
}
