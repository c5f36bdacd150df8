import { Card, SimpleGrid, Text, Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link } from "wouter";
import { answered, api } from "../../api/client.ts";
import { useOwnSession } from "../../api/use-session.ts";
import { Answer, Empty } from "../../parts/answer.tsx";
import { Page } from "../../parts/page.tsx";
import { useWords } from "../../words/use-words.ts";
import { useCallSource } from "./use-call-source.ts";

const WORDS = {
  title: { ru: "Новая заявка", en: "New request" },
  about: { ru: "Что запустить?", en: "What is it about?" },
  asks: { ru: "Понадобится", en: "You will need" },
  nothing: { ru: "Форм для вас нет", en: "There are no forms for you" },
  nothingText: {
    ru: "Кто что запускает, написано в процессах: спросите аналитика.",
    en: "Processes say who starts what: ask the analyst.",
  },
  lead: { ru: "Заявка с телефонного звонка", en: "A lead from a telephone call" },
  leadText: {
    ru: "Имя, телефон, что нужно клиенту: распределение начнётся само.",
    en: "Name, telephone, what the client asks for: its distribution begins by itself.",
  },
};

/** Which process to start. */
export function NewRequest() {
  const words = useWords(WORDS);
  const { installation } = useOwnSession();
  const call = useCallSource(installation.hasRecords);
  const query = useQuery({ queryKey: ["requests", "forms"], queryFn: () => answered(api.GET("/api/forms")) });
  return (
    <Page title={words.title} about={words.about} width={960}>
      <Answer query={query}>
        {(forms) =>
          forms.length === 0 && call === null ? (
            <Empty title={words.nothing}>{words.nothingText}</Empty>
          ) : (
            <SimpleGrid cols={{ base: 1, sm: 2 }}>
              {forms.map(({ process, title, asks }) => (
                <Card key={process} withBorder component={Link} href={`/new/${process}`} className="choice">
                  <Title order={3}>{title}</Title>
                  {asks.length > 0 && (
                    <Text size="sm" c="dimmed" mt={4}>
                      {words.asks}: {asks.join(", ")}
                    </Text>
                  )}
                </Card>
              ))}
              {call !== null && (
                <Card withBorder component={Link} href="/new-call" className="choice">
                  <Title order={3}>{words.lead}</Title>
                  <Text size="sm" c="dimmed" mt={4}>
                    {words.leadText}
                  </Text>
                </Card>
              )}
            </SimpleGrid>
          )
        }
      </Answer>
    </Page>
  );
}
