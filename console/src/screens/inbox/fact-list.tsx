import { Anchor, Paper, Title } from "@mantine/core";
import { lazy, Suspense } from "react";
import { Link } from "wouter";
import { useOwnSession } from "../../api/use-session.ts";
import { useWords } from "../../words/use-words.ts";
import type { Task } from "./task-page.tsx";

const WORDS = {
  title: { ru: "Что известно", en: "The facts" },
  about: { ru: "О чём", en: "About" },
};

const AboutRecord = lazy(() => import("./about-record.tsx"));

/** What the decision stands on, as the process names it; and what its record says beside that. */
export function FactList({ task }: { readonly task: Task }) {
  const words = useWords(WORDS);
  const { about, facts } = task;
  const { hasRecords } = useOwnSession().installation;
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
              <dd>
                {hasRecords ? (
                  <Anchor component={Link} href={`~/crm/${about.ref}`} size="sm">
                    {about.title}
                  </Anchor>
                ) : (
                  about.title
                )}
              </dd>
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
          {about !== null && hasRecords && (
            <Suspense>
              <AboutRecord record={about.ref} told={facts.map(({ title }) => title)} />
            </Suspense>
          )}
        </dl>
      </Paper>
    </section>
  );
}
