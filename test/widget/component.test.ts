import { expect } from '@open-wc/testing';
import { Component } from '../../widget/component.ts';

let count = 0;

/** An element of its own that writes what it holds, and the name that will define it. */
function setUp() {
  const tag = `test-component-${++count}`;
  const drawn: string[] = [];
  class Sample extends Component {
    static override attributes = ['label', 'some-data'];
    label = 'class';
    someData: unknown = '';
    readonly preparations: string[] = [];
    readonly connections: string[] = [];

    constructor() {
      super();
      this.addController({ hostConnected: () => this.connections.push('connected') });
    }

    protected override willUpdate(): void {
      this.preparations.push(this.label);
    }

    protected render(): string {
      if (this.label === 'wrong') throw new Error('This cannot be drawn.');
      drawn.push(this.label);
      return this.label;
    }
  }
  return { tag, drawn, define: () => customElements.define(tag, Sample), Sample };
}

function onPage<Kind extends HTMLElement>(element: Kind): Kind {
  document.body.append(element);
  return element;
}

describe('A component', () => {
  it('draws once for all that changes together, and prepares for it', async () => {
    const { define, Sample, drawn } = setUp();
    define();
    const element = onPage(new Sample());
    await element.updateComplete;
    element.label = 'one';
    element.someData = 2;
    element.label = 'two';
    await element.updateComplete;
    expect(drawn).to.deep.equal(['class', 'two']);
    expect(element.preparations).to.deep.equal(drawn);
    expect(element.shadowRoot?.textContent).to.equal('two');
    element.label = 'two';
    await element.updateComplete;
    expect(drawn).to.have.length(2);
    element.remove();
  });

  it('prefers what the page sets last to what it set before the script was there', async () => {
    const { define, tag } = setUp();
    const early = onPage(document.createElement(tag)) as HTMLElement & { label: string };
    early.label = 'early';
    define();
    expect(early.label).to.equal('early');
    early.label = 'late';
    await new Promise((resolve) => setTimeout(resolve));
    expect(early.label).to.equal('late');
    early.remove();
  });

  it('takes its attributes for its properties, and an attribute that goes for an empty one', async () => {
    const { define, tag } = setUp();
    define();
    document.body.insertAdjacentHTML('beforeend', `<${tag} label="page" some-data="x"></${tag}>`);
    const element = document.body.lastElementChild as InstanceType<ReturnType<typeof setUp>['Sample']>;
    expect([element.label, element.someData]).to.deep.equal(['page', 'x']);
    element.removeAttribute('label');
    await element.updateComplete;
    expect(element.label).to.equal('');
    expect((element.constructor as typeof Component).observedAttributes).to.deep.equal(['label', 'some-data']);
    element.remove();
  });

  it('keeps the properties that a page has set before the script was there', async () => {
    const { define, tag, drawn, Sample } = setUp();
    const data = { early: true };
    const early = Object.assign(document.createElement(tag), { label: 'early', someData: data });
    early.setAttribute('label', 'attribute');
    onPage(early);
    define();
    await (early as unknown as Component).updateComplete;
    expect(drawn).to.deep.equal(['early']);
    expect(early.someData).to.equal(data);
    expect((early as unknown as InstanceType<typeof Sample>).connections).to.deep.equal(['connected']);
    early.label = 'later';
    early.remove();
    onPage(early);
    await (early as unknown as Component).updateComplete;
    expect(drawn.at(-1)).to.equal('later');
    early.remove();
  });

  it('draws nothing before it is on a page', async () => {
    const { define, Sample, drawn } = setUp();
    define();
    const element = new Sample();
    element.label = 'somewhere';
    await element.updateComplete;
    expect(drawn).to.deep.equal([]);
    onPage(element);
    await element.updateComplete;
    expect(drawn).to.deep.equal(['somewhere']);
    element.remove();
  });

  it('goes on after what it could not draw', async () => {
    const { define, Sample, drawn } = setUp();
    define();
    const element = onPage(new Sample());
    element.label = 'wrong';
    const failure = await element.updateComplete?.then(
      () => undefined,
      (error: Error) => error.message,
    );
    expect(failure).to.equal('This cannot be drawn.');
    element.label = 'right';
    await element.updateComplete;
    expect(drawn).to.deep.equal(['right']);
    element.remove();
  });

  it('tells its controllers of its life, a late one at once', async () => {
    const { define, Sample } = setUp();
    define();
    const element = new Sample();
    const told: string[] = [];
    const teller = (who: string) => ({
      hostConnected: () => told.push(`${who} connected`),
      hostDisconnected: () => told.push(`${who} disconnected`),
      hostUpdated: () => told.push(`${who} updated`),
    });
    element.addController(teller('first'));
    onPage(element);
    await element.updateComplete;
    element.addController(teller('late'));
    element.remove();
    element.addController(teller('absent'));
    const firsts = ['first connected', 'first updated'];
    expect(told).to.deep.equal([...firsts, 'late connected', 'first disconnected', 'late disconnected']);
  });
});
