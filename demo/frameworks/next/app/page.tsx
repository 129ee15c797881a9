import { GiftForm } from './gift-form';

export default function Page() {
  return (
    <main>
      <h1>Un formulaire dans Next</h1>
      <GiftForm />
    </main>
  );
}
