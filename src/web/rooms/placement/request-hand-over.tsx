import { useQuery } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { listCaseServices, openCase } from '#rooms/cases/contract/case.ts';
import type { RequestView } from '#rooms/placement/contract.ts';
import { listPractices, openInquiry } from '#rooms/soziotherapie/contract/episodes.ts';
import { call } from '../../call.ts';
import { useUnsaved } from '../../drafts.ts';
import { useMay } from '../../me.ts';
import { useSubmit } from '../../submit.ts';
import { announce, Banner, Button, CheckRow, type Missing, SelectField, TextArea } from '../../ui/index.ts';
import { currentLanguage, useWords } from '../../words/language.tsx';
import { requestHandOver } from '../../words/request-hand-over.ts';

await requestHandOver.load(currentLanguage());

const KINDS = ['cases', 'soziotherapie'] as const;
type Kind = (typeof KINDS)[number];
type Place = { organisationId: string; name: string };

const placesOf: Readonly<Record<Kind, (signal: AbortSignal) => Promise<Place[]>>> = {
  cases: async (signal) => (await call(listCaseServices, { signal })).services,
  soziotherapie: async (signal) => (await call(listPractices, { signal })).practices,
};

/** From a request to Case Management or Soziotherapie: with the person's agreement, and with a word on what happens next. */
export default function RequestHandOver({ view }: { view: RequestView }) {
  const w = useWords(requestHandOver);
  const may: Readonly<Record<Kind, boolean>> = { cases: useMay('cases.open'), soziotherapie: useMay('soziotherapie.inquire') };
  const [kind, setKind] = useState<Kind | null>(null);
  const [done, setDone] = useState('');
  if (!KINDS.some((one) => may[one])) return null;
  return (
    <section className="stack" aria-labelledby="h-hand-over">
      <h3 id="h-hand-over">{w.title}</h3>
      {done && (
        <Banner tone="yes">
          {done} {view.state !== 'closed' && w.after}
        </Banner>
      )}
      <div className="row wrap">
        {KINDS.filter((one) => may[one]).map((one) => (
          <Button key={one} small expanded={kind === one} onPress={() => setKind(kind === one ? null : one)}>
            {w[one].open}
          </Button>
        ))}
      </div>
      {kind && (
        <Form
          key={kind}
          kind={kind}
          personId={view.person.id}
          onClose={() => setKind(null)}
          onDone={(said) => {
            announce(said);
            setDone(said);
            setKind(null);
          }}
        />
      )}
    </section>
  );
}

function Form(props: { kind: Kind; personId: string; onClose: () => void; onDone: (said: string) => void }) {
  const { kind, personId } = props;
  const all = useWords(requestHandOver);
  const w = all[kind];
  const form = useRef<HTMLFormElement>(null);
  const [chosen, setChosen] = useState<string | null>(null);
  const [note, setNote] = useState('');
  const [agreed, setAgreed] = useState(false);
  useUnsaved(note.trim() !== '');
  const { data: places } = useQuery({ queryKey: [kind, 'hand-over-places'], queryFn: ({ signal }) => placesOf[kind](signal) });
  const place = places?.find(({ organisationId }) => organisationId === chosen) ?? (places?.length === 1 ? places[0] : undefined);
  const submit = useSubmit(async () => {
    if (!place) return;
    const said = note.trim() ? { note: note.trim() } : {};
    const { organisationId } = place;
    if (kind === 'cases') await call(openCase, { body: { personId, organisationId, source: 'desk', agreed: true, ...said } });
    else await call(openInquiry, { body: { personId, organisationId, askedBy: 'desk', ...said } });
    props.onDone(w.done(place.name));
  });
  const to = (selector: string) => () => form.current?.querySelector<HTMLElement>(selector)?.focus();
  const missing: Missing[] = [
    ...(place ? [] : [{ what: w.where, go: to('select') }]),
    ...(agreed ? [] : [{ what: w.agreed, go: to('input[type="checkbox"]') }]),
  ];
  if (places?.length === 0) return <p className="q">{w.none}</p>;
  return (
    <form className="stack" ref={form} aria-label={w.open} onSubmit={(event) => event.preventDefault()}>
      <p className="s q">{w.lead}</p>
      {submit.sentence && (
        <Banner tone="no" live="assertive">
          {[submit.problem?.body.title, submit.sentence].filter(Boolean).join(' ')}
        </Banner>
      )}
      <SelectField
        label={w.where}
        empty={all.choose}
        choices={(places ?? []).map(({ organisationId, name }) => ({ value: organisationId, label: name }))}
        value={place?.organisationId ?? null}
        onChange={setChosen}
      />
      <TextArea label={w.note} hint={w.noteHint} rows={2} maxLength={2000} value={note} onChange={setNote} error={submit.at('/note')} />
      <CheckRow checked={agreed} onChange={setAgreed}>
        {w.agreed}
      </CheckRow>
      <p className="s">{w.next}</p>
      <div className="row">
        <Button kind="main" busy={submit.busy} missing={missing} onPress={submit.run}>
          {w.act}
        </Button>
        <Button kind="quiet" onPress={props.onClose}>
          {all.cancel}
        </Button>
      </div>
    </form>
  );
}
