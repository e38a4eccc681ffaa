import { useQueryClient, type QueryClient } from "@tanstack/react-query";
import { useEffect, useState, useSyncExternalStore } from "react";
import { request } from "../../api/client.ts";
import { KeptQueue, QueueFull } from "../../api/kept-queue.ts";
import { useSession } from "../../api/queries.ts";
import { SETUPS } from "../../api/setup.ts";
import { actRules, type Act, type ActKind, type QueuedActs, type RefusedAct } from "./act.ts";

/** So often what waits is tried again; the browser's word that it is online comes before that where it is right. */
const RETRY_MS = 5_000;

/** One queue for each account, as long as the page lives. */
const queues = new Map<string, KeptQueue<Act, RefusedAct>>();
function queueOf(account: string, client: QueryClient): KeptQueue<Act, RefusedAct> {
  let queue = queues.get(account);
  if (queue === undefined) {
    const send = async ({ method, path, body }: Act): Promise<void> => {
      await request(method, path, body);
      for (const queryKey of [SETUPS, ["sensors"]]) await client.invalidateQueries({ queryKey });
    };
    queue = new KeptQueue(localStorage, "ladder", account, actRules(send));
    queues.set(account, queue);
  }
  return queue;
}

export interface Acts extends QueuedActs {
  /** Keeps the act and sends it as soon as it can be. False: the browser can keep no more. */
  act: (kind: ActKind, of: string, sent: Pick<Act, "method" | "path" | "body">) => boolean;
  dismiss: (id: string) => void;
  isFull: boolean;
}

/** What was done on the ladder and waits to be sent. */
export function useActs(): Acts {
  const client = useQueryClient();
  const account = useSession().data?.name ?? "";
  const queue = queueOf(account, client);
  const now = useSyncExternalStore(queue.subscribe, queue.snapshot);
  const [isFull, setFull] = useState(false);
  useEffect(() => {
    const run = (): void => void queue.run();
    run();
    addEventListener("online", run);
    const timer = setInterval(run, RETRY_MS);
    return () => {
      removeEventListener("online", run);
      clearInterval(timer);
    };
  }, [queue]);
  return {
    ...now,
    isFull,
    dismiss: (id) => queue.dismiss(id),
    act: (kind, of, sent) => {
      try {
        queue.add({ id: `act-${Date.now().toString(36)}-${Math.random().toString(36).slice(2)}`, kind, of, ...sent });
        setFull(false);
      } catch (failure) {
        if (!(failure instanceof QueueFull)) throw failure;
        setFull(true);
        return false;
      }
      void queue.run();
      return true;
    },
  };
}
