import { Button, Center } from "@mantine/core";
import type { UseInfiniteQueryResult } from "@tanstack/react-query";
import { useWords } from "../words/use-words.ts";

const WORDS = { more: { ru: "Показать ещё", en: "Show more" } };

/** At the end of a list that comes page by page: the next page, while there is one. @param label where more is not "more" */
export function MoreButton({
  query,
  label,
}: {
  readonly query: Pick<UseInfiniteQueryResult, "hasNextPage" | "isFetchingNextPage" | "fetchNextPage">;
  readonly label?: string;
}) {
  const words = useWords(WORDS);
  if (!query.hasNextPage) return null;
  return (
    <Center>
      <Button variant="default" loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
        {label ?? words.more}
      </Button>
    </Center>
  );
}
