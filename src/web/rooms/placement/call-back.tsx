import { useQuery } from '@tanstack/react-query';
import { useNavigate, useParams } from '@tanstack/react-router';
import { Phone } from 'lucide-react';
import * as phone from '#rooms/placement/contract/phone-call.ts';
import { call } from '../../call.ts';
import { putIncoming } from '../../incoming.ts';
import { to } from '../../paths.ts';
import { problemOf } from '../../problem.ts';
import { usePageTitle } from '../../shell/title.ts';
import { Banner, Button } from '../../ui/index.ts';
import { currentLanguage, useWords } from '../../words/language.tsx';
import { phone as phoneWords } from '../../words/phone.ts';
import { problems } from '../../words/problems.ts';

await phoneWords.load(currentLanguage());

/** A missed call: the number, and the way to a request about it. */
export default function CallBack() {
  const w = useWords(phoneWords);
  const p = useWords(problems);
  const navigate = useNavigate();
  const { callId = '' } = useParams({ strict: false });
  usePageTitle(w.missedTitle);
  const { data, error } = useQuery({
    queryKey: ['placement', 'call-back', callId],
    queryFn: ({ signal }) => call(phone.getCallNumber, { params: { id: callId }, signal }),
  });
  if (error) return <Banner tone="no">{problemOf(error).sentence(p)}</Banner>;
  if (!data) return null;
  const { number, knownRequestId } = data;
  const begin = () => {
    putIncoming({ number, call: null, state: 'answered' });
    void navigate({ to: to.telefon() });
  };
  return (
    <div className="page">
      <section className="card stack" aria-labelledby="missed">
        <h2 id="missed">{w.missedTitle}</h2>
        {number ? (
          <p className="big num">
            <a href={`tel:${number.replaceAll(/[^+\d]/g, '')}`}>{number}</a>
          </p>
        ) : (
          <p>{w.noNumber}</p>
        )}
        <div className="row wrap">
          {number && (
            <Button kind="main" icon={Phone} onPress={begin}>
              {w.callBack}
            </Button>
          )}
          {knownRequestId && <Button onPress={() => void navigate({ to: to.call(knownRequestId) })}>{w.openKnown}</Button>}
        </div>
      </section>
    </div>
  );
}
