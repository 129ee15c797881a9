import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type DefaultTheme, defineConfig } from 'vitepress';
import { publicOffers } from '../../../proxy/checkouts/public-offer.ts';
import { readConfig } from '../../../proxy/config/config.ts';
import { linkedFiles, publishedName, REPOSITORY, showRepository } from './repository.ts';
import { rejectUnusedFrench } from './tables.ts';

/** Where a server has the site: `/` or, for a folder of a server, its path between slashes. */
const base = process.env.DOCS_BASE || '/';

/** The pages in the order of the menu, with their titles. A page without a file, or a file without a line here, fails a test. */
export const PAGES: readonly (readonly [name: string, french: string, english: string])[] = [
  ['start', 'Premiers pas', 'Start'],
  ['embeds', 'Sur quel site ?', 'On which site?'],
  ['element', 'L’élément', 'The element'],
  ['theming', 'L’apparence', 'Its look'],
  ['frameworks', 'React, Vue et les autres', 'React, Vue and others'],
  ['offers', 'Le fichier des offres', 'The offers file'],
  ['operation', 'Faire tourner le relais', 'Run the proxy'],
  ['deploy', 'Le mettre sur un serveur', 'Put it on a server'],
  ['monitoring', 'Le surveiller', 'Watch it'],
  ['carts', 'Paniers', 'Carts'],
  ['events', 'Évènements', 'Events'],
  ['interface', 'L’interface du relais', 'The proxy’s interface'],
  ['security', 'Sécurité', 'Security'],
  ['privacy', 'Vie privée', 'Privacy'],
  ['accessibility', 'Accessibilité', 'Accessibility'],
  ['changelog', 'Nouveautés et mises à jour', 'Changes and upgrades'],
];

const GROUPS = [
  { french: 'Commencer', english: 'Begin', pages: ['start', 'embeds'] },
  { french: 'Sur la page', english: 'On the page', pages: ['element', 'theming', 'frameworks'] },
  {
    french: 'Sur le serveur',
    english: 'On the server',
    pages: ['offers', 'operation', 'deploy', 'monitoring', 'carts', 'events', 'interface'],
  },
  { french: 'En confiance', english: 'In trust', pages: ['security', 'privacy', 'accessibility', 'changelog'] },
];

export default defineConfig({
  base,
  title: 'helloasso-checkout',
  outDir: process.env.DOCS_FOLDER || join(REPOSITORY, 'site'),
  head: [['link', { rel: 'icon', href: `${base}leaf.svg` }]],
  locales: {
    root: {
      label: 'Français',
      lang: 'fr',
      description: 'Un formulaire de paiement pour le site d’une association.',
      themeConfig: {
        nav: [{ text: 'Premiers pas', link: '/start' }],
        sidebar: sidebar('french', ''),
        outline: { label: 'Sur cette page', level: [2, 3] },
        docFooter: { prev: 'Page précédente', next: 'Page suivante' },
        darkModeSwitchLabel: 'Apparence',
        lightModeSwitchTitle: 'Passer au clair',
        darkModeSwitchTitle: 'Passer au sombre',
        sidebarMenuLabel: 'Sommaire',
        returnToTopLabel: 'Haut de la page',
        langMenuLabel: 'Changer de langue',
        skipToContentLabel: 'Aller au contenu',
        notFound: {
          title: 'Page introuvable',
          quote: 'Cette page n’existe pas, ou n’existe plus.',
          linkLabel: 'aller à l’accueil',
          linkText: 'Aller à l’accueil',
        },
      },
    },
    en: {
      label: 'English',
      lang: 'en',
      description: 'A payment form for the site of a French association.',
      themeConfig: {
        nav: [{ text: 'Start', link: '/en/start' }],
        sidebar: sidebar('english', '/en'),
        outline: { label: 'On this page', level: [2, 3] },
      },
    },
  },
  themeConfig: {
    search: {
      provider: 'local',
      options: {
        locales: {
          root: {
            translations: {
              button: { buttonText: 'Rechercher', buttonAriaLabel: 'Rechercher dans la documentation' },
              modal: {
                displayDetails: 'Afficher les détails',
                resetButtonTitle: 'Effacer la recherche',
                backButtonTitle: 'Fermer la recherche',
                noResultsText: 'Aucun résultat pour',
                footer: { selectText: 'ouvrir', navigateText: 'parcourir', closeText: 'fermer' },
              },
            },
          },
        },
      },
    },
  },
  markdown: {
    config: showRepository,
    linkify: false,
    container: { tipLabel: 'Bon à savoir', warningLabel: 'Attention' },
    theme: { light: 'github-light-high-contrast', dark: 'github-dark-high-contrast' },
  },
  vue: { template: { compilerOptions: { isCustomElement: (tag) => tag.startsWith('helloasso-') } } },
  buildEnd({ outDir }) {
    rejectUnusedFrench();
    for (const file of linkedFiles) write(outDir, publishedName(file), readFileSync(join(REPOSITORY, file)));
    cpSync(join(REPOSITORY, 'demo/leaf.svg'), join(outDir, 'leaf.svg'));
    cpSync(join(REPOSITORY, 'dist/script'), join(outDir, 'script'), { recursive: true });
    for (const offer of exampleOffers()) write(outDir, `script/v1/offers/${offer.id}`, JSON.stringify(offer));
  },
});

function sidebar(language: 'french' | 'english', folder: string): DefaultTheme.SidebarItem[] {
  return GROUPS.map((group) => ({
    text: group[language],
    items: group.pages.map((name) => {
      const [, french, english] = PAGES.find(([page]) => page === name) ?? [];
      return { text: (language === 'french' ? french : english) ?? name, link: `${folder}/${name}` };
    }),
  }));
}

/** The repository's offers, as files that answer like a proxy: for the forms inside the pages, which send nothing. */
function exampleOffers() {
  const config = readConfig(
    {
      HELLOASSO_CLIENT_ID: 'none',
      HELLOASSO_CLIENT_SECRET: 'none',
      HELLOASSO_ORGANIZATION: 'none',
      ALLOWED_ORIGINS: 'https://www.example.org',
    },
    () => readFileSync(join(REPOSITORY, 'offers.json'), 'utf8'),
  );
  return publicOffers(config, Date.now());
}

function write(folder: string, name: string, content: string | Uint8Array): void {
  const path = join(folder, name);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, content);
}
