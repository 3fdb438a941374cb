import type { FileView } from '#rooms/soziotherapie/contract/file-view.ts';
import { useWords } from '../../words/language.tsx';
import { soziotherapie } from '../../words/soziotherapie.ts';
import { DueRow } from './due.tsx';

/** Deadlines of one case; also those that are far off, so that nobody has to ask. */
export function Deadlines({ file }: { file: FileView }) {
  const w = useWords(soziotherapie);
  return (
    <section className="card" aria-labelledby="sozio-deadlines">
      <div className="head">
        <h2 id="sozio-deadlines">{w.deadlines}</h2>
        <span className="q s">{w.workingDays(w.states[file.holidays] ?? file.holidays)}</span>
      </div>
      {file.due.length === 0 ? (
        <p className="q">{w.noDeadlines}</p>
      ) : (
        <ul className="plain due-list">
          {file.due.map((due) => (
            <DueRow
              key={`${due.kind} ${due.objectId}`}
              due={due}
              episodeId={file.episodeId}
              today={file.today}
              here={due.tab === 'uebersicht'}
            />
          ))}
        </ul>
      )}
    </section>
  );
}
