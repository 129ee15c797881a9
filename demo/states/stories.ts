import { arriving, filling, inEnglish, onPages, wrong } from './form-stories.ts';
import { onResultPage, returning, returningInEnglish } from './return-stories.ts';
import { failing, failingInEnglish, misconfigured, sending } from './sending-stories.ts';
import type { Story } from './story.ts';

/** Every state of the elements: first those that payers see, in the order of a payment, then those for the page’s author. */
export const GROUPS: Readonly<Record<string, readonly Story[]>> = {
  'À l’arrivée': arriving,
  'Le formulaire': filling,
  'Sur des pages particulières': onPages,
  'Ce qui manque ou ne va pas': wrong,
  'Après le bouton': sending,
  'Quand le départ échoue': failing,
  'Au retour': returning,
  'Au retour, sur une page à part': onResultPage,
  'En anglais': [...inEnglish, ...failingInEnglish, ...returningInEnglish],
  'Pour le webmestre': misconfigured,
};

export const STORIES: readonly Story[] = Object.values(GROUPS).flat();
