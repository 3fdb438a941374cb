import { useQuery } from '@tanstack/react-query';
import * as portal from '#rooms/portal/contract.ts';
import { call } from '../../call.ts';
import { Banner } from '../../ui/index.ts';
import { useFormat, useWords } from '../../words/language.tsx';
import { portal as portalWords } from '../../words/portal.ts';
import './portal.css';

/** What stood in the public form and the request does not hold: by when to call, how, and what is still to be asked. */
export default function WebFormFacts({ requestId }: { requestId: string }) {
  const w = useWords(portalWords);
  const f = useFormat();
  const { data } = useQuery({
    queryKey: ['placement', 'web-form', requestId],
    queryFn: ({ signal }) => call(portal.getWebForm, { params: { id: requestId }, signal }),
    staleTime: Number.POSITIVE_INFINITY,
  });
  const form = data?.form;
  if (!form) return null;
  const reach = [form.channel === 'email' ? w.byEmail : w.byPhone, ...form.reach.map((part) => w.reach[part])].join(', ');
  const ptv11 = form.ptv11Date ? w.ptv11Dated(f.date(form.ptv11Date)) : w.ptv11Of[form.ptv11];
  const language = form.language === 'de-easy' ? w.easy : f.languageName(form.language);
  const rows: [string, string | null][] = [
    [w.callBackBy, f.when(form.callBackBy)],
    [w.reachBy, `${reach}; ${form.voicemail ? w.voicemail : w.noVoicemail}`],
    [w.who, form.referrer ? `${w.whoOf.referrer}: ${form.referrer}` : w.whoOf[form.who]],
    [w.age, form.age === null ? null : w.years(form.age)],
    [w.ptv11, form.ptv11 === 'unknown' ? null : ptv11],
    [w.formLanguage, form.language === 'de' ? null : language],
    [w.sent, f.when(form.sentAt)],
    [w.reference, form.reference],
  ];
  return (
    <section className="web-form" aria-label={w.title}>
      <h3>{w.title}</h3>
      {form.urgent && <Banner tone="no">{w.urgent}</Banner>}
      <dl>
        {rows.map(
          ([label, value]) =>
            value && (
              <div key={label}>
                <dt>{label}</dt>
                <dd>{value}</dd>
              </div>
            ),
        )}
      </dl>
    </section>
  );
}
