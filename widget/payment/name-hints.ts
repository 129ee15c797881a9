import { areAcceptedNames } from '../../proxy/contract/payer-names.ts';
import type { FormValues } from '../core/form-values-shape.ts';

/** The names that HelloAsso would refuse, among the fields that the payer has left. The payer may go on all the same. */
export function refusedNames(values: FormValues, left: ReadonlySet<string>): readonly ('firstName' | 'lastName')[] {
  const leftName = (name: 'firstName' | 'lastName') => (left.has(name) && values[name]?.trim()) || undefined;
  const [first, last] = [leftName('firstName'), leftName('lastName')];
  const isFirstAccepted = areAcceptedNames(first, undefined);
  const isLastAccepted = areAcceptedNames(isFirstAccepted ? first : undefined, last);
  return [...(isFirstAccepted ? [] : (['firstName'] as const)), ...(isLastAccepted ? [] : (['lastName'] as const))];
}
