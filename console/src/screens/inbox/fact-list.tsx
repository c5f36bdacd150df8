import { Anchor, Paper, Title } from "@mantine/core";
import { useWords } from "../../words/use-words.ts";
import type { Task } from "./task-page.tsx";

const WORDS = {
  title: { ru: "Что известно", en: "The facts" },
  about: { ru: "О чём", en: "About" },
};

/** What the decision stands on, as the process names it. */
export function FactList({ task }: { readonly task: Task }) {
  const words = useWords(WORDS);
  const { about, facts } = task;
  if (about === null && facts.length === 0) return null;
  return (
    <section aria-labelledby="facts">
      <Title order={2} id="facts" mb={6}>
        {words.title}
      </Title>
      <Paper withBorder p="md">
        <dl className="facts">
          {about !== null && (
            <div>
              <dt>{words.about}</dt>
              <dd>{about.title}</dd>
            </div>
          )}
          {facts.map(({ title, text, files }) => (
            <div key={title}>
              <dt>{title}</dt>
              <dd>
                {files.length === 0
                  ? text
                  : files.map(({ id, name, address }) => (
                      <div key={id}>
                        <Anchor href={address} target="_blank" size="sm">
                          {name}
                        </Anchor>
                      </div>
                    ))}
              </dd>
            </div>
          ))}
        </dl>
      </Paper>
    </section>
  );
}
