import { DeletionLine } from "../health/deletions.ts";
import type { StateStore } from "../store/state/open-state.ts";
import { forgetExcerpts } from "./forget-excerpts.ts";

/** Excerpts that go in one transaction: some ten megabytes. */
const PIECE = 100;

/** Forgets excerpts that came before an instant, and of more than `most` those that came first. */
export async function retainExcerpts(
  state: StateStore,
  { before, most }: { before: number; most: number },
  now: number,
): Promise<void> {
  await forgetBefore(state, before, new DeletionLine({ at: now, kind: "excerpts", until: before, rule: "age" }));
  const cut = await state.db
    .selectFrom("frame_excerpts")
    .select("received_at")
    .orderBy("received_at", "desc")
    .offset(most)
    .limit(1)
    .executeTakeFirst();
  if (cut === undefined) return;
  const until = Number(cut.received_at) + 1;
  await forgetBefore(state, until, new DeletionLine({ at: now, kind: "excerpts", until, rule: "limit" }));
}

async function forgetBefore(state: StateStore, before: number, line: DeletionLine): Promise<void> {
  let gone = PIECE;
  while (gone === PIECE)
    gone = await state.transaction(async (trx) => {
      const rows = await trx
        .selectFrom("frame_excerpts")
        .select("excerpt_id")
        .where("received_at", "<", before)
        .orderBy("received_at")
        .limit(PIECE)
        .execute();
      await forgetExcerpts(
        trx,
        rows.map(({ excerpt_id }) => excerpt_id),
      );
      if (rows.length > 0) await line.add(trx, BigInt(rows.length));
      return rows.length;
    });
}
