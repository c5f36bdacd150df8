import { Group, Stack, Text, Title } from "@mantine/core";
import type { Schemas } from "../../api/client.ts";
import { AttachedFiles } from "../../parts/attached-files.tsx";
import { Person } from "../../parts/person.tsx";
import { When } from "../../parts/when.tsx";
import { useWords } from "../../words/use-words.ts";

const WORDS = { title: { ru: "Обсуждение", en: "Comments" } };

/** Questions, answers and comments, in order. */
export function CommentList({ comments }: { readonly comments: Schemas["Task"]["comments"] }) {
  const words = useWords(WORDS);
  if (comments.length === 0) return null;
  return (
    <section aria-labelledby="comments">
      <Title order={2} id="comments" mb={6}>
        {words.title}
      </Title>
      <Stack gap="sm">
        {comments.map(({ by, at, text, files }) => (
          <div key={`${at} ${by.id} ${text.slice(0, 20)}`}>
            <Group gap="xs" wrap="nowrap">
              <Person name={by.name} />
              <Text size="xs" className="quiet no-shrink" component="span">
                <When at={at} />
              </Text>
            </Group>
            <Text size="sm" className="said">
              {text}
            </Text>
            <AttachedFiles files={files} />
          </div>
        ))}
      </Stack>
    </section>
  );
}
