import { mount } from 'svelte';
import GiftPage from './GiftPage.svelte';

const main = document.querySelector('main');
if (main) mount(GiftPage, { target: main });
