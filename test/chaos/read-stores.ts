import { Client } from "pg";

/** What the stores hold, read in their own words and not through the product. */
export interface Stored {
  findings: ReadonlySet<string>;
  /** Findings of which the first word was taken more than once. */
  twice: string[];
  /** Suspects with two alerts of the same time. */
  alertsTwice: string[];
  /** Addresses of which there is a level, as they are spelt in a message. */
  levels: ReadonlySet<string>;
  alerts: number;
}

export async function readStores(postgresUrl: string, influxHttp: string): Promise<Stored> {
  const client = new Client({ connectionString: postgresUrl });
  await client.connect();
  try {
    const rows = async (sql: string): Promise<string[]> =>
      (await client.query<{ name: string }>(sql)).rows.map(({ name }) => name);
    const alerts = await rows("SELECT alert_id AS name FROM alerts");
    return {
      findings: new Set(await rows("SELECT finding_id AS name FROM findings")),
      twice: await rows(
        "SELECT finding_id AS name FROM suspect_changes WHERE finding_id IS NOT NULL GROUP BY finding_id HAVING count(*) > 1",
      ),
      alertsTwice: await rows("SELECT suspect_id AS name FROM alerts GROUP BY suspect_id HAVING count(*) > 1"),
      levels: await levelsIn(influxHttp),
      alerts: alerts.length,
    };
  } finally {
    await client.end();
  }
}

async function levelsIn(http: string): Promise<Set<string>> {
  const query = new URLSearchParams({
    db: "probewarden",
    q: "SELECT frames, transmitter FROM minutes.signal_1m",
    epoch: "ms",
  });
  const answer = await fetch(`${http}/query?${query}`);
  const { results } = (await answer.json()) as {
    results: { series?: { columns: string[]; values: (string | number)[][] }[] }[];
  };
  const [series] = results[0]?.series ?? [];
  if (series === undefined) return new Set();
  const at = series.columns.indexOf("transmitter");
  return new Set(series.values.map((row) => String(row[at]).match(/../g)?.join(":") ?? ""));
}
