import type { CaseFileWords } from '../case-file.ts';

export const words: CaseFileWords = {
  loading: 'Loading …',
  building: (tab) => `The part ${tab} is being built.`,
  notThere: 'This case does not exist here, or it is not yours.',
  back: 'To the cases',
  tabsLabel: 'Parts of the file',
  tabs: {
    uebersicht: 'Overview',
    klaerung: 'Clearing',
    assessment: 'Assessment',
    hilfeplan: 'Care plan',
    linking: 'Linking',
    monitoring: 'Monitoring',
    evaluation: 'Evaluation',
    netzwerkkarte: 'Network map',
    verlauf: 'Course',
  },
};
