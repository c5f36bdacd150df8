import { Anchor, Card, Group, SimpleGrid, Text } from "@mantine/core";
import { IconBook2 } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Link, Route, Switch } from "wouter";
import { answered, api } from "../../api/client.ts";
import { Answer, Empty } from "../../parts/answer.tsx";
import { Page } from "../../parts/page.tsx";
import { pluralEn, pluralRu } from "../../words/plural.ts";
import { useWords } from "../../words/use-words.ts";
import { RegistryPage } from "./registry-page.tsx";
import "./registries.css";

const WORDS = {
  title: { ru: "Реестры", en: "Registries" },
  about: {
    ru: "Что и кем решено: строки пишут процессы, изменить их нельзя.",
    en: "What was decided, and by whom: processes write the rows, and nobody can change them.",
  },
  none: { ru: "Вам не открыт ни один реестр", en: "No registry is open to you" },
  noneText: {
    ru: "Кто читает реестр, названо в catalog.yaml (readers).",
    en: "Who reads a registry is named in catalog.yaml (readers).",
  },
  rows: (count: number) => ({
    ru: pluralRu(count, ["строка", "строки", "строк"]),
    en: pluralEn(count, "row", "rows"),
  }),
};

/** The registries that are open to the viewer, and each of them. */
export default function Registries() {
  return (
    <Switch>
      <Route path="/">
        <RegistryList />
      </Route>
      <Route path="/:registry">{({ registry }) => <RegistryPage key={registry} registry={registry} />}</Route>
    </Switch>
  );
}

function RegistryList() {
  const words = useWords(WORDS);
  const query = useQuery({ queryKey: ["registries", "list"], queryFn: () => answered(api.GET("/api/registries")) });
  return (
    <Page title={words.title} about={words.about}>
      <Answer query={query}>
        {({ registries }) =>
          registries.length === 0 ? (
            <Empty title={words.none}>{words.noneText}</Empty>
          ) : (
            <SimpleGrid cols={{ base: 1, sm: 2, lg: 3 }}>
              {registries.map(({ name, title, sealed, unsealed }) => (
                <Card key={name} withBorder padding="md">
                  <Group gap="sm" wrap="nowrap" align="flex-start">
                    <IconBook2 size={22} aria-hidden />
                    <div>
                      <Anchor component={Link} href={`/${name}`} fw={650}>
                        {title}
                      </Anchor>
                      <Text size="sm" className="quiet">
                        {words.rows(sealed + unsealed)}
                      </Text>
                    </div>
                  </Group>
                </Card>
              ))}
            </SimpleGrid>
          )
        }
      </Answer>
    </Page>
  );
}
