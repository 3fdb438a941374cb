// The safe-contact rule: somebody else may read the line on a locked telephone. Subject, sender and text must not say that it is about
// health, therapy or a crisis. Stems, without marks and case.
const TELLING =
  /therap|psych|seelisch|seelen|depress|angst|(?<!ge|ver|be|er|unter|durch|heim)sucht|trauma|krise|crisis|suiz|suicid|klinik|clinic|kranken|hospital|arzt|aerzt|doctor|medizin|medic|gesund|health|patient|diagnos|behandl|treatment|sprechstund|probator|beratung|counsel|selbsthilf|notfall|emergenc|pflege|betreu|mental|addict|gemeindepsych|terapi|psikolo|ruh sagli|saglik|hastane|doktor|tedavi|kriz|bagimli|intihar|терап|псих|лiкар|лікар|врач|лечен|лікув|здоров|криз|депрес|самогуб|суицид|клін|клин|больниц|лікарн|علاج|نفسي|طبيب|مستشف|صحة|صحية|مريض|(?<!ل)ازمة|اكتئاب|انتحار|ادمان|درمان|روان|پزشک|بیمار|افسردگ|خودکش/u;

function plainOf(text: string): string {
  return text
    .toLowerCase()
    .replaceAll('ä', 'ae')
    .replaceAll('ö', 'oe')
    .replaceAll('ü', 'ue')
    .replaceAll('ı', 'i')
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .normalize('NFC');
}

/** Whether a text may stand where strangers read: in a subject, as a sender, above the fold of a letter. */
export function isNeutral(text: string): boolean {
  return tellingWord(text) === undefined;
}

/** The first word that tells, as it was written; nothing where none does. A word broken by spaces or dashes tells as well. */
export function tellingWord(text: string): string | undefined {
  const words = text.split(/[\s,.;:!?()„“”"'/]+/).filter(Boolean);
  const single = words.find((word) => TELLING.test(plainOf(word)));
  if (single !== undefined) return single;
  const spread = TELLING.exec(plainOf(text).replace(/[\u00ad\u200b-\u200f\u2060]/g, ''));
  return spread?.[0];
}
