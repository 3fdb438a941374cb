import { Ear, Eye } from 'lucide-react';
import { useEffect } from 'react';
import { INTERPRETER_WORDS, type Interpreter } from '#rooms/placement/rules/interpreter.ts';
import { Button, CheckRow, Icon, MissingNote, Segments, SelectField } from '../../ui/index.ts';
import { booked } from '../../words/booked.ts';
import { useLanguage } from '../../words/language.tsx';
import { SafeContactLater } from '../messages/safe-contact-later.tsx';
import { mobileReadable } from './form.ts';
import type { Wording } from './note.ts';
import type { Offer } from './offer-column.tsx';
import { type Booking, channelOf, type Response, type RuleLanguage } from './use-booking.ts';
import { useDeskState } from './use-desk.ts';
import { useWording } from './wording.ts';

const LANGUAGES = ['de', 'easy', 'en'] as const satisfies readonly RuleLanguage[];
const bringers = Object.entries(INTERPRETER_WORDS) as [Interpreter, { de: string; en: string }][];
const ANSWERS = ['accepted', 'questions', 'declined'] as const satisfies readonly Response[];

/** What is left once an appointment is held: read the rule out, hear the answer, choose the channel, book. */
export function Settle({ booking, offer }: { booking: Booking; offer: Offer }) {
  const { w } = useWording();
  const { hold, say } = booking;
  const { version, feeType } = offer.policy;
  // Without a fee there is nothing to decline.
  const withoutAllowed = offer.policy.withoutAllowed || feeType === 'none';
  // What is read back after booking is at hand before it is booked.
  const { language } = useLanguage();
  useEffect(() => void booked.load(language), [language]);
  useEffect(() => say({ policyVersion: version, withoutAllowed }), [say, version, withoutAllowed]);
  return (
    <>
      <Rule booking={booking} offer={offer} />
      {hold && <Channel booking={booking} offer={offer} />}
      {hold && (
        <p className="s q sees">
          <Icon of={Eye} />
          <span>
            <b>{w.settle.sees(offer.card.name)}</b> {w.settle.seesWhat}
          </span>
        </p>
      )}
      <div className="row bottom">
        <div className="grow">{hold && <MissingNote missing={booking.missing} />}</div>
        {hold && (
          <span data-field="book">
            <Button kind="main" chord="Ctrl+Enter" onPress={() => booking.book()} missing={booking.missing}>
              {w.settle.book}
            </Button>
          </span>
        )}
      </div>
    </>
  );
}

/** The rule of exactly this therapist, in the words to read out (rule book A.5), and what the caller answered. */
function Rule({ booking, offer }: { booking: Booking; offer: Offer }) {
  const { w } = useWording();
  const { hold, said, say } = booking;
  const { policy } = offer;
  const without = said.response !== null && said.response !== 'accepted';
  return (
    <div className="stack tight">
      <div className="row s">
        <h3 className="step">
          <Icon of={Ear} />
          {w.settle.readOut}
        </h3>
        <span className="end row">
          {LANGUAGES.filter((one) => one !== said.language).map((one) => (
            <button key={one} type="button" className="link nw" lang={one === 'en' ? 'en' : 'de'} onClick={() => say({ language: one })}>
              {w.settle.languages[one]}
            </button>
          ))}
          {policy.version > 0 && <span className="h nw">{w.version(String(policy.version))}</span>}
        </span>
      </div>
      <p className="voice" lang={said.language === 'en' ? 'en' : 'de'}>
        {said.language === 'en' ? `“${policy.spoken.en}”` : `„${policy.spoken[said.language]}“`}
      </p>
      {hold && (
        <div data-field="acknowledged">
          <CheckRow
            must
            checked={said.response === 'accepted'}
            onChange={(accepted) => say({ response: accepted ? 'accepted' : null })}
            detail={
              <div className="row wrap tight">
                <span>{w.settle.otherAnswer}</span>
                {ANSWERS.filter((one) => one !== 'accepted').map((one) => (
                  <Button
                    key={one}
                    small
                    pressed={said.response === one}
                    className={said.response === one ? 'chosen' : ''}
                    onPress={() => say({ response: said.response === one ? null : one })}
                  >
                    {w.settle.answers[one]}
                  </Button>
                ))}
              </div>
            }
          >
            <b>{w.settle.told}</b>
          </CheckRow>
          {without && <p className="s partly">{withoutText(offer, w)}</p>}
        </div>
      )}
    </div>
  );
}

function withoutText({ policy, card }: Offer, w: Wording['w']): string {
  if (policy.feeType === 'none') return w.settle.withoutFee;
  return policy.withoutAllowed ? w.settle.withoutAllowed(card.name) : w.settle.withoutNot;
}

function Channel({ booking, offer }: { booking: Booking; offer: Offer }) {
  const { w } = useWording();
  const desk = useDeskState();
  const { form, change, speaks, view } = desk;
  const { language } = useLanguage();
  const channel = channelOf(desk);
  const minor = speaks.band !== 'adult' && speaks.band !== 'unknown';
  const address = [form.street, [form.postalCode, form.place].filter(Boolean).join(' ')].filter(Boolean).join(', ');
  const target = channel === 'letter' ? address : channel === 'sms' ? form.phone : form.email;
  return (
    <div className="channel">
      <Segments
        label={w.settle.channel}
        choices={[
          { value: 'email', label: w.settle.channels.email },
          { value: 'letter', label: w.settle.channels.letter },
          ...(offer.texts || channel === 'sms' ? [{ value: 'sms' as const, label: w.settle.channels.sms }] : []),
        ]}
        value={channel}
        onChange={(next) => change({ channel: next })}
      />
      <p className="s target">
        <span className="label">{w.settle.to}</span>
        <span className="cut">{target || w.settle.noTarget}</span>
      </p>
      {channel === 'sms' && (
        <p className="s q wide">{mobileReadable(form.phone) ? w.settle.smsSays(offer.policy.feeType !== 'none') : w.settle.smsLandline}</p>
      )}
      {view && <SafeContactLater personId={view.person.id} chosen={channel} />}
      {minor && (
        <Segments
          label={w.settle.contract}
          choices={[
            { value: 'self', label: w.settle.parties.self },
            { value: 'guardian', label: w.settle.parties.guardian },
          ]}
          value={booking.contract}
          onChange={booking.setContract}
        />
      )}
      {form.criteria.interpreterAccepted && (
        <SelectField
          label={w.settle.interpreterBy}
          choices={bringers.map(([value, words]) => ({ value, label: words[language] }))}
          value={booking.said.interpreterBy}
          onChange={(interpreterBy) => booking.say({ interpreterBy })}
        />
      )}
    </div>
  );
}
