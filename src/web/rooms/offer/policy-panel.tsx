import { queryOptions, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { z } from 'zod';
import { SLOT_KINDS } from '#kernel/codes.ts';
import { dayInBerlin } from '#kernel/time.ts';
import * as placement from '#rooms/placement/contract.ts';
import { EVIDENCE, NOTICE_MODES } from '#rooms/placement/rules/cancellation-policy.ts';
import { call } from '../../call.ts';
import { useSubmit } from '../../submit.ts';
import { useFields } from '../../typed.ts';
import { announce, Button, CheckRow, Chips, Segments, SelectField, SidePanel, TextField } from '../../ui/index.ts';
import { Tabs } from '../../ui/tabs.tsx';
import { codes } from '../../words/codes.ts';
import { useFormat, useLanguage, useWords } from '../../words/language.tsx';
import { offer as offerWords } from '../../words/offer.ts';
import { type MyOffer, offerQuery, useReadAgain } from '../calendar/data.ts';
import { Fault } from '../calendar/fault.tsx';
import { goToFault } from '../calendar/first-fault.ts';
import { useNow } from '../calendar/now.ts';
import { usePanel } from '../calendar/panel.tsx';
import { sentenceAt } from './place-draft.ts';
import { EXCEPTION_KINDS, exampleStart, type PolicyDraft, policyDraftOf, policyFaultsOf, policyOf, spokenOf } from './policy-draft.ts';
import { spokenName } from './spoken-name.ts';

type MyPolicy = z.output<typeof placement.getMyPolicy.answer>;

export const policyQuery = queryOptions({
  queryKey: ['placement', 'my-policy'],
  queryFn: ({ signal }) => call(placement.getMyPolicy, { signal }),
});

/** The cancellation rule, with the text that will be read out under it while it is typed. */
export function PolicyPanel() {
  const { data: kept } = useQuery(policyQuery);
  const { data: offer } = useQuery(offerQuery);
  return kept && offer ? <Editor kept={kept} offer={offer} /> : null;
}

function Editor({ kept, offer }: { kept: MyPolicy; offer: MyOffer }) {
  const words = useWords(offerWords);
  const w = words.policy;
  const format = useFormat();
  const { language } = useLanguage();
  const panel = usePanel();
  const readAgain = useReadAgain();
  const draft = useFields<PolicyDraft>('policy', policyDraftOf(kept.policy, offer.profile.phone ?? ''));
  const { value } = draft;
  const [tried, setTried] = useState(false);
  const faults = policyFaultsOf(value);
  const submit = useSubmit(async () => {
    await call(placement.changeMyPolicy, { body: policyOf(value) });
    draft.reset(value);
    await readAgain();
    announce(w.saved);
    panel.close();
  });
  const at = (pointer: string) => {
    const money = pointer.endsWith('Cents') && faults.some((fault) => fault.pointer === pointer) ? w.noMoney : undefined;
    return (tried ? (money ?? sentenceAt(faults, pointer, language)) : undefined) ?? submit.at(pointer);
  };
  const save = async () => {
    setTried(true);
    if (faults.length > 0 || !(await submit.run())) setTimeout(goToFault, 0);
  };
  return (
    <SidePanel
      title={w.title}
      onClose={panel.close}
      footer={
        <>
          {draft.dirty && (
            <Button
              kind="quiet"
              onPress={() => {
                draft.reset(policyDraftOf(kept.policy, offer.profile.phone ?? ''));
                panel.close();
              }}
            >
              {words.form.discard}
            </Button>
          )}
          <Button kind="main" busy={submit.busy} onPress={save}>
            {w.save}
          </Button>
        </>
      }
    >
      <p className="q">{w.lead}</p>
      <p className="s q">
        {kept.validFrom ? w.version(kept.version, format.date(dayInBerlin(Temporal.Instant.from(kept.validFrom)))) : w.none}
      </p>
      <Fault text={submit.sentence} />
      <Rule value={value} change={draft.change} at={at} />
      <Preview value={value} offer={offer} />
    </SidePanel>
  );
}

interface RuleProps {
  value: PolicyDraft;
  change: (part: Partial<PolicyDraft>) => void;
  at: (pointer: string) => string | undefined;
}

function Rule({ value, change, at }: RuleProps) {
  const w = useWords(offerWords).policy;
  const c = useWords(codes);
  const days = ['0', '24', '48'] as const;
  return (
    <>
      <Segments
        label={w.mode}
        choices={NOTICE_MODES.map((mode) => ({ value: mode, label: w.modes[mode] }))}
        value={value.noticeMode}
        onChange={(noticeMode) =>
          change({ noticeMode, ...(noticeMode === 'workingDays' && Number(value.noticeHours) % 24 ? { noticeHours: '24' } : {}) })
        }
      />
      {value.noticeMode === 'wallClock' ? (
        <TextField
          label={w.hours}
          hint={w.hoursHint}
          inputMode="numeric"
          figures
          value={value.noticeHours}
          onChange={(noticeHours) => change({ noticeHours })}
          error={at('/noticeHours')}
        />
      ) : (
        <Segments
          label={w.days}
          choices={days.map((one) => ({ value: one, label: w.dayChoices[one] }))}
          value={days.find((one) => one === value.noticeHours) ?? null}
          onChange={(noticeHours) => change({ noticeHours })}
          error={at('/noticeHours')}
        />
      )}
      <Segments
        label={w.fee}
        choices={(['none', 'fixed', 'percent'] as const).map((one) => ({ value: one, label: w.fees[one] }))}
        value={value.feeType}
        onChange={(feeType) => change({ feeType })}
      />
      {value.feeType === 'fixed' && (
        <TextField
          label={w.amount}
          inputMode="decimal"
          figures
          value={value.amount}
          onChange={(amount) => change({ amount })}
          error={at('/amountCents')}
        />
      )}
      {value.feeType === 'percent' && (
        <div className="two">
          <TextField
            label={w.percent}
            inputMode="numeric"
            figures
            value={value.percent}
            onChange={(percent) => change({ percent })}
            error={at('/percent')}
          />
          <TextField
            label={w.price}
            inputMode="decimal"
            figures
            value={value.price}
            onChange={(price) => change({ price })}
            error={at('/sessionPriceCents')}
          />
        </div>
      )}
      {value.feeType !== 'none' && (
        <>
          <Chips
            label={w.applies}
            choices={SLOT_KINDS.map((kind) => ({ value: kind, label: c.slotKind[kind] }))}
            value={value.appliesTo}
            onChange={(appliesTo) => change({ appliesTo })}
            error={at('/appliesTo')}
          />
          <CheckRow checked={value.goodwillFirst} onChange={(goodwillFirst) => change({ goodwillFirst })}>
            {w.goodwill}
          </CheckRow>
          <fieldset className="stack exceptions" data-labels="left">
            <legend className="label">{w.exceptions}</legend>
            {EXCEPTION_KINDS.map((kind) => (
              <SelectField
                key={kind}
                label={w.exception[kind] ?? kind}
                empty={w.noException}
                choices={EVIDENCE.map((one) => ({ value: one, label: w.evidence[one] }))}
                value={value.exceptions[kind] ?? null}
                onChange={(evidence) => {
                  const { [kind]: _before, ...rest } = value.exceptions;
                  change({ exceptions: evidence ? { ...rest, [kind]: evidence } : rest });
                }}
                error={at(`/exceptions/${kind}`)}
              />
            ))}
          </fieldset>
        </>
      )}
      <TextField
        label={w.contact}
        hint={w.contactHint}
        maxLength={200}
        value={value.contact}
        onChange={(contact) => change({ contact })}
        error={at('/contact')}
      />
    </>
  );
}

function Preview({ value, offer }: { value: PolicyDraft; offer: MyOffer }) {
  const w = useWords(offerWords).policy;
  const format = useFormat();
  const now = useNow();
  const [tab, setTab] = useState<'de' | 'easy' | 'en'>('de');
  const start = exampleStart(dayInBerlin(now));
  const state = offer.locations[0]?.state ?? 'NW';
  const texts = spokenOf(value, { therapist: spokenName(offer.profile), now, start, state });
  const key = { de: 'de', easy: 'de-easy', en: 'en' } as const;
  return (
    <section className="stack" aria-labelledby="h-spoken">
      <h3 id="h-spoken">{w.preview}</h3>
      <p className="s q">{w.previewNote(format.when(start))}</p>
      <Tabs
        label={w.preview}
        tabs={(['de', 'easy', 'en'] as const).map((one) => ({ key: one, label: w.languages[one] }))}
        value={tab}
        onChange={(next) => setTab(next === 'easy' || next === 'en' ? next : 'de')}
      >
        <p className="voice spoken" lang={tab === 'en' ? 'en' : 'de'}>
          {texts ? texts[key[tab]] : '…'}
        </p>
      </Tabs>
    </section>
  );
}
