import { Anchor, Group, Paper, Stack, Text, Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link } from "wouter";
import { answered, api } from "../../api/client.ts";
import { Answer } from "../../parts/answer.tsx";
import { RegistrySeal } from "../../parts/registry-seal.tsx";
import { useWords } from "../../words/use-words.ts";

const WORDS = {
  title: { ru: "Печати реестров", en: "Seals of registries" },
  none: { ru: "Реестров нет.", en: "There are no registries." },
  rows: (sealed: number, unsealed: number) => ({
    ru: `запечатано ${sealed}, ждёт печати ${unsealed}`,
    en: `${sealed} sealed, ${unsealed} wait for their seal`,
  }),
};

/** Each registry with how much of it is sealed, and the check whether its chain holds. */
export function RegistrySeals() {
  const words = useWords(WORDS);
  const query = useQuery({ queryKey: ["registries", "list"], queryFn: () => answered(api.GET("/api/registries")) });
  return (
    <Stack gap="xs">
      <Title order={2}>{words.title}</Title>
      <Answer query={query} rows={2}>
        {({ registries }) =>
          registries.length === 0 ? (
            <Text c="dimmed">{words.none}</Text>
          ) : (
            <Stack gap="xs">
              {registries.map(({ name, title, sealed, unsealed }) => (
                <Paper key={name} withBorder p="sm">
                  <Group justify="space-between" gap="sm">
                    <div>
                      <Anchor component={Link} href={`~/registries/${name}`} size="sm" fw={600}>
                        {title}
                      </Anchor>
                      <Text size="xs" className="quiet">
                        {words.rows(sealed, unsealed)}
                      </Text>
                    </div>
                    <RegistrySeal registry={name} />
                  </Group>
                </Paper>
              ))}
            </Stack>
          )
        }
      </Answer>
    </Stack>
  );
}
