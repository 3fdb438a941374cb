import type { ProblemCode } from '#kernel/codes.ts';

/**
 * What people say at the desk for each problem code, in German and in English. Our own list: everyday words, not diagnoses.
 * Umlauts, ß and capitals do not matter; the beginning of a word is enough, so "depressi" needs no entry.
 * A word may stand under several codes ("burnout"): the search then offers each of them.
 */
export const PROBLEM_WORDS: Record<ProblemCode, readonly string[]> = {
  ANX: [
    ...['angst', 'ängste', 'panik', 'panikattacke', 'phobie', 'platzangst', 'höhenangst', 'flugangst', 'prüfungsangst', 'sozialphobie'],
    ...['agoraphobie', 'sorgen', 'grübeln', 'schüchtern', 'herzrasen', 'vermeidung', 'nervös', 'nervosität', 'furcht', 'enge räume'],
    ...['anxiety', 'panic attack', 'phobia', 'fear', 'worry', 'worries', 'shy', 'nervous', 'claustrophobia'],
  ],
  OCD: [
    ...['zwang', 'zwänge', 'zwangsgedanken', 'zwangshandlung', 'zwangsstörung', 'waschzwang', 'kontrollzwang', 'ordnungszwang'],
    ...['ocd', 'obsessive', 'obsession', 'compulsive', 'compulsion', 'intrusive thoughts'],
  ],
  DEP: [
    ...['depression', 'depressiv', 'niedergeschlagen', 'traurig', 'traurigkeit', 'antriebslos', 'antrieb', 'freudlos', 'hoffnungslos'],
    ...['burnout', 'burn-out', 'erschöpft', 'erschöpfung', 'ausgebrannt', 'winterdepression', 'dysthymie', 'leer', 'müde', 'stimmung'],
    ...['depressed', 'sad', 'sadness', 'low mood', 'hopeless', 'exhausted', 'exhaustion', 'dysthymia', 'no energy'],
  ],
  BIP: [
    ...['bipolar', 'manie', 'manisch', 'hypomanie', 'manisch-depressiv', 'stimmungsschwankungen', 'höhenflug'],
    ...['mania', 'manic', 'hypomania', 'mood swings'],
  ],
  PSY: [
    ...[
      'psychose',
      'psychotisch',
      'schizophrenie',
      'schizoaffektiv',
      'stimmen hören',
      'wahn',
      'verfolgungswahn',
      'halluzination',
      'paranoia',
    ],
    ...['psychosis', 'psychotic', 'schizophrenia', 'hearing voices', 'delusion', 'hallucinations', 'paranoid'],
  ],
  PTS: [
    ...['trauma', 'traumatisiert', 'ptbs', 'posttraumatisch', 'flashback', 'missbrauch', 'vergewaltigung', 'gewalterfahrung', 'überfall'],
    ...['folter', 'flucht', 'krieg', 'albträume', 'unfall', 'misshandlung', 'traumafolge'],
    ...['ptsd', 'traumatic', 'abuse', 'rape', 'assault', 'torture', 'war', 'nightmares', 'accident'],
  ],
  ADJ: [
    ...['krise', 'lebenskrise', 'anpassung', 'anpassungsstörung', 'belastung', 'überforderung', 'überfordert', 'stress', 'trennung'],
    ...['scheidung', 'mobbing', 'kündigung', 'arbeitslos', 'liebeskummer', 'konflikt', 'beziehung', 'akute belastungsreaktion', 'burnout'],
    ...['burn-out', 'crisis', 'adjustment', 'overwhelmed', 'separation', 'divorce', 'breakup', 'bullying', 'job loss', 'stressed'],
  ],
  GRI: [
    ...['trauer', 'trauern', 'verlust', 'todesfall', 'verstorben', 'gestorben', 'verwitwet', 'sternenkind', 'fehlgeburt'],
    ...['grief', 'grieving', 'bereavement', 'loss', 'died', 'widowed', 'miscarriage'],
  ],
  EAT: [
    ...[
      'essstörung',
      'magersucht',
      'anorexie',
      'bulimie',
      'essanfall',
      'fressanfall',
      'binge eating',
      'erbrechen',
      'untergewicht',
      'essen',
    ],
    ...['eating disorder', 'anorexia', 'bulimia', 'purging', 'underweight'],
  ],
  SUD: [
    ...['sucht', 'abhängigkeit', 'alkohol', 'trinken', 'drogen', 'cannabis', 'kiffen', 'kokain', 'heroin', 'tabletten', 'rauchen'],
    ...['medikamentenabhängig', 'entzug', 'rückfall', 'opiate', 'amphetamin', 'nikotin'],
    ...['addiction', 'alcohol', 'drinking', 'drugs', 'substance', 'cocaine', 'opioids', 'smoking', 'withdrawal', 'relapse'],
  ],
  ADB: [
    ...['spielsucht', 'glücksspiel', 'computersucht', 'internetsucht', 'handysucht', 'mediensucht', 'kaufsucht', 'gaming', 'zocken'],
    ...['pornosucht', 'haare ausreißen', 'trichotillomanie', 'stehlen', 'kleptomanie', 'verhaltenssucht'],
    ...['gambling', 'internet addiction', 'shopping addiction', 'hair pulling', 'behavioural addiction', 'behavioral addiction'],
  ],
  SOM: [
    ...['schmerz', 'schmerzen', 'chronische schmerzen', 'kopfschmerzen', 'rückenschmerzen', 'psychosomatisch', 'somatoform', 'reizdarm'],
    ...['hypochonder', 'krankheitsangst', 'körperliche beschwerden', 'schwindel', 'bauchschmerzen', 'tinnitus', 'fibromyalgie'],
    ...['pain', 'chronic pain', 'headache', 'psychosomatic', 'irritable bowel', 'health anxiety', 'dizziness', 'somatic'],
  ],
  DIS: [
    ...['dissoziation', 'dissoziativ', 'neben mir stehen', 'abspaltung', 'krampfanfall', 'multiple persönlichkeit', 'gedächtnislücken'],
    ...['dissociation', 'dissociative', 'seizures', 'memory gaps', 'multiple personality'],
  ],
  PBD: [
    ...['borderline', 'emotional instabil', 'impulsiv', 'selbstverletzung', 'ritzen', 'innere leere'],
    ...['emotionally unstable', 'impulsive', 'self-harm', 'cutting'],
  ],
  PDO: [
    ...[
      'persönlichkeitsstörung',
      'persönlichkeit',
      'narzissmus',
      'narzisstisch',
      'histrionisch',
      'dependent',
      'selbstunsicher',
      'zwanghaft',
    ],
    ...['personality disorder', 'narcissistic', 'narcissism', 'avoidant'],
  ],
  ADH: [
    ...['adhs', 'ads', 'hyperaktiv', 'hyperaktivität', 'aufmerksamkeit', 'unkonzentriert', 'konzentration', 'zappelig'],
    ...['adhd', 'add', 'hyperactive', 'attention', 'concentration', 'focus'],
  ],
  ASD: [...['autismus', 'autistisch', 'asperger', 'autismus-spektrum', 'reizüberflutung'], ...['autism', 'autistic', 'sensory overload']],
  SEX: [
    ...['sexualität', 'sexuell', 'sexualstörung', 'erektionsstörung', 'lustlos', 'transgender', 'trans', 'geschlechtsidentität'],
    ...['geschlechtsdysphorie', 'homosexualität', 'coming-out', 'vaginismus', 'sexualtherapie'],
    ...['sexual', 'sexuality', 'gender', 'gender identity', 'gender dysphoria', 'erectile'],
  ],
  SLE: [
    ...['schlaf', 'schlafstörung', 'schlaflos', 'einschlafen', 'durchschlafen', 'insomnie', 'albträume', 'alpträume', 'schlafwandeln'],
    ...['sleep', 'insomnia', 'sleepless', 'nightmares', 'sleepwalking'],
  ],
  NEU: [
    ...['demenz', 'alzheimer', 'gedächtnis', 'vergesslich', 'hirnverletzung', 'schlaganfall', 'schädel-hirn-trauma', 'delir', 'hirntumor'],
    ...['dementia', 'memory', 'forgetful', 'brain injury', 'stroke', 'neurological'],
  ],
  IDD: [
    ...['intelligenzminderung', 'geistige behinderung', 'lernbehinderung', 'lernschwierigkeiten', 'down-syndrom', 'trisomie'],
    ...['intellectual disability', 'learning disability', 'learning difficulties', 'down syndrome'],
  ],
  CHD: [
    ...[
      'verhaltensauffällig',
      'einnässen',
      'einkoten',
      'bettnässen',
      'wutanfall',
      'schulverweigerung',
      'schulangst',
      'trotz',
      'tic',
      'tics',
    ],
    ...['mutismus', 'sozialverhalten', 'trennungsangst', 'aggressives kind', 'stottern', 'tourette'],
    ...['bedwetting', 'tantrums', 'school refusal', 'conduct', 'selective mutism', 'separation anxiety', 'stuttering'],
  ],
  PER: [
    ...['wochenbett', 'wochenbettdepression', 'schwanger', 'schwangerschaft', 'geburt', 'nach der geburt', 'postpartal', 'kaiserschnitt'],
    ...['babyblues', 'pregnant', 'pregnancy', 'postpartum', 'postnatal', 'childbirth', 'baby blues'],
  ],
  SOMO: [
    ...['krebs', 'krebserkrankung', 'tumor', 'krankheitsbewältigung', 'chronisch krank', 'diabetes', 'herzinfarkt', 'long covid', 'me/cfs'],
    ...['psychoonkologie', 'multiple sklerose', 'körperliche erkrankung', 'diagnose verarbeiten', 'rheuma'],
    ...['cancer', 'oncology', 'chronic illness', 'coping with illness', 'heart attack', 'multiple sclerosis'],
  ],
  UNK: ['unklar', 'weiß nicht', 'keine ahnung', 'unbekannt', 'schwer zu sagen', 'unclear', 'unknown', 'not sure', 'do not know'],
};
