import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { BOARD_COLUMNS, type PrescriptionCard } from '#rooms/soziotherapie/contract/overview.ts';
import { to } from '../../paths.ts';
import { State } from '../../ui/index.ts';
import { useFormat, useWords } from '../../words/language.tsx';
import { soziotherapie } from '../../words/soziotherapie.ts';
import { DueBadge, useDueWords } from './due.tsx';
import { decimal } from './numbers.ts';

const PLAIN_FIRST = ['INITIAL', 'TRIAL', 'REFERRAL', 'DISCHARGE'];
/** States whose day is that of the decision. */
const DECIDED = ['APPROVED', 'PARTIALLY_APPROVED', 'REFUSED'];

/** "Folgeverordnung 2"; the first one of its kind that there is once carries no number. */
export function usePrescriptionName(): (card: Pick<PrescriptionCard, 'kind' | 'number'>) => string {
  const w = useWords(soziotherapie);
  return ({ kind, number }) => w.prescriptionName(w.prescriptionKind[kind], number, PLAIN_FIRST.includes(kind) && number === 1);
}

interface BoardProps<Card extends PrescriptionCard> {
  cards: readonly Card[];
  today: string;
  /** Whose it is, where the board is of the whole practice. */
  owner?: (card: Card) => ReactNode;
  link: (card: Card) => string;
}

/** Prescriptions in five columns, from issue to the last unit. */
export function Board<Card extends PrescriptionCard>({ cards, today, owner, link }: BoardProps<Card>) {
  const w = useWords(soziotherapie);
  return (
    <ol className="plain vo-board">
      {BOARD_COLUMNS.map((column) => {
        const here = cards.filter((card) => card.column === column);
        return (
          <li key={column}>
            <h3>
              {w.column[column]} <span className="q num">{here.length}</span>
            </h3>
            {here.length === 0 && <p className="s q">{w.columnEmpty[column]}</p>}
            {here.map((card) => (
              <Card key={card.prescriptionId} card={card} today={today} owner={owner?.(card)} link={link(card)} />
            ))}
          </li>
        );
      })}
    </ol>
  );
}

function Card({ card, today, owner, link }: { card: PrescriptionCard; today: string; owner: ReactNode; link: string }) {
  const w = useWords(soziotherapie);
  const format = useFormat();
  const name = usePrescriptionName()(card);
  const said = useDueWords();
  const { due } = card;
  const hot = due?.tone === 'late' || due?.tone === 'now';
  return (
    <article className={hot ? 'vo hot' : 'vo'} aria-label={name}>
      {owner}
      <Link className="b" to={link}>
        {name}
      </Link>
      <span className="q">
        {[card.units === null ? null : w.units(card.units), card.prescriberName, card.issuedOn && format.listed(card.issuedOn)]
          .filter(Boolean)
          .join(', ')}
      </span>
      <span>
        {w.prescriptionState[card.state]}
        {DECIDED.includes(card.state) && card.decidedOn ? ` ${format.date(card.decidedOn)}` : ''}
        {card.lapseReason ? `, ${w.lapse[card.lapseReason] ?? ''}` : ''}
      </span>
      <Used card={card} />
      {due && due.tone !== 'fine' && (
        <>
          <DueBadge due={due} today={today} />
          <span className="s q">{said(due).title}</span>
        </>
      )}
      {card.column === 'submitted' && card.decisionDueOn && due?.kind !== 'deemed-approval' && (
        <span className="s q">{w.decidesBy(format.day(card.decisionDueOn))}</span>
      )}
      {card.carePlanDueOn && due?.kind !== 'plan-follows' && (
        <span className="s q">{w.planFollows(format.dayMonth(card.carePlanDueOn))}</span>
      )}
    </article>
  );
}

/** How much of it is used: number, share and a bar with an edge, so that grey and paper say it, too. */
function Used({ card }: { card: PrescriptionCard }) {
  const w = useWords(soziotherapie);
  const format = useFormat();
  const { granted, usedHundredths, setOffHundredths } = card;
  if (!granted || card.column === 'issued' || card.column === 'submitted') return null;
  const all = usedHundredths + setOffHundredths;
  const percent = Math.min(100, Math.round(all / granted));
  const { used, rest } = w.usedOf(decimal(format, all), granted, percent);
  const left = granted * 100 - all;
  return (
    <>
      <span className="num">
        <b>{used}</b> {rest}
      </span>
      <svg className="meter" viewBox="0 0 100 8" preserveAspectRatio="none" role="img" aria-label={w.usedSpoken(used, granted)}>
        <rect className="track" width="100" height="8" />
        <rect className="fill" width={percent} height="8" />
      </svg>
      {setOffHundredths > 0 && <span className="s q">{w.setOff(decimal(format, setOffHundredths))}</span>}
      {card.column === 'in-use' && left > 0 && left <= 600 && <State tone="partly">{w.leftUnits(decimal(format, left))}</State>}
    </>
  );
}

export const fileLink = (episodeId: string) => to.sozioFile(episodeId, 'verordnungen');
