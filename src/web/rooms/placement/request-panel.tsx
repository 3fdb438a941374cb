import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { Phone } from 'lucide-react';
import { lazy, Suspense, useEffect, useState } from 'react';
import { dayInBerlin } from '#kernel/time.ts';
import type { RequestRow } from '#rooms/placement/contract.ts';
import * as placement from '#rooms/placement/contract.ts';
import { CLOSE_REASONS, type CloseReason, REOPEN_REASONS, REQUEST_LIMITS, type ReopenReason } from '#rooms/placement/rules/request.ts';
import { call } from '../../call.ts';
import { useMay } from '../../me.ts';
import { to } from '../../paths.ts';
import { problemOf } from '../../problem.ts';
import { setCallInProgress } from '../../shell/emergency-state.ts';
import { useSubmit } from '../../submit.ts';
import { announce, Banner, Button, CheckRow, SelectField, SidePanel, State, TextArea } from '../../ui/index.ts';
import { useWords } from '../../words/language.tsx';
import { problems } from '../../words/problems.ts';
import { waiting } from '../../words/waiting.ts';
import { SheetButton } from '../guidance/sheet-button.tsx';
import { SafeContact } from '../messages/safe-contact.tsx';
import WebFormFacts from '../portal/web-form.tsx';
import { isCallback } from './hold-box.tsx';
import { KnownFacts } from './known-facts.tsx';
import { windowsText } from './note.ts';
import { ReleasePlace } from './release-place.tsx';
import { useRequestWording } from './request-wording.ts';
import { reasonOf, TONES } from './requests.tsx';
import { SearchProtocol } from './search-protocol.tsx';
import { Sent } from './sent.tsx';
import { requestQuery } from './use-desk.ts';
import { WaitingPart } from './waiting-contact.tsx';

const RequestHandOver = lazy(() => import('./request-hand-over.tsx'));

/** One request beside the list: what is known, what comes next, closing it; for the duty psychologist, letting booking go on. */
export function RequestPanel({ id, row, onClose }: { id: string; row: RequestRow | null; onClose: () => void }) {
  const { w } = useRequestWording();
  const p = useWords(problems);
  const atDesk = useMay('placement.desk');
  const onDuty = useMay('placement.safety');
  const navigate = useNavigate();
  const { data: view, error } = useQuery({ ...requestQuery(id), enabled: atDesk });
  const name = view ? [view.person.givenName, view.person.familyName].filter(Boolean).join(' ') : (row?.person ?? '');
  const blocked = view?.safetyBlocked ?? row?.safetyBlocked ?? false;
  const state = view?.state ?? row?.state;
  useCallAbout(view ?? null);
  return (
    <SidePanel
      title={name || w.inbox.unnamed}
      onClose={onClose}
      footer={
        atDesk && (
          <Button kind="main" icon={Phone} onPress={() => void navigate({ to: to.call(id) })}>
            {w.inbox.openDesk}
          </Button>
        )
      }
    >
      {error && !view && <Banner tone="no">{problemOf(error).sentence(p)}</Banner>}
      {state && (
        <div className="row wrap">
          <State tone={blocked ? 'no' : TONES[state]}>{blocked ? w.inbox.blocked : w.state[state]}</State>
          {view?.closedReason && <span className="q">{reasonOf(view.closedReason, w)}</span>}
        </div>
      )}
      {view && (view.origin === 'web' || view.origin === 'partner') && <WebFormFacts requestId={view.id} />}
      {view && <Facts view={view} />}
      {view && <SafeContact personId={view.person.id} />}
      {view && (view.state === 'waiting' || view.state === 'offered') && <WaitingPart requestId={id} state={view.state} />}
      {!view && row && <p className="num">{row.phone}</p>}
      {blocked && onDuty && <Release id={id} onDone={onClose} />}
      {blocked && !onDuty && <Banner tone="no">{w.safety.blocked}</Banner>}
      {view?.booking && <Sent appointmentId={view.booking.appointmentId} />}
      {view && <ReleasePlace view={view} />}
      {view && <SearchProtocol requestId={view.id} />}
      {view && (
        <Suspense>
          <RequestHandOver view={view} />
        </Suspense>
      )}
      {view && view.state !== 'placed' && <SheetButton postalCode={view.criteria.postalCode ?? null} language={view.person.language} />}
      {view?.state === 'closed' && <Reopen view={view} />}
      {view && view.state !== 'closed' && <Close id={id} version={view.version} />}
    </SidePanel>
  );
}

