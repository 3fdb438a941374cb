import { type IdentifierFault, isInsurerIk, readIdentifier } from '#kernel/identifiers.ts';
import { ageAt } from '../calendar.ts';
import type { FormFacts } from './facts.ts';
import type { FindingCode, Findings } from './finding.ts';
import { checkDay, checkText, isBlank, type Maybe, sameText, tidy } from './text.ts';

/** Personalienfeld of all three forms (rule book 4.1). */
export interface HeaderContent {
  insurerName?: Maybe<string>;
  surname?: Maybe<string>;
  givenName?: Maybe<string>;
  birthDate?: Maybe<string>;
  address?: Maybe<{ street?: Maybe<string>; postalCode?: Maybe<string>; city?: Maybe<string>; country?: Maybe<string> }>;
  payerIk?: Maybe<string>;
  kvnr?: Maybe<string>;
  insuredStatus?: Maybe<string>;
  bsnr?: Maybe<string>;
  lanr?: Maybe<string>;
  issueDate?: Maybe<string>;
}

/** Days of the header that other checks use; undefined where missing or impossible. */
export interface HeaderDays {
  birthDate?: string;
  issueDate?: string;
}

const GERMANY = ['d', 'de', 'deu', 'deutschland', 'germany'];

/** Specialty groups (digits 8 and 9 of a LANR) of those who may issue Muster 26; a hint only. */
const SPECIALTIES_26 = ['47', '51', '53', '58', '60', '61', '68', '69'];

/**
 * A number with a check digit as somebody typed it: IK, LANR and BSNR are refused where they cannot be, a KVNR with a wrong check
 * digit and a number read from look-alike letters may be confirmed (rule book 4.5).
 * @returns the number as it should be stored; undefined where it cannot be used
 */
export function checkIdentifier(
  found: Findings,
  pointer: string,
  kind: 'kvnr' | 'lanr' | 'bsnr' | 'ik',
  typed: Maybe<string>,
  required = true,
): string | undefined {
  if (isBlank(typed)) {
    if (required) found.missing(pointer);
    return undefined;
  }
  const reading = readIdentifier(kind, typed ?? '');
  const code = (why: IdentifierFault | 'misread') => `${kind}-${why}` as FindingCode;
  if (reading.verdict === 'refused') {
    found.wrong(pointer, code(reading.why));
    return undefined;
  }
  if (reading.verdict === 'confirm') {
    // a stand-in passes the arithmetic: told, not asked (PSEUDO_LANR)
    if (reading.why === 'pseudo') found.warn(pointer, 'lanr-pseudo');
    else if (reading.why === 'misread') found.confirm(pointer, 'number-misread', reading.value, { facts: { read: reading.value } });
    else found.confirm(pointer, code(reading.why), reading.value, { facts: { read: reading.value } });
  }
  return reading.value;
}

function checkAddress(found: Findings, address: HeaderContent['address'], facts: FormFacts): void {
  const { street, postalCode, city, country } = address ?? {};
  const at = '/header/address';
  checkText(found, `${at}/street`, street, { required: true, most: 100, printed: true });
  checkText(found, `${at}/city`, city, { required: true, most: 60, printed: true });
  checkText(found, `${at}/country`, country, { required: true, most: 40, printed: true });
  const inGermany = isBlank(country) || GERMANY.includes(tidy(country).toLowerCase());
  const code = tidy(postalCode);
  if (code === '') found.missing(`${at}/postalCode`);
  else if (inGermany && !/^\d{5}$/.test(code)) found.wrong(`${at}/postalCode`, 'postal-code-format');
  else if (inGermany && facts.places?.length === 0) found.confirm(`${at}/postalCode`, 'postal-code-unknown', code);
  else if (inGermany && facts.places && !isBlank(city) && !facts.places.some((place) => fitsPlace(place, city))) {
    found.warn(`${at}/city`, 'city-other', { facts: { place: facts.places[0] ?? '' } });
  }
  if (!facts.master) return;
  const { master } = facts;
  const told = [
    ['street', street, master.street],
    ['postalCode', postalCode, master.postalCode],
    ['city', city, master.city],
  ] as const;
  for (const [name, written, known] of told) {
    if (!isBlank(written) && !isBlank(known) && !sameText(written, known)) found.warn(`${at}/${name}`, 'differs-from-file');
  }
}

/** "Köln-Mülheim" is in "Köln", "Frankfurt" is "Frankfurt am Main". */
function fitsPlace(place: string, city: Maybe<string>): boolean {
  const [one, other] = [place, tidy(city)].map((text) => text.toLocaleLowerCase('de')) as [string, string];
  return one.startsWith(other) || other.startsWith(one);
}

