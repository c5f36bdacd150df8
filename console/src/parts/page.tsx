import { Box, Group, Stack, Text, Title } from "@mantine/core";
import { type ReactNode, useEffect } from "react";

/** A screen: its title (also of the browser's tab), a line about it, what can be done, and its content. */
export function Page(of: {
  readonly title: string;
  readonly about?: ReactNode;
  readonly actions?: ReactNode;
  /** Widest in pixels; without it as wide as the window. */
  readonly width?: number;
  readonly children: ReactNode;
}) {
  const { title } = of;
  useEffect(() => {
    document.title = `${title} · Ordo`;
  }, [title]);
  return (
    <Box maw={of.width ?? "100%"} mx="auto">
      <Stack gap="md">
        <Group justify="space-between" align="flex-start" gap="sm">
          <div>
            <Title order={1}>{title}</Title>
            {of.about !== undefined && (
              <Text size="sm" c="dimmed" component="div">
                {of.about}
              </Text>
            )}
          </div>
          {of.actions !== undefined && <Group gap="xs">{of.actions}</Group>}
        </Group>
        {of.children}
      </Stack>
    </Box>
  );
}
