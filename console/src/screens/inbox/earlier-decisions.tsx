import { Anchor, Paper, Text, Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link } from "wouter";
import { answered, api } from "../../api/client.ts";
import { When } from "../../parts/when.tsx";
import { useWords } from "../../words/use-words.ts";

const WORDS = { title: { ru: "Раньше решали о том же", en: "Earlier decisions about the same" } };

/** What was decided before about the same company, deal, invoice: as far as the reader may see it. */
export function EarlierDecisions({ task }: { readonly task: string }) {
  const words = useWords(WORDS);
  const { data } = useQuery({
    queryKey: ["decisions", "earlier", task],
    queryFn: () => answered(api.GET("/api/tasks/{task}/earlier", { params: { path: { task }, query: { limit: 10 } } })),
  });
  if (data === undefined || data.rows.length === 0) return null;
  return (
    <section aria-labelledby="earlier">
      <Title order={2} id="earlier" mb={6}>
        {words.title}
      </Title>
      <Paper withBorder p="md">
        <ul className="plain-list">
          {data.rows.map((row) => (
            <li key={row.task}>
              <Anchor component={Link} href={`/${row.task}`} size="sm">
                {row.title}
              </Anchor>
              <Text size="sm" component="div">
                {row.by.name}: {row.word}, <When at={row.at} />
                {row.comment !== null && <div className="said">«{row.comment}»</div>}
              </Text>
            </li>
          ))}
        </ul>
      </Paper>
    </section>
  );
}
