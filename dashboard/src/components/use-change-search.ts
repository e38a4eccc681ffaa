import { useCallback } from "react";
import { useNavigate } from "react-router";

/**
 * Changes parts of the address behind the question mark, and leaves the others; undefined takes one away. The page draws a new address a
 * moment after it is there, so what is changed is read from the window: two who change different parts at nearly the same time would else
 * undo each other, each with the address that it was drawn with.
 */
export function useChangeSearch(): (parts: Readonly<Record<string, string | undefined>>) => void {
  const navigate = useNavigate();
  return useCallback(
    (parts) => {
      const next = new URLSearchParams(window.location.search);
      for (const [name, value] of Object.entries(parts))
        if (value === undefined) next.delete(name);
        else next.set(name, value);
      void navigate({ search: next.toString() }, { replace: true });
    },
    [navigate],
  );
}
