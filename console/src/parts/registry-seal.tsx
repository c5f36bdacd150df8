import { Button, Group, Text } from "@mantine/core";
import { IconAlertTriangle, IconShieldCheck } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { answered, api } from "../api/client.ts";
import { problemOf } from "../api/problem.ts";
import { useWords } from "../words/use-words.ts";
import { When } from "./when.tsx";

const WORDS = {
  verify: { ru: "Проверить целостность", en: "Verify" },
  holds: (count: number) => ({
    ru: `Целостность подтверждена: запечатано строк ${count}, расхождений нет.`,
    en: `The registry holds: ${count} rows are sealed, nothing was changed or removed.`,
  }),
  broken: (count: number) => ({
    ru: `Расхождений: ${count}. Подробности — ordo registry --verify.`,
    en: `It does not hold, in ${count} places. Details: ordo registry --verify.`,
  }),
  head: { ru: "Последняя печать", en: "Last seal" },
};

/** Does the registry hold? Asked for when somebody wants to know: it reads every row. */
export function RegistrySeal({ registry }: { readonly registry: string }) {
  const words = useWords(WORDS);
  const query = useQuery({
    queryKey: ["verification", registry],
    queryFn: () => answered(api.GET("/api/registries/{registry}/verification", { params: { path: { registry } } })),
    enabled: false,
  });
  const { data, error } = query;
  return (
    <Group gap="sm" role="status">
      <Button
        variant="default"
        size="xs"
        leftSection={<IconShieldCheck size={15} aria-hidden />}
        loading={query.isFetching}
        onClick={() => void query.refetch()}
      >
        {words.verify}
      </Button>
      {error !== null && <Text size="sm">{problemOf(error).message}</Text>}
      {data !== undefined && (
        <Group gap={6}>
          {data.breaches > 0 && <IconAlertTriangle size={16} aria-hidden />}
          <Text size="sm" fw={data.breaches > 0 ? 650 : 400}>
            {data.breaches > 0 ? words.broken(data.breaches) : words.holds(data.sealed)}
          </Text>
          {data.head !== null && (
            <Text size="sm" className="quiet">
              {words.head}: <When at={data.head.at} span />
            </Text>
          )}
        </Group>
      )}
    </Group>
  );
}
