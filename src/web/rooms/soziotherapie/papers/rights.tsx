import { useQuery, useQueryClient } from '@tanstack/react-query';
import { FileDown } from 'lucide-react';
import { useRef, useState } from 'react';
import * as episodes from '#rooms/soziotherapie/contract/episodes.ts';
import * as soz from '#rooms/soziotherapie/contract/rights.ts';
import { call } from '../../../call.ts';
import { useSubmit } from '../../../submit.ts';
import { announce, Banner, Button, DateField, Dialog, type Missing, Segments, TextField } from '../../../ui/index.ts';
import { useFormat, useWords } from '../../../words/language.tsx';
import { papers } from '../../../words/papers.ts';
import { useStepUp } from '../../administration/step-up.tsx';
import { AccessLog } from './access-log.tsx';
import { takeDocument } from './take.ts';

const keyOf = (episodeId: string) => ['soziotherapie', 'rights', episodeId];

/** How long the file is kept, what the client can ask for, and who has read it. */
export function Rights({ episodeId }: { episodeId: string }) {
  const w = useWords(papers).rights;
  const { data } = useQuery({ queryKey: keyOf(episodeId), queryFn: () => call(soz.fileRights, { params: { id: episodeId } }) });
  if (!data) return null;
  return (
    <>
      <section className="card stack" aria-labelledby="h-rights">
        <h2 id="h-rights">{w.title}</h2>
        <Standing rights={data} />
        {!data.mayDecide && <p className="q s">{w.onlyLead}</p>}
        {data.mayDecide && <Copy episodeId={episodeId} />}
      </section>
      {data.mayDecide && (
        <>
          <section className="card stack" aria-label={w.hold}>
            <div className="pair">
              <Hold episodeId={episodeId} rights={data} />
              <Erasure episodeId={episodeId} />
            </div>
            <div className="pair">
              <Restrict episodeId={episodeId} rights={data} />
              <Refuse episodeId={episodeId} />
            </div>
          </section>
          <AccessLog episodeId={episodeId} />
        </>
      )}
    </>
  );
}

function Standing({ rights: { retention, restrictedAt, copies } }: { rights: soz.RightsView }) {
  const w = useWords(papers).rights;
  const format = useFormat();
  const { keptUntil, deletableFrom, because } = retention;
  const until = keptUntil ? format.date(keptUntil) : '';
  return (
    <>
      <p>
        {because === 'treatment-goes-on'
          ? w.retention[because]
          : because === 'retention-runs'
            ? w.retention[because](until, deletableFrom ? format.date(deletableFrom) : '')
            : w.retention[because](until)}
      </p>
      {restrictedAt && <Banner tone="partly">{w.restricted(format.when(restrictedAt))}</Banner>}
      <p className="q">{w.copies(copies)}</p>
    </>
  );
}

function Copy({ episodeId }: { episodeId: string }) {
  const w = useWords(papers).rights;
  const queries = useQueryClient();
  const { guard, door } = useStepUp();
  const [form, setForm] = useState<'pdf' | 'json'>('pdf');
  const take = useSubmit(async () => {
    await guard(() => takeDocument(soz.copyFile.path, { id: episodeId }, { form }, `akte.${form}`));
    announce(w.copyReady);
    await queries.invalidateQueries({ queryKey: ['soziotherapie'] });
  });
  return (
    <div className="stack tight">
      <h3>{w.copy}</h3>
      <p className="q s">{w.copyText}</p>
      <div className="row wrap">
        <Segments
          label={w.copy}
          hideLabel
          value={form}
          onChange={setForm}
          choices={[
            { value: 'pdf', label: w.copyPdf },
            { value: 'json', label: w.copyJson },
          ]}
        />
        <Button kind="main" icon={FileDown} busy={take.busy} onPress={() => void take.run()}>
          {w.copyMake}
        </Button>
      </div>
      {take.sentence && <Banner tone="no">{take.sentence}</Banner>}
      {door}
    </div>
  );
}

