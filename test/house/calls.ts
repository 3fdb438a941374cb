import type { Asker, House } from '#test/http.ts';

/** What a caller tells the desk; every text may be a secret to look for afterwards. */
export interface Caller {
  givenName: string;
  familyName: string;
  phone: string;
  birthDate?: string;
  street?: string;
  email?: string;
  concern?: string;
}

/** The desk takes a call up to the point where an offer can be held. Answers the request and the person. */
export async function takeCall(house: House, caller: Caller, answer: 'no' | 'yes' = 'no', desk: Asker = 'jana') {
  const { id, personId } = await house.get(desk, 'placement.beginRequest', { body: { phone: caller.phone } });
  await house.get(desk, 'placement.saveDraft', {
    params: { id },
    body: {
      person: {
        givenName: caller.givenName,
        familyName: caller.familyName,
        birthDate: caller.birthDate ?? '1991-05-04',
        street: caller.street ?? 'Am Hof 3',
        postalCode: '53113',
        place: 'Bonn',
        email: caller.email ?? null,
        channel: caller.email ? 'email' : 'letter',
      },
      criteria: {
        birthDate: caller.birthDate ?? '1991-05-04',
        insurance: 'GKV',
        want: 'THERAPY',
        setting: 'single',
        problems: ['DEP'],
        languages: ['de'],
        postalCode: '53113',
        windows: [{ weekday: 1, from: '17:00', to: '20:00' }],
      },
      callerRole: 'self',
      concern: caller.concern ?? null,
      privacyVersion: '2026-01',
      remindersConsent: true,
    },
  });
  await house.get(desk, 'placement.answerOpener', { params: { id }, body: { answer } });
  return { requestId: id as string, personId: personId as string };
}

/** The desk holds a place of Brandt and its next slot for a request. */
export async function holdPlace(house: House, requestId: string, desk: Asker = 'jana') {
  const offer = await house.get(desk, 'placement.getOffer', { params: { id: house.practice.places.brandt }, query: { requestId } });
  const slot = offer.slots.find(({ state, kinds }: { state: string; kinds: string[] }) => state === 'free' && kinds.includes('CONSULT'));
  const chosen = { placeId: house.practice.places.brandt, slotId: slot.id as string };
  await house.get(desk, 'placement.holdOffer', { params: { id: requestId }, body: chosen });
  return { ...chosen, policyVersion: offer.policy.version as number };
}

/** And books what it holds. */
export async function bookPlace(
  house: House,
  requestId: string,
  policyVersion: number,
  channel: 'email' | 'letter' = 'letter',
  desk: Asker = 'jana',
) {
  return house.get(desk, 'placement.bookOffer', {
    params: { id: requestId },
    body: { acknowledgement: { response: 'accepted', policyVersion, language: 'de' }, channel, contractParty: 'self' },
  });
}
