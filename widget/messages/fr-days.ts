import type { DayMessages } from './messages.ts';

/** French, for payments and their days: with what few offers need, and with a return. */
export const frDays: DayMessages = {
  term: '{0} le {1}',
  list: [', ', ' et '],
  firstDay: '1er',
  day: '{0} {1}',
  dayOfYear: '{0} {1} {2}',
  months: 'janvier février mars avril mai juin juillet août septembre octobre novembre décembre',
};
