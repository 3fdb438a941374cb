// The safe-contact rule: somebody else may read the line on a locked telephone. Subject and sender must not say that it is about
// health, therapy or a crisis. Stems, German and English, without marks.
const TELLING =
  /therap|psych|seelisch|seelen|depress|angst|sucht|trauma|krise|crisis|suiz|suicid|klinik|clinic|kranken|hospital|arzt|aerzt|doctor|medizin|medic|gesund|health|patient|diagnos|behandl|treatment|sprechstund|probator|beratung|counsel|selbsthilf|notfall|emergenc|pflege|betreu|mental|addict|gemeindepsych/;

/** Whether a text may stand where strangers read: in a subject, as a sender, above the fold of a letter. */
export function isNeutral(text: string): boolean {
  const plain = text
    .toLowerCase()
    .replaceAll('ä', 'ae')
    .replaceAll('ö', 'oe')
    .replaceAll('ü', 'ue')
    .normalize('NFD')
    .replace(/\p{M}/gu, '');
  return !TELLING.test(plain);
}

/** The subject of every message: the network's name where it is neutral, else nobody's. */
export function neutralSubject(networkName: string, language: 'de' | 'en'): string {
  if (!isNeutral(networkName)) return language === 'de' ? 'Nachricht für Sie' : 'A message for you';
  return language === 'de' ? `Nachricht von ${networkName}` : `Message from ${networkName}`;
}
