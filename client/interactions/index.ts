import { PAGE_VIEW_EVENT } from '../../src/formats/browser-events';
import { listen, listenOn } from '../core/listen';
import { safely } from '../core/safely';
import { around, host, overhear } from '../recording/extra';
import { Clicks } from './clicks';
import { Engagement, PASSIVE } from './engagement';
import { Forms } from './forms';
import { Report } from './report';

function begin(): void {
  const recording = host();
  const { interactions } = recording.config;
  if (!interactions) return;
  const report = new Report(recording, interactions);
  let turn: () => void = () => {};
  let isListening = false;

  const listenTo = () => {
    isListening = true;
    const isPage = !recording.beginnings.isFrame; // a frame's time is that of its page
    const engagement = new Engagement(recording, report);
    const clicks = new Clicks(recording, report, engagement, interactions.clicks);
    const forms = new Forms(recording, report);
    const on = <T extends Event>(type: string, act: (event: T) => void) =>
      listen<T>(type, (event) => event.isTrusted && act(event), PASSIVE);
    on<MouseEvent>('click', (event) => clicks.clicked(event));
    on<KeyboardEvent>('keydown', (event) => {
      engagement.act(event.timeStamp);
      clicks.pressed(event);
    });
    if (isPage) {
      engagement.look();
      on<PointerEvent>('pointerdown', (event) => engagement.press(event));
      on<TouchEvent>('touchmove', (event) => engagement.moveFinger(event));
      for (const type of ['touchend', 'touchcancel']) on(type, (event) => engagement.liftFinger(event));
      on('scroll', (event) => engagement.scroll(event));
      on('focus', ({ target }) => target === window && engagement.resume());
      on('blur', ({ target }) => target === window && engagement.countTime());
    }
    if (interactions.forms) {
      on('focusin', (event) => forms.focused(event));
      on('focusout', (event) => forms.blurred(event));
      for (const type of ['input', 'change']) on(type, (event) => forms.entered(event));
      on('submit', (event) => forms.submitted(event));
    }
    const end = () => {
      clicks.end();
      if (isPage) engagement.end();
    };
    const endForGood = () => {
      forms.end();
      end();
    };
    around(recording, 'hide', { before: end });
    around(recording, 'depart', { before: endForGood });
    around(recording, 'show', { after: () => engagement.resume() });
    safely(listenOn);
    turn = () => {
      endForGood();
      engagement.begin();
    };
    overhear(recording, (heard) => clicks.heard(heard));
  };

  const look = () => {
    if (!isListening && report.isSeen) listenTo();
  };
  overhear(recording, ([type]) => {
    if (type !== PAGE_VIEW_EVENT) return;
    if (isListening) turn();
    else look();
  });
  look();
}

safely(begin);
