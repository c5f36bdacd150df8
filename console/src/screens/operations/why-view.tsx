import { Card, List, Stack, Text, Title } from "@mantine/core";
import type { Schemas } from "../../api/client.ts";
import { When } from "../../parts/when.tsx";
import { useWords } from "../../words/use-words.ts";

const WORDS = {
  held: { ru: "Что держит", en: "What holds it" },
  unblocks: { ru: "Что сдвинет с места", en: "What unblocks it" },
  seats: { ru: "Согласование", en: "The approval" },
  who: { ru: "Почему эти люди", en: "Why these people" },
  here: { ru: "Почему здесь", en: "Why here" },
  rules: { ru: "По какому правилу", en: "Which rule" },
  next: { ru: "Что дальше по часам", en: "What the clock does next" },
  ended: { ru: "Как закончился", en: "How it ended" },
  since: { ru: "с", en: "since" },
};
const SECTIONS = ["unblocks", "seats", "who", "here", "rules", "next"] as const;

type Reasons = readonly Schemas["Reason"][];

/** Why an instance stands where it stands, place by place. */
export function WhyView({ why }: { readonly why: Schemas["Why"] }) {
  const words = useWords(WORDS);
  return (
    <Stack gap="md">
      <Section title={words.held} reasons={why.held} />
      {why.places.map((place) => (
        <Card key={`${place.step} ${place.since}`} withBorder padding="md">
          <Stack gap="sm">
            <div>
              <Title order={2} size="h3">
                {place.title === "" ? place.step : place.title}
              </Title>
              <Text size="xs" c="dimmed" component="div">
                {words.since} <When at={place.since} />
              </Text>
            </div>
            {SECTIONS.map((name) => (
              <Section key={name} title={words[name]} reasons={place[name]} />
            ))}
          </Stack>
        </Card>
      ))}
      <Section title={words.ended} reasons={why.ended} />
    </Stack>
  );
}

function Section({ title, reasons }: { readonly title: string; readonly reasons: Reasons }) {
  if (reasons.length === 0) return null;
  return (
    <div>
      <Text size="sm" fw={600} mb={2}>
        {title}
      </Text>
      <List size="sm" spacing={2}>
        {reasons.map(({ code, text, at, details }) => (
          <List.Item key={`${code} ${text} ${at}`}>
            <Text size="sm" className="operations-text">
              {text}
            </Text>
            {details.map((detail) => (
              <Text key={detail} size="xs" c="dimmed" className="operations-text">
                {detail}
              </Text>
            ))}
          </List.Item>
        ))}
      </List>
    </div>
  );
}
