// Reads feeds with parsers that know nothing of the program that wrote them and
// prints what they understood, as one JSON document.
//
// usage: node read.mjs ATOM_URL JSON_FEED_URL
import { Readable } from 'node:stream';
import FeedParser from 'feedparser';
import { parseAtomFeed, parseJsonFeed } from 'feedsmith';

const [atomURL, jsonURL] = process.argv.slice(2);

async function fetched(url) {
  const answer = await fetch(url);
  if (!answer.ok) throw new Error(`${url} answered ${answer.status}`);
  return { text: await answer.text(), type: answer.headers.get('content-type') };
}

// Feedparser reads XML strictly, event by event.
async function withFeedparser({ text, type }) {
  const parser = new FeedParser({ resume_saxerror: false, normalize: true });
  const items = [];
  await new Promise((resolve, reject) => {
    parser.on('error', reject);
    parser.on('data', (item) => items.push(item));
    parser.on('end', resolve);
    Readable.from([text]).pipe(parser);
  });
  return {
    reader: 'feedparser', type, format: parser.meta['#type'], title: parser.meta.title, home: parser.meta.link, self: parser.meta.xmlurl,
    items: items.map((i) => ({ id: i.guid, title: i.title, link: i.link, author: i.author, published: i.pubdate, updated: i.date })),
  };
}

function withFeedsmithAtom({ text, type }) {
  const feed = parseAtomFeed(text);
  const link = (of, rel) => of.links?.find((l) => l.rel === rel)?.href;
  return {
    reader: 'feedsmith', type, format: 'atom', title: textOf(feed.title), home: link(feed, 'alternate'), self: link(feed, 'self'),
    items: feed.entries.map((e) => ({
      id: e.id, title: textOf(e.title), link: link(e, 'alternate'), author: e.authors?.[0]?.name, published: e.published, updated: e.updated,
    })),
  };
}

function withFeedsmithJSON({ text, type }) {
  const feed = parseJsonFeed(text);
  return {
    reader: 'feedsmith', type, format: 'json', title: feed.title, home: feed.home_page_url, self: feed.feed_url,
    items: feed.items.map((i) => ({
      id: i.id, title: i.title, link: i.url, author: i.authors?.[0]?.name, published: i.date_published, updated: i.date_modified,
    })),
  };
}

const textOf = (construct) => construct?.value ?? construct;

const atom = await fetched(atomURL);
const json = await fetched(jsonURL);
console.log(JSON.stringify([await withFeedparser(atom), withFeedsmithAtom(atom), withFeedsmithJSON(json)]));