function Hold({ episodeId, rights }: { episodeId: string; rights: soz.RightsView }) {
  const w = useWords(papers).rights;
  const format = useFormat();
  const queries = useQueryClient();
  const [reason, setReason] = useState('');
  const [reviewOn, setReviewOn] = useState<string | null>(null);
  const { legalHold } = rights;
  const save = useSubmit(async () => {
    const hold = legalHold ? null : { reason: reason.trim(), reviewOn: reviewOn ?? '' };
    await call(episodes.setLegalHold, { params: { id: episodeId }, body: { hold }, ifMatch: rights.version });
    announce(w.holdSaved);
    await queries.invalidateQueries({ queryKey: keyOf(episodeId) });
  });
  const reasonField = useRef<HTMLInputElement>(null);
  const dayField = useRef<HTMLInputElement>(null);
  const missing: Missing[] = legalHold
    ? []
    : [
        ...(reason.trim() ? [] : [{ what: w.reasonMissing, go: () => reasonField.current?.focus() }]),
        ...(reviewOn ? [] : [{ what: w.dayMissing, go: () => dayField.current?.focus() }]),
      ];
  return (
    <div className="stack tight">
      <h3>{w.hold}</h3>
      {legalHold ? (
        <p>{w.held(legalHold.reason, format.date(legalHold.reviewOn))}</p>
      ) : (
        <>
          <p className="q s">{w.holdText}</p>
          <TextField label={w.holdReason} value={reason} onChange={setReason} maxLength={200} inputRef={reasonField} />
          <DateField label={w.holdReview} value={reviewOn} onChange={setReviewOn} strict inputRef={dayField} />
        </>
      )}
      {save.sentence && <Banner tone="no">{save.sentence}</Banner>}
      <div>
        <Button busy={save.busy} missing={missing} onPress={() => void save.run()}>
          {legalHold ? w.holdEnd : w.holdSet}
        </Button>
      </div>
    </div>
  );
}

function Erasure({ episodeId }: { episodeId: string }) {
  const w = useWords(papers).rights;
  const [on, setOn] = useState<string | null>(null);
  const field = useRef<HTMLInputElement>(null);
  const make = useSubmit(async () => {
    await takeDocument(soz.answerErasure.path, { id: episodeId }, { requestedOn: on }, 'loeschwunsch.pdf');
    announce(w.copyReady);
  });
  return (
    <div className="stack tight">
      <h3>{w.erasure}</h3>
      <p className="q s">{w.erasureText}</p>
      <DateField label={w.erasureOn} lean="past" ageless strict value={on} onChange={setOn} inputRef={field} />
      {make.sentence && <Banner tone="no">{make.sentence}</Banner>}
      <div>
        <Button
          busy={make.busy}
          missing={on ? [] : [{ what: w.dayMissing, go: () => field.current?.focus() }]}
          onPress={() => void make.run()}
        >
          {w.erasureMake}
        </Button>
      </div>
    </div>
  );
}

function Restrict({ episodeId, rights }: { episodeId: string; rights: soz.RightsView }) {
  const w = useWords(papers).rights;
  const queries = useQueryClient();
  const [asking, setAsking] = useState(false);
  const restricted = rights.restrictedAt === null;
  const change = useSubmit(async () => {
    await call(episodes.restrictEpisode, { params: { id: episodeId }, body: { restricted }, ifMatch: rights.version });
    announce(restricted ? w.restrictedNow : w.lifted);
    setAsking(false);
    await queries.invalidateQueries({ queryKey: ['soziotherapie'] });
  });
  return (
    <div className="stack tight">
      <h3>{restricted ? w.restrict : w.lift}</h3>
      {change.sentence && <Banner tone="no">{change.sentence}</Banner>}
      <div>
        <Button busy={change.busy} onPress={() => (restricted ? setAsking(true) : void change.run())}>
          {restricted ? w.restrict : w.lift}
        </Button>
      </div>
      {asking && (
        <Dialog
          question={w.restrictAsk}
          onClose={() => setAsking(false)}
          answers={
            <>
              <Button onPress={() => setAsking(false)}>{w.notNow}</Button>
              <Button kind="main" busy={change.busy} onPress={() => void change.run()}>
                {w.yes}
              </Button>
            </>
          }
        />
      )}
    </div>
  );
}

function Refuse({ episodeId }: { episodeId: string }) {
  const words = useWords(papers);
  const w = words.rights;
  const queries = useQueryClient();
  const [reason, setReason] = useState<'therapeutic' | 'third-party' | null>(null);
  const first = useRef<HTMLInputElement>(null);
  const refuse = useSubmit(async () => {
    await call(soz.refuseAccess, { params: { id: episodeId }, body: { reason: reason ?? 'therapeutic' } });
    announce(w.refused);
    setReason(null);
    await queries.invalidateQueries({ queryKey: ['soziotherapie'] });
  });
  return (
    <div className="stack tight">
      <h3>{w.refuse}</h3>
      <p className="q s">{w.refuseText}</p>
      <Segments
        firstRef={first}
        label={w.refuseReason}
        value={reason}
        onChange={setReason}
        choices={(['therapeutic', 'third-party'] as const).map((value) => ({ value, label: words.packages.reasons[value] }))}
      />
      {refuse.sentence && <Banner tone="no">{refuse.sentence}</Banner>}
      <div>
        <Button
          busy={refuse.busy}
          missing={reason ? [] : [{ what: w.reasonMissing, go: () => first.current?.focus() }]}
          onPress={() => void refuse.run()}
        >
          {w.refuseNow}
        </Button>
      </div>
    </div>
  );
}
