export default defineNuxtConfig({
  compatibilityDate: '2026-11-01',
  telemetry: false,
  devtools: { enabled: false },
  runtimeConfig: { public: { proxyUrl: '' } }, // NUXT_PUBLIC_PROXY_URL
  vue: { compilerOptions: { isCustomElement: (tag) => tag.startsWith('helloasso-') } },
  typescript: { strict: true },
  app: { head: { htmlAttrs: { lang: 'fr' }, link: [{ rel: 'icon', href: 'data:,' }] } },
});
