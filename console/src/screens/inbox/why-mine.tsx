import { Accordion, List, Stack, Text } from "@mantine/core";
import type { Schemas } from "../../api/client.ts";
import { useWords } from "../../words/use-words.ts";

const WORDS = {
  title: { ru: "Почему это здесь и почему у меня", en: "Why it is here, and why with me" },
  me: { ru: "Ваше право решать", en: "Your right to decide" },
  who: { ru: "Почему эти люди", en: "Why these people" },
  here: { ru: "Как процесс сюда пришёл", en: "How the process came here" },
  rules: { ru: "По каким правилам", en: "By which rules" },
  next: { ru: "Что будет по часам", en: "What the clock does next" },
};

const PARTS = ["me", "who", "here", "rules", "next"] as const;

/** The reasons: from the history alone, in sentences. */
export function WhyMine({ task: { why } }: { readonly task: Schemas["Task"] }) {
  const words = useWords(WORDS);
  const parts = PARTS.filter((part) => why[part].length > 0);
  if (parts.length === 0) return null;
  return (
    <Accordion variant="contained" order={2}>
      <Accordion.Item value="why">
        <Accordion.Control>{words.title}</Accordion.Control>
        <Accordion.Panel>
          <Stack gap="sm">
            {parts.map((part) => (
              <div key={part}>
                <Text size="sm" fw={600}>
                  {words[part]}
                </Text>
                <List size="sm" spacing={2}>
                  {why[part].map(({ code, text, details }) => (
                    <List.Item key={`${code} ${text}`}>
                      {text}
                      {details.map((detail) => (
                        <Text key={detail} size="sm" className="quiet">
                          {detail}
                        </Text>
                      ))}
                    </List.Item>
                  ))}
                </List>
              </div>
            ))}
          </Stack>
        </Accordion.Panel>
      </Accordion.Item>
    </Accordion>
  );
}
