import { agreementOf, kappaWord, talkingPoints } from '#rooms/cases/rules/two-views.ts';
import { State } from '../../../ui/index.ts';
import { assessment } from '../../../words/assessment.ts';
import { useFormat, useWords } from '../../../words/language.tsx';
import { type Round, ruled } from './data.ts';

/** What to talk about, and how close both views are; never a bare number. */
export function ViewsCard({ round }: { round: Round }) {
  const w = useWords(assessment);
  const format = useFormat();
  const ratings = round.ratings.map(ruled);
  const { both, bothYes, bothNo, share, kappa, metDiffers } = agreementOf(ratings);
  const points = talkingPoints(ratings);
  const name = (code: string) => w.short[code] ?? code;
  const level = (severity: number) => `${severity} ${w.severities[severity] ?? ''}`;
  return (
    <section className="card" aria-labelledby="assessment-talk">
      <h2 id="assessment-talk">{w.talk.title}</h2>
      {points.length === 0 ? (
        <p className="q">{w.talk.none}</p>
      ) : (
        <ul className="talk">
          {points.map(({ domain, client, professional, explained }) => (
            <li key={domain}>
              <b>{name(domain)}</b>
              <span className="end">
                {explained ? <State tone="yes">{w.talk.done}</State> : <State tone="partly">{w.talk.open}</State>}
              </span>
              <span className="s q">{w.talk.line(level(client), level(professional))}</span>
            </li>
          ))}
        </ul>
      )}
      <h3>{w.agreement.title}</h3>
      {share === null ? (
        <p className="q">{w.agreement.none}</p>
      ) : (
        <>
          <p>{w.agreement.share(bothYes + bothNo, both, Math.round(share * 100))}</p>
          <p>
            {kappa === null
              ? w.agreement.kappaNone
              : w.agreement.kappa(format.number(Math.round(kappa * 100) / 100), w.agreement.words[kappaWord(kappa)])}
          </p>
        </>
      )}
      {metDiffers.length > 0 && <p>{w.agreement.metDiffers(format.list(metDiffers.map(name)))}</p>}
      <details>
        <summary>{w.agreement.how}</summary>
        <p className="s q">{w.agreement.explain}</p>
      </details>
    </section>
  );
}
