export const words = {
  loading: 'Wird geladen …',
  building: (tab: string) => `Der Bereich ${tab} entsteht gerade.`,
  notThere: 'Diesen Fall gibt es hier nicht, oder er ist nicht Ihrer.',
  back: 'Zu den Fällen',
  tabsLabel: 'Bereiche der Akte',
  tabs: {
    uebersicht: 'Übersicht',
    klaerung: 'Klärung',
    assessment: 'Assessment',
    hilfeplan: 'Hilfeplan',
    linking: 'Linking',
    monitoring: 'Monitoring',
    evaluation: 'Evaluation',
    netzwerkkarte: 'Netzwerkkarte',
    verlauf: 'Verlauf',
  },
};
