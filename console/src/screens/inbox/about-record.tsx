import { useQuery } from "@tanstack/react-query";
import { answered, api } from "../../api/client.ts";
import { isNothing, ValueShown } from "../../parts/value-shown.tsx";
import { type RecordField, useRecordTypes } from "../crm/use-records.ts";

/** Stands in the heading of the record already. */
const HEADING = "title";

/** What the record of a task says besides the facts that the process names; nothing where it cannot be read. */
export default function AboutRecord({ record, told }: { readonly record: string; readonly told: readonly string[] }) {
  const [type = "", number = ""] = record.split("/");
  const types = useRecordTypes();
  const card = useQuery({
    queryKey: ["records", "card", type, number],
    queryFn: () => answered(api.GET("/api/records/{type}/{number}", { params: { path: { type, number } } })),
    retry: false,
  });
  const fields = types.data?.types.find(({ name }) => name === type)?.fields ?? [];
  if (card.data === undefined) return null;
  const { record: shown, names } = card.data;
  const isNews = ({ name, title, hidden }: RecordField): boolean =>
    !hidden && name !== HEADING && !told.includes(title) && !isNothing(shown.values[name]);
  return fields.filter(isNews).map((field) => (
    <div key={field.name}>
      <dt>{field.title}</dt>
      <dd>
        <ValueShown field={field} value={shown.values[field.name]} names={names} record={record} />
      </dd>
    </div>
  ));
}
