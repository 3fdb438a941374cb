import type { PrescriptionKind } from '#rooms/soziotherapie/rules/eligibility.ts';
import type { DueFacts, due as de } from '../de/soziotherapie-due.ts';

export const KINDS = {
  TRIAL: 'Trial prescription',
  INITIAL: 'First prescription',
  FOLLOW_UP: 'Follow-up prescription',
  DISCHARGE: 'Discharge prescription',
  REFERRAL: 'Referral (Muster 28)',
};
const missingSignatures = ({ f }: DueFacts) =>
  [f.client ? 'client' : '', f.provider ? 'practice' : '', f.prescriber ? 'prescriber' : ''].filter(Boolean).join(', ');
const kindOf = (f: DueFacts['f']) => (f.prescription ? KINDS[f.prescription as PrescriptionKind] : 'Prescription');

export const due: typeof de = {
  'inquiry-unanswered': {
    title: () => 'Answer the inquiry',
    text: ({ f, day }) => `Came on ${day(f.openedOn)}. The aim is two working days.`,
  },
  'helper-missing': { title: () => 'Assign somebody', text: () => 'Nobody is responsible yet.' },
  submission: {
    title: ({ f }) => `${kindOf(f)} must be with the insurer`,
    text: ({ f, day }) => `Issued ${day(f.issuedOn)}, third working day. Otherwise the practice bears the risk.`,
  },
  'receipt-missing': {
    title: () => 'Enter the receipt by the insurer',
    text: ({ f, day }) => `Sent ${day(f.submittedOn)}. Without receipt no provisional cover.`,
  },
  'decision-open': {
    title: () => 'The insurer must decide',
    text: ({ f, day }) => `Received ${day(f.receivedOn)}, ${f.expert ? 'five weeks with an expert opinion' : 'three weeks'}.`,
  },
  'deemed-approval': {
    title: () => 'The insurer has not decided',
    text: () => 'The deadline is over. Call the insurer. Nothing is approved by that: the state stays.',
  },
  objection: {
    title: ({ f }) =>
      f.approved === 0 ? 'Refused: objection possible' : `Only ${f.approved} of ${f.prescribed} units: objection possible`,
    text: () => 'Only the client or the representative may object.',
  },
  'refusal-final': { title: () => 'The refusal is final', text: () => 'The time for an objection is over. Close the case.' },
  'plan-missing': { title: () => 'The care plan is missing', text: () => 'No approval without Muster 27.' },
  'plan-follows': { title: () => 'Send Muster 27 after', text: () => 'The prescription went to the insurer without a care plan.' },
  'plan-unsigned': {
    title: ({ f }) => (f.draft ? 'Finish the care plan' : 'Have the care plan signed'),
    text: (facts) => `Since ${facts.day(facts.f.since)}. Missing: ${missingSignatures(facts)}.`,
  },
  review: {
    title: () => 'Review the care plan',
    text: ({ f, day }) =>
      `${f.months === 1 ? 'One month' : `${f.months} months`} after ${day(f.since)}.${f.inpatient ? ' In hospital at present.' : ''}`,
  },
  'follow-up': {
    title: () => 'Ask for the follow-up prescription',
    text: ({ f, day, units }) =>
      f.dueBy === 'validity'
        ? `Valid until ${day(f.validUntil)}. Sensible: ${f.proposedUnits} units.`
        : `${units(f.leftHundredths)} units left. Sensible: ${f.proposedUnits} units.`,
  },
  closing: {
    title: () => 'Prepare the closing',
    text: ({ f, hours }) => `${hours(f.remainingMinutes)} left of the contingent. Plan report and hand-over.`,
  },
  gap: {
    title: () => 'Gap in care',
    text: ({ f }) =>
      `No usable units. ${f.applied ? 'The follow-up prescription is on its way; nobody pays until then.' : 'A follow-up prescription is missing.'}`,
  },
  'contingent-low': {
    title: () => 'The contingent runs low',
    text: ({ f, hours }) => `${hours(f.remainingMinutes)} of 120 left. Tell the client and the prescriber.`,
  },
  'window-end': {
    title: () => 'The Krankheitsfall ends',
    text: ({ f, hours }) => `Three years are over. ${hours(f.remainingMinutes)} lapse.`,
  },
  'outcome-missing': {
    title: ({ f, day }) => `Did the session of ${day(f.day)} take place?`,
    text: () => 'Enter: took place, missed or cancelled.',
  },
  'note-missing': {
    title: ({ f, day }) => `Document the session of ${day(f.day)}`,
    text: ({ f }) =>
      Number(f.hours) >= Number(f.veryLateAfter)
        ? 'Only with the release of the lead.'
        : `After ${f.lateAfter} hours with a reason, after ${f.veryLateAfter} hours only with the release of the lead.`,
  },
  'late-release': {
    title: ({ f, day }) => `Release the late entry: ${day(f.day)}`,
    text: ({ f }) => `Entered after more than ${f.veryLateAfter} hours, with a reason.`,
  },
  'signature-missing': {
    title: ({ f }) => (f.sessions === 1 ? 'A signature is missing' : `${f.sessions} signatures are missing`),
    text: ({ f, day }) => `Service record, from ${day(f.day)}. At the latest when the month ends.`,
  },
  'pause-check': { title: () => 'Ask during the pause', text: ({ f, day }) => `Paused since ${day(f.pausedFrom)}.` },
  'hold-review': { title: () => 'Look at the legal hold', text: () => 'Does the reason still hold?' },
};