function checkInsurance(found: Findings, header: HeaderContent, facts: FormFacts): void {
  checkText(found, '/header/insurerName', header.insurerName, { required: true, most: 45, printed: true });
  const payerIk = checkIdentifier(found, '/header/payerIk', 'ik', header.payerIk);
  if (payerIk !== undefined && !isInsurerIk(payerIk)) found.wrong('/header/payerIk', 'ik-no-insurer');
  const kvnr = checkIdentifier(found, '/header/kvnr', 'kvnr', header.kvnr);
  const status = tidy(header.insuredStatus).replaceAll(' ', '');
  if (status === '') found.missing('/header/insuredStatus');
  else if (!/^[135]\d{0,6}$/.test(status)) found.wrong('/header/insuredStatus', 'insured-status-impossible');
  const { cover } = facts;
  if (!cover) {
    if (cover === null) found.warn('/header/payerIk', 'cover-missing', { rule: 'R18' });
    return;
  }
  if (payerIk !== undefined && payerIk !== cover.payerIk) {
    found.confirm('/header/payerIk', 'insurer-differs', payerIk, { rule: 'R18', facts: { onFile: cover.payerIk } });
  }
  if (kvnr !== undefined && cover.kvnr !== null && kvnr !== cover.kvnr) {
    found.confirm('/header/kvnr', 'differs-from-file', kvnr, { facts: { onFile: cover.kvnr } });
  }
  if (status !== '' && status.slice(0, 1) !== cover.insuredStatus.slice(0, 1)) found.warn('/header/insuredStatus', 'differs-from-file');
}

function checkPerson(found: Findings, header: HeaderContent, facts: FormFacts): string | undefined {
  checkText(found, '/header/surname', header.surname, { required: true, most: 100, printed: true });
  checkText(found, '/header/givenName', header.givenName, { required: true, most: 100, printed: true });
  let birthDate = checkDay(found, '/header/birthDate', header.birthDate, { required: true, today: facts.today });
  if (birthDate !== undefined && ageAt(birthDate, facts.today) > 120) {
    found.wrong('/header/birthDate', 'age-impossible');
    birthDate = undefined;
  }
  const { master } = facts;
  if (!master) return birthDate;
  for (const name of ['surname', 'givenName'] as const) {
    const written = tidy(header[name]);
    const known = master[name];
    if (!isBlank(written) && known !== null && !isBlank(known) && !sameText(written, known)) {
      found.confirm(`/header/${name}`, 'differs-from-file', written);
    }
  }
  if (birthDate !== undefined && master.birthDate !== null && birthDate !== master.birthDate) {
    found.confirm('/header/birthDate', 'differs-from-file', birthDate, { facts: { onFile: master.birthDate } });
  }
  return birthDate;
}

/**
 * Checks the header of a form against rule book 4.1 and against what is on file.
 * @param hospital a hospital issues it: it has no BSNR of its own kind, so a missing one is nothing
 */
export function checkHeader(found: Findings, header: HeaderContent, facts: FormFacts, form: '26' | '28', hospital: boolean): HeaderDays {
  checkInsurance(found, header, facts);
  const birthDate = checkPerson(found, header, facts);
  checkAddress(found, header.address, facts);
  const bsnr = checkIdentifier(found, '/header/bsnr', 'bsnr', header.bsnr, !hospital);
  const lanr = checkIdentifier(found, '/header/lanr', 'lanr', header.lanr);
  const { prescriber } = facts;
  if (prescriber?.lanr && lanr !== undefined && lanr !== prescriber.lanr) {
    found.confirm('/header/lanr', 'prescriber-differs', lanr, { facts: { onFile: prescriber.lanr } });
  }
  if (prescriber?.bsnr && bsnr !== undefined && bsnr !== prescriber.bsnr) found.warn('/header/bsnr', 'differs-from-file');
  if (form === '26' && lanr !== undefined && !hospital && !SPECIALTIES_26.includes(lanr.slice(7))) {
    found.warn('/header/lanr', 'lanr-specialty-other', { rule: 'R24', facts: { specialty: lanr.slice(7) } });
  }
  let issueDate = checkDay(found, '/header/issueDate', header.issueDate, { required: true, today: facts.today });
  if (issueDate !== undefined && birthDate !== undefined && issueDate < birthDate) {
    found.wrong('/header/issueDate', 'issued-before-birth');
    issueDate = undefined;
  }
  if (issueDate !== undefined && facts.firstSessionOn && issueDate > facts.firstSessionOn) {
    // such a session stays unpaid (R16-05); the prescription itself holds for those after it
    found.confirm('/header/issueDate', 'issued-after-first-session', issueDate, {
      rule: 'R16',
      facts: { firstSessionOn: facts.firstSessionOn },
    });
  }
  return { ...(birthDate !== undefined && { birthDate }), ...(issueDate !== undefined && { issueDate }) };
}
