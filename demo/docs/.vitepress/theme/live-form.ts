import { useData, withBase } from 'vitepress';
import { defineComponent, h, onMounted, ref } from 'vue';

/** The folder of the script, and of the files that answer like a proxy. */
const FOLDER = '/script';

const TEXTS = {
  fr: {
    nothingSent: 'Ceci est un exemple : rien n’a été envoyé.',
    missing: 'Le formulaire est là quand les scripts sont permis.',
  },
  en: { nothingSent: 'This is an example: nothing was sent.', missing: 'The form is here where scripts may run.' },
};

/** The real element in a page of the documentation, by the script that a site loads. It sends nothing. */
export const LiveForm = defineComponent({
  props: { offer: { type: String, required: true }, look: String, theme: String },
  setup(props) {
    const { lang } = useData();
    const isSent = ref(false);
    onMounted(() => {
      const src = withBase(`${FOLDER}/helloasso-checkout.js`);
      if (document.querySelector(`script[src="${src}"]`)) return;
      document.head.append(Object.assign(document.createElement('script'), { type: 'module', src }));
    });
    const onHelloassoSubmit = (event: Event) => {
      event.preventDefault();
      isSent.value = true;
    };
    return () => {
      const texts = lang.value === 'en' ? TEXTS.en : TEXTS.fr;
      const { offer, look, theme } = props;
      const attributes = { proxy: withBase(FOLDER), offer, class: look, theme, onHelloassoSubmit };
      return h('div', { class: 'live-form' }, [
        h('helloasso-checkout', attributes, h('p', texts.missing)),
        h('p', { role: 'status' }, isSent.value ? texts.nothingSent : ''),
      ]);
    };
  },
});
