/** What is known, each with its name; what is not known has no line. */
export function KnownFacts({ rows }: { rows: readonly (readonly [label: string, value: string | null | undefined])[] }) {
  return (
    <dl className="kv">
      {rows
        .filter(([, value]) => value)
        .map(([label, value]) => (
          <div key={label} className="pair">
            <dt>{label}</dt>
            <dd>{value}</dd>
          </div>
        ))}
    </dl>
  );
}
