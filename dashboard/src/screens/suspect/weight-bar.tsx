/** A weight as a bar from the zero line: to the right it speaks against the transmitter, to the left for it. The figure stands beside it. */
export function WeightBar({ weightDb, maxDb }: { weightDb: number; maxDb: number }) {
  const half = (Math.abs(weightDb) / maxDb) * 50;
  return (
    <div className="bar" aria-hidden="true">
      <span
        className={weightDb >= 0 ? "for" : "against"}
        style={{ left: `${weightDb >= 0 ? 50 : 50 - half}%`, width: `${half}%` }}
      />
      <span className="zero" style={{ left: "50%" }} />
    </div>
  );
}
