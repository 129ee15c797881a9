/** Words that HelloAsso takes for a form filled in carelessly. */
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
 * What HelloAsso refuses in a first or a last name. The rules are those of its own WooCommerce plugin; the sentences are
 * ours, all but the pattern `Le champ … est invalide`.
 */
export function nameFault(name: string, label: string): string | undefined {
  const fault = (reason: string) => `Le champ ${label} est invalide\u00a0: ${reason}`;
  if ([...name].length < 2) return fault('il doit contenir au moins deux caractères'); // 2 or 3, by the source
  if (/(.)\1\1/u.test(name)) return fault('il contient trois caractères identiques à la suite');
  if (/\d/u.test(name)) return fault('il contient un chiffre');
  if (!/[aeiouyœæ]/iu.test(name.normalize('NFD'))) return fault('il ne contient aucune voyelle');
  if (PLACEHOLDERS.includes(name.normalize('NFC').toLowerCase())) return fault('cette valeur est interdite');
  if (!/^[\p{Script=Latin}\p{M}'’ -]+$/u.test(name)) return fault('il contient un caractère interdit');
  return undefined;
}
