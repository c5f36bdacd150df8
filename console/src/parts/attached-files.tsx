import { Anchor, Group } from "@mantine/core";
import { IconPaperclip } from "@tabler/icons-react";
import type { Schemas } from "../api/client.ts";

/** Files beside what somebody wrote. */
export function AttachedFiles({ files }: { readonly files: readonly Schemas["NamedFile"][] }) {
  if (files.length === 0) return null;
  return (
    <Group gap="xs" mt={4}>
      {files.map(({ id, name, address }) => (
        <Anchor key={id} href={address} target="_blank" rel="noopener" size="sm">
          <Group gap={4} wrap="nowrap">
            <IconPaperclip size={14} aria-hidden />
            {name}
          </Group>
        </Anchor>
      ))}
    </Group>
  );
}
