import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type Colours, judge } from '../../demo/configurateur-verdicts.ts';

const LIGHT: Colours = { accent: '#4c40cf', surface: '#ffffff', text: '#000000' };
const DARK: Colours = { accent: '#4c40cf', surface: '#121212', text: '#ffffff' };

/** With ordinary spaces. */
const sentences = (schemes: Parameters<typeof judge>[0]) =>
  judge(schemes).map(({ level, sentence }) => `${level}: ${sentence.replaceAll('\u00a0', ' ')}`);

describe('the verdicts of the configurator', () => {
  it('name each ratio of colours that can be told apart', () => {
    assert.deepEqual(sentences({ light: LIGHT }), [
      'good: Le texte sur le fond : facile à lire (21:1).',
      'good: Le texte sur le bouton : facile à lire (7,1:1).',
      'good: Les bords et les liens sur le fond : bien visibles (7,1:1).',
    ]);
  });

  it('say what is needed and what to do where text is too close to the surface', () => {
    assert.equal(
      sentences({ light: { ...LIGHT, text: '#999999' } })[0],
      'bad: Le texte sur le fond : difficile à lire (2,8:1, il faut 4,5:1). Choisissez un texte et un fond plus contrastés.',
    );
  });

  it('say that the form itself corrects an accent that is too close to the surface', () => {
    assert.equal(
      sentences({ light: { ...LIGHT, accent: '#ffd23f' } })[2],
      'corrected: Les bords et les liens sur le fond : peu visibles (1,4:1, il faut 3:1). Le formulaire les éclaircit ou les assombrit de lui-même.',
    );
  });

  it('add the white text of old browsers where the accent carries black text alone', () => {
    const [, button, , old] = sentences({ light: { ...LIGHT, accent: '#ffd23f' } });
    assert.equal(button, 'good: Le texte sur le bouton : facile à lire (14,5:1).');
    assert.match(
      old ?? '',
      /^bad: Le texte sur le bouton, toujours blanc .* difficile à lire \(1,4:1, il faut 4,5:1\)/,
    );
    assert.equal(sentences({ light: LIGHT }).length, 3);
  });

  it('name the page on which it is worse, where the form follows the page', () => {
    assert.match(
      sentences({ light: LIGHT, dark: DARK })[2] ?? '',
      /^corrected: .* peu visibles sur une page sombre \(2,6:1, il faut 3:1\)/,
    );
    assert.doesNotMatch(sentences({ dark: DARK })[2] ?? '', /page/);
  });

  it('never round a ratio up to the one that is needed', () => {
    const text = '#777777'; // 4.48 on white
    assert.match(sentences({ light: { ...LIGHT, text } })[0] ?? '', /\(4,4:1, il faut 4,5:1\)/);
  });
});
