import { Button } from "@mantine/core";
import { IconArrowRight } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Link } from "wouter";
import { answered, api } from "../../api/client.ts";
import { useWords } from "../../words/use-words.ts";

const WORDS = {
  next: (title: string) => ({ ru: `Дальше: ${title}`, en: `Next: ${title}` }),
  none: { ru: "К списку заданий", en: "To the inbox" },
};

/** The most urgent of my other tasks. */
export function NextTask({ except }: { readonly except: string }) {
  const words = useWords(WORDS);
  const { data } = useQuery({
    queryKey: ["tasks", "next"],
    queryFn: () => answered(api.GET("/api/tasks", { params: { query: { list: "mine", limit: 2 } } })),
  });
  const next = data?.rows.find(({ id }) => id !== except);
  return (
    <Button
      component={Link}
      href={next === undefined ? "/" : `/${next.id}`}
      size="xs"
      maw="100%"
      rightSection={<IconArrowRight size={15} aria-hidden />}
    >
      {next === undefined ? words.none : words.next(next.title)}
    </Button>
  );
}
