/** Names that HelloAsso rejects. Repeated here on purpose: a fake must judge independently of the proxy's contract. */
const PLACEHOLDERS = [
  'firstname',
  'lastname',
  'unknown',
  'first_name',
  'last_name',
  'anonyme',
  'user',
  'admin',
  'name',
  'nom',
  'prénom',
  'test',
];

/**
 * Returns what is invalid in a first or last name, or undefined. The rules are those of HelloAsso's WooCommerce plugin. The
 * messages are invented, except for the pattern `Le champ … est invalide`.
 */
export function nameError(name: string, label: string): string | undefined {
  const error = (reason: string) => `Le champ ${label} est invalide\u00a0: ${reason}`;
  if ([...name].length < 2) return error('il doit contenir au moins deux caractères'); // sources differ: none, 2 or 3
  if (/(.)\1\1/u.test(name)) return error('il contient trois caractères identiques à la suite');
  if (/\d/u.test(name)) return error('il contient un chiffre');
  if (!/[aeiouyœæ]/iu.test(name.normalize('NFD'))) return error('il ne contient aucune voyelle');
  if (PLACEHOLDERS.includes(name.normalize('NFC').toLowerCase())) return error('cette valeur est interdite');
  if (!/^[\p{Script=Latin}\p{M}'’ -]+$/u.test(name)) return error('il contient un caractère interdit');
  return undefined;
}
