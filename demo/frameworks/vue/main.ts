import 'helloasso-checkout/define';
import type {} from 'helloasso-checkout/vue';
import { createApp, type GlobalComponents, h, ref } from 'vue';

/** Where your proxy is; the build puts it here. */
declare const PROXY_URL: string;

const PAYER = { firstName: 'Camille', email: 'camille@example.org' };

const GiftPage = {
  setup() {
    const amountCents = ref<number>();
    const outcome = ref('');
    const props: InstanceType<GlobalComponents['helloasso-checkout']>['$props'] = {
      proxy: PROXY_URL,
      offer: 'don',
      payer: PAYER,
      onHelloassoChange: (event) => {
        amountCents.value = event.amountCents;
      },
      onHelloassoOutcome: (event) => {
        outcome.value = event.outcome.outcome;
      },
    };
    return () => [
      h('h1', 'Un formulaire dans Vue'),
      h('helloasso-checkout', props, [h('a', { href: `${PROXY_URL}/pay/don` }, 'Donner')]),
      h('p', [
        'Choisi : ',
        h('output', { id: 'chosen' }, amountCents.value),
        '. Résultat : ',
        h('output', { id: 'outcome' }, outcome.value),
        '.',
      ]),
    ];
  },
};

createApp(GiftPage).mount('main');
