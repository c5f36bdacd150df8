/** What people call an instance by: `mail-intake/12`. Every command takes it for the id. */
export function instanceName({ process, number }: { readonly process: string; readonly number: number }): string {
  return `${process}/${number}`;
}

/**
 * What people call a task by: `mail-intake/12/sort`, where that step has no other open task among `open`; else its id.
 * Commands on tasks take both.
 *
 * @param of the task's instance; null where it is not known
 */
export function taskName(
  task: { readonly id: string; readonly step: string },
  of: { readonly process: string; readonly number: number } | null,
  open: readonly { readonly step: string }[],
): string {
  if (of === null || open.filter(({ step }) => step === task.step).length > 1) return task.id;
  return `${instanceName(of)}/${task.step}`;
}