/** F9 beside an open request is about this person: nobody types name and number again. */
function useCallAbout(view: placement.RequestView | null): void {
  useEffect(() => {
    if (!view || view.state === 'closed') return;
    const { givenName, familyName, phone, street, postalCode, place, birthDate } = view.person;
    const name = [givenName, familyName].filter(Boolean).join(' ');
    const where = [street, [postalCode, place].filter(Boolean).join(' ')].filter(Boolean).join(', ');
    const today = Temporal.Now.plainDateISO('Europe/Berlin');
    setCallInProgress({
      requestId: view.id,
      ensure: () => Promise.resolve(view.id),
      headline: [name, phone, where].filter(Boolean).join(', '),
      since: null,
      phone: phone ?? '',
      place: where,
      age: birthDate ? Temporal.PlainDate.from(birthDate).until(today, { largestUnit: 'year' }).years : null,
    });
    return () => setCallInProgress(null);
  }, [view]);
}

function Facts({ view }: { view: placement.RequestView }) {
  const { w, c, f } = useRequestWording();
  const { person, criteria } = view;
  const day = (instant: string) => f.date(dayInBerlin(Temporal.Instant.from(instant)));
  const rows: [string, string | null | undefined][] = [
    [w.phone, person.phone],
    [w.birthDate, person.birthDate && f.date(person.birthDate)],
    [w.problem, criteria.problems?.map((code) => c.problem[code]).join(', ')],
    [w.concern, view.concern],
    [w.payer, criteria.insurance && c.insurance[criteria.insurance]],
    [w.languages, criteria.languages?.map((tag) => f.languageName(tag)).join(', ')],
    [w.procedure, criteria.procedureWish?.map((one) => c.procedureShort[one]).join(', ')],
    [w.postalCode, criteria.postalCode],
    [w.times, criteria.windows && windowsText(criteria.windows, f)],
    [w.inbox.since, day(view.createdAt)],
    [w.inbox.owner, view.ownerName ?? w.inbox.nobody],
    [w.inbox.next, view.nextStepAt && day(view.nextStepAt)],
    [w.inbox.priority, w.priorities[view.priority] ?? String(view.priority)],
    [
      w.inbox.hold,
      view.hold && w.inbox.heldUntil(view.hold.holderName, isCallback(view.hold) ? f.when(view.hold.until) : f.clock(view.hold.until)),
    ],
    [w.inbox.booking, view.booking && `${view.booking.practitionerName}, ${f.when(view.booking.startsAt)}`],
  ];
  return <KnownFacts rows={rows} />;
}

