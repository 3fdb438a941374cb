/** The rooms that have a schema, quiet → busy (house 2). */
export const ROOMS = [
  'access',
  'people',
  'consent',
  'messages',
  'tasks',
  'payers',
  'directory',
  'scheduling',
  'records',
  'crisis',
  'placement',
  'soziotherapie',
  'referrals',
  'cases',
  'billing',
  'portal',
  'reports',
] as const;
export type Room = (typeof ROOMS)[number];

/** Schemas that every room may name: the floor, and the reviewed functions that ask for the actor themselves. */
export const EVERYBODYS = ['platform', 'app'];

/**
 * What a room publishes: rooms to its right may name it in their SQL, with the reason. Everything else of a room is its own.
 * Add to it only what cannot be had through the room's actions without a second question per row.
 */
export const PUBLISHED: Readonly<Record<string, string>> = {
  'access.account': 'names of colleagues beside what they hold or have taken; secrets are in columns that no role may read',
  'access.portal_relation':
    'what is open to an account of the portal, beside the names of its persons; the policy shows each account its own',
  'access.link': 'by which link a signature under a care plan came',
  'consent.consent':
    "what somebody consented to, in her own portal and for the releases behind a relative's access; a referral leaves only under a live release, which the database asks itself; policies show each only hers",
  'cases.case': 'whether a case runs whose plan and view the client may see, in her own portal',
  'cases.plan_version': "which versions of her plan lie before the client, in her own portal; the content is opened by the case's actions",
  'access.care_relation': "which cause of the asker's relation a task of the portal is about",
  'people.person': 'whose request, task or letter it is, in the same list; visible only through the relation to the person',
  'people.copay_exemption': 'until when somebody is free of copayment, beside her cover and in the copy of her file',
  'people.cover': 'who pays on a day, beside each prescription and invoice line',
  'payers.contract_line': 'whether the practice has a price for the insurer, beside the form',
  'soziotherapie.session':
    'what was given in a month, beside the line of the invoice that holds it; whether the person is seen this week, after an emergency',
  'soziotherapie.session_part': 'how each of them is covered, for all of a month at once',
  'soziotherapie.prescription': 'which prescription a line is billed under',
  'soziotherapie.prescriber': 'numbers of who prescribed, which an invoice must name (§ 302 SGB V)',
  'soziotherapie.decision': 'number and day of the approval beside the line',
  'soziotherapie.hospital_stay': 'days in hospital, which are not billed (R17)',
  'soziotherapie.practice': 'the sender of an invoice as of its day',
  'people.guardian': 'whether custody is clear, beside each allocation of a therapist',
  'tasks.task': 'whether somebody was told of a broken promise already, in the same question as the promise',
  'directory.organisation': 'the address and phone on the right column and in letters',
  'directory.location': 'where an offer is, for the distance and the letter',
  'directory.practitioner': 'who offers, beside each place',
  'directory.place': 'the fit searches, holds and books places in one statement (house 4)',
  'directory.service': 'who offers a service, beside the line of a case and the referral that name it',
  'directory.place_state': 'how many places somebody had lately: fairness within a band',
  'directory.postal_code': 'from where the caller travels',
  'directory.zone_travel': "the network's own table of travel times",
  'directory.diagnosis': 'how a code of a prescription stands in ICD-10-GM, asked for all codes of a form at once',
  'directory.move_place': 'the one door through which placement moves a place after the booking, conditional on the state it comes from',
  'records.file': 'the scan or letter behind a row, by its foreign key and beside it; its own policy shows it only by relation',
  'crisis.emergency':
    'whom an emergency is about, for who sees her this week; what is held stays held while an emergency of the request runs, in one statement over all of them',
  'scheduling.slot': 'hold and book are one statement over place and slot (house 4)',
  'scheduling.appointment': 'the first appointment is written with the booking, and read beside each allocation',
  'scheduling.cancel_of_request': 'closing a request cancels what it still has booked, in the same transaction',
};

/** Functions and files that write beyond their room, because holding and booking are one call over three rooms; everything else only reads there. */
export const WRITERS: Readonly<Record<string, string>> = {
  'src/rooms/placement/actions/book.ts': 'who brings the interpreter, on the appointment that the same booking has just made',
  'placement.hold_offer': 'holds place and slot together or not at all',
  'placement.release_hold': 'lets both go together',
  'placement.hand_over_hold': 'both go to the colleague who reached the person',
  'placement.extend_hold': 'five more minutes for both',
  'placement.book_offer': 'appointment, place and request: all or nothing',
  'placement.keep_hold': 'keeps both while somebody is helped',
  'placement.resume_hold': 'gives both their usual minutes afterwards',
  'placement.expire_holds': 'ends both when their time is over',
};
