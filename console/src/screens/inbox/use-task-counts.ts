import { useQuery } from "@tanstack/react-query";
import { answered, api } from "../../api/client.ts";

/** How much waits in each list of the inbox; undefined until that is known. */
export function useTaskCounts() {
  return useQuery({ queryKey: ["tasks", "counts"], queryFn: () => answered(api.GET("/api/tasks/counts")) }).data;
}