/** The person is back within 90 days: the same request goes on, with its first date (rule book A.3.4 RQ12). */
function Reopen({ view }: { view: placement.RequestView }) {
  const { w, f } = useRequestWording();
  const { reopen } = useWords(waiting);
  const queries = useQueryClient();
  const [reason, setReason] = useState<ReopenReason | null>(null);
  const submit = useSubmit(async () => {
    if (!reason) return;
    await call(placement.continueRequest, { params: { id: view.id }, body: { reason } });
    announce(w.reopen.done);
    await queries.invalidateQueries({ queryKey: ['placement'] });
  });
  if (!view.closedAt) return null;
  const closedAt = Temporal.Instant.from(view.closedAt);
  const last = dayInBerlin(closedAt).add({ days: REQUEST_LIMITS.reopenDays });
  if (Temporal.PlainDate.compare(dayInBerlin(Temporal.Now.instant()), last) > 0)
    return <p className="s q">{w.reopen.tooLate(f.date(last))}</p>;
  return (
    <section className="stack" aria-labelledby="h-reopen">
      <h3 id="h-reopen">{w.reopen.title}</h3>
      <p className="s q">{w.reopen.lead(f.date(dayInBerlin(closedAt)), f.date(last))}</p>
      <div data-field="reopen-reason">
        <SelectField
          label={reopen.why}
          empty={w.inbox.choose}
          choices={REOPEN_REASONS.map((value) => ({ value, label: reopen.reasons[value] }))}
          value={reason}
          onChange={setReason}
        />
      </div>
      {submit.sentence && <Banner tone="no">{submit.sentence}</Banner>}
      <Button
        busy={submit.busy}
        onPress={submit.run}
        missing={
          reason
            ? []
            : [{ what: reopen.why, go: () => document.querySelector<HTMLElement>('[data-field="reopen-reason"] select')?.focus() }]
        }
      >
        {w.reopen.act}
      </Button>
    </section>
  );
}

/** Closed by itself where the place is found; by hand with what became of it. */
function Close({ id, version }: { id: string; version: number }) {
  const { w } = useRequestWording();
  const queries = useQueryClient();
  const [reason, setReason] = useState<CloseReason | null>(null);
  const submit = useSubmit(async () => {
    if (!reason) return;
    await call(placement.closeRequest, { params: { id }, body: { reason }, ifMatch: version });
    announce(w.inbox.closed);
    await queries.invalidateQueries({ queryKey: ['placement'] });
  });
  return (
    <details>
      <summary>{w.inbox.close}</summary>
      <div className="stack">
        <div data-field="close-reason">
          <SelectField
            label={w.inbox.closeWhy}
            empty={w.inbox.choose}
            choices={CLOSE_REASONS.filter((one) => one !== 'fulfilled' && one !== 'duplicate').map((value) => ({
              value,
              label: w.closeReasons[value],
            }))}
            value={reason}
            onChange={setReason}
            error={submit.at('/reason')}
          />
        </div>
        {submit.sentence && <Banner tone="no">{submit.sentence}</Banner>}
        <Button
          onPress={submit.run}
          missing={
            reason
              ? []
              : [{ what: w.inbox.closeWhy, go: () => document.querySelector<HTMLElement>('[data-field="close-reason"] select')?.focus() }]
          }
        >
          {w.inbox.close}
        </Button>
      </div>
    </details>
  );
}

const REASON_LEAST = 5;

/** The duty psychologist has spoken with the person. The reason is kept sealed. */
function Release({ id, onDone }: { id: string; onDone: () => void }) {
  const { w } = useRequestWording();
  const queries = useQueryClient();
  const [reason, setReason] = useState('');
  const [wantsAcute, setWantsAcute] = useState(false);
  const submit = useSubmit(async () => {
    await call(placement.releaseSafety, { params: { id }, body: { reason: reason.trim(), wantsAcute } });
    announce(w.release.done);
    await queries.invalidateQueries({ queryKey: ['placement'] });
    onDone();
  });
  const enough = reason.trim().length >= REASON_LEAST;
  return (
    <section className="card stack" aria-labelledby="h-release">
      <h3 id="h-release">{w.release.title}</h3>
      <p className="s q">{w.release.lead}</p>
      <div data-field="release-reason">
        <TextArea label={w.release.reason} rows={3} maxLength={500} value={reason} onChange={setReason} error={submit.at('/reason')} />
      </div>
      <CheckRow checked={wantsAcute} onChange={setWantsAcute}>
        {w.release.acute}
      </CheckRow>
      {submit.sentence && <Banner tone="no">{submit.sentence}</Banner>}
      <Button
        kind="main"
        onPress={submit.run}
        missing={
          enough
            ? []
            : [
                {
                  what: w.release.reasonShort,
                  go: () => document.querySelector<HTMLElement>('[data-field="release-reason"] textarea')?.focus(),
                },
              ]
        }
      >
        {w.release.act}
      </Button>
    </section>
  );
}
