package journey

import (
	"fmt"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// Examine looks at the page as WCAG 2.2 does where a program can: it answers what is wrong, nothing when all is well.
func (t *Tab) Examine() ([]string, error) {
	var wrong []string
	if err := t.do(chromedp.Evaluate(looks, &wrong)); err != nil {
		return nil, err
	}
	lost, err := t.focus()
	if err != nil {
		return nil, err
	}
	wrong = append(append(wrong, lost...), t.Problems()...)
	at, err := t.Address()
	for i := range wrong {
		wrong[i] = fmt.Sprintf("%s at %d px: %s", at, t.screen.Width, wrong[i])
	}
	return wrong, err
}

// stops is how many times the tabulator is pressed on a page.
const stops = 25

// focus walks the page with the keyboard: each stop has to be seen.
func (t *Tab) focus() (lost []string, err error) {
	for range stops {
		var seen string
		if err := t.do(chromedp.KeyEvent(kb.Tab), chromedp.Evaluate(focused, &seen)); err != nil {
			return nil, err
		}
		switch seen {
		case "seen":
		case "opens":
			var opened bool
			err := t.do(chromedp.KeyEvent(kb.Enter), chromedp.Evaluate(`document.activeElement.popoverTargetElement.matches(":popover-open")`, &opened), chromedp.KeyEvent(kb.Escape))
			if err != nil {
				return nil, err
			}
			if !opened {
				lost = append(lost, "the menu does not open by keyboard")
			}
		case "end":
			return lost, nil
		default:
			lost = append(lost, seen)
		}
	}
	return lost, nil
}

// looks answers what is wrong with the page at rest.
const looks = `(() => {
  const wrong = [];
  const shown = e => { const b = e.getBoundingClientRect(); return b.width > 0 && b.height > 0 && getComputedStyle(e).visibility !== 'hidden'; };
  const name = e => e.tagName.toLowerCase() + (e.id ? '#' + e.id : '') + (e.name ? '[name=' + e.name + ']' : '') + (e.className && e.className.split ? '.' + e.className.split(' ').join('.') : '');
  const root = document.documentElement;
  if (root.scrollWidth > root.clientWidth) {
    const wide = [...document.querySelectorAll('body *')].filter(e => shown(e) && e.getBoundingClientRect().right > root.clientWidth + 1 &&
      !e.closest('.sheet')).slice(0, 3).map(name);
    wrong.push('wider than the screen: ' + root.scrollWidth + ' px, ' + wide.join(', '));
  }
  const head = document.querySelector('header.head');
  if (head && root.clientWidth < 600 && head.offsetHeight > 72) wrong.push('the head takes ' + head.offsetHeight + ' px of a phone, more than 72');
  if (!root.lang) wrong.push('the language of the page is not said');
  if (!document.title.trim()) wrong.push('the page has no title');
  let last = 0, ones = 0;
  for (const h of document.querySelectorAll('h1,h2,h3,h4,h5,h6')) {
    const level = Number(h.tagName[1]);
    if (level === 1) ones++;
    if (level > last + 1) wrong.push('heading ' + h.tagName + ' “' + h.textContent.trim().slice(0, 40) + '” after H' + last);
    last = level;
  }
  if (ones !== 1) wrong.push(ones + ' headings of the first level');
  for (const e of document.querySelectorAll('input:not([type=hidden]):not([type=submit]),select,textarea')) {
    const label = [...(e.labels || [])].map(l => l.textContent.trim()).join('') || e.getAttribute('aria-label') || (e.getAttribute('aria-labelledby') && document.getElementById(e.getAttribute('aria-labelledby'))?.textContent);
    if (!label) wrong.push('no label: ' + name(e));
  }
  for (const e of document.querySelectorAll('a[href],button')) {
    if (!(e.textContent.trim() || e.getAttribute('aria-label') || e.querySelector('img[alt]:not([alt=""])'))) wrong.push('no name: ' + name(e));
  }
  for (const e of document.querySelectorAll('img')) if (!e.hasAttribute('alt')) wrong.push('no alternative text: ' + name(e));
  for (const e of document.querySelectorAll('button,input[type=checkbox],input[type=radio],select')) {
    const b = e.getBoundingClientRect();
    if (shown(e) && (b.width < 23.5 || b.height < 23.5) && !(e.labels && e.labels.length)) wrong.push('too small to hit (' + Math.round(b.width) + '×' + Math.round(b.height) + '): ' + name(e));
  }
  const ids = {};
  for (const e of document.querySelectorAll('[id]')) { if (ids[e.id]) wrong.push('two of id ' + e.id); ids[e.id] = true; }
  if (document.querySelectorAll('main').length !== 1) wrong.push('not one main part');
  for (const t of document.querySelectorAll('table')) if (!t.querySelector('th')) wrong.push('a table without headings');
  return wrong;
})()`

// focused tells whether the element that has the focus can be seen to have it.
const focused = `(() => {
  const e = document.activeElement;
  if (!e || e === document.body || e === document.documentElement) return 'end';
  const s = getComputedStyle(e), b = e.getBoundingClientRect();
  const what = e.tagName.toLowerCase() + ' “' + (e.textContent || e.name || '').trim().slice(0, 30) + '”';
  if (b.width < 1 || b.height < 1) return 'focus is on something without size: ' + what;
  const outline = s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) > 0;
  if (!outline && s.boxShadow === 'none') return 'focus cannot be seen on ' + what;
  return e.popoverTargetElement ? 'opens' : 'seen';
})()`
