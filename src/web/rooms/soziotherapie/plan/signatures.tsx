import type { ReactNode } from 'react';
import { PARTIES, type Signature } from '#rooms/soziotherapie/contract/care-plan.ts';
import { useMay } from '../../../me.ts';
import { Button, State } from '../../../ui/index.ts';
import { useFormat, useWords } from '../../../words/language.tsx';
import { plan as planWords } from '../../../words/plan.ts';
import type { Plans } from './data.ts';

/** Who of the three has signed this version, how and when. The office enters paper, the provider's own is the helper's. */
export function Signatures(props: {
  row: Plans['plans'][number];
  mayWrite: boolean;
  onSign: (party: Signature['party']) => void;
  children: ReactNode;
}) {
  const { row, mayWrite } = props;
  const w = useWords(planWords);
  const format = useFormat();
  const office = useMay('soziotherapie.office');
  const may = (party: Signature['party']) => row.state === 'offered' && (mayWrite || (office && party !== 'provider'));
  return (
    <section className="card" aria-labelledby="plan-signatures">
      <div className="head">
        <h2 id="plan-signatures">{w.signatures}</h2>
        <span className="end no-print">{(mayWrite || office) && props.children}</span>
      </div>
      <ul className="plan-rows">
        {PARTIES.map((party) => {
          const given = row.signatures.find((one) => one.party === party);
          return (
            <li key={party}>
              <span>
                <b>{w.parties[party]}</b>
                {given && (
                  <span className="s q block">{[w.how[given.how], given.byGuardian && w.guardian].filter(Boolean).join(', ')}</span>
                )}
              </span>
              {given ? (
                <State tone={given.how === 'refused' ? 'no' : 'yes'}>{format.date(given.signedOn)}</State>
              ) : may(party) ? (
                <Button small label={w.sign.button(w.parties[party])} onPress={() => props.onSign(party)}>
                  {w.sign.short}
                </Button>
              ) : (
                <State tone="open">{w.missing}</State>
              )}
            </li>
          );
        })}
      </ul>
      {row.state === 'offered' && <p className="s q">{row.signatures.some(({ how }) => how === 'refused') ? w.refusedText : w.allThree}</p>}
    </section>
  );
}
