// SPDX-License-Identifier: EUPL-1.2
//
// Makes the files that a browser fetches:  node tools/assets.mjs OUTDIR
//
//   css/fds.css   the part of the design system we use, in our colour (assets/fds.scss)
//   css/app.css   our own layer
//   js/app.js     our own script, without its comment lines
//   fonts/        IBM Plex Sans, the design system's split files, byte for byte
//   img/          icons.svg (one sprite, assets/icons.txt), favicon.svg, the few pictures that fds.css names
//   licenses/     the texts that MIT, Apache-2.0 and OFL-1.1 ask us to pass on
//
// The same input gives the same bytes (nothing here reads the clock or the order of a directory), because the
// server names each file by its content. Needs `npm ci --ignore-scripts`; never the network.

import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = path.join(path.dirname(fileURLToPath(import.meta.url)), '..');
const fds = path.join(root, 'node_modules/dkfds');
const out = process.argv[2];

if (!out) {
  console.error('usage: node tools/assets.mjs OUTDIR');
  process.exit(2);
}
if (!fs.existsSync(fds)) {
  console.error('node_modules/dkfds is missing: run script/bootstrap');
  process.exit(1);
}
const sass = await import('sass');

const read = (...parts) => fs.readFileSync(path.join(...parts), 'utf8');

function write(name, content) {
  const file = path.join(out, name);
  fs.mkdirSync(path.dirname(file), { recursive: true });
  fs.writeFileSync(file, content);
}

/* The sprite's own symbols keep the viewBox they were drawn in; an alias is a copy under our name. */
function sprite(list, source) {
  const symbols = new Map();
  for (const [, id, rest] of source.matchAll(/<symbol id="([^"]+)"([^]*?<\/symbol>)/g)) {
    symbols.set(id, rest);
  }
  const body = list.split('\n').filter((line) => line && !line.startsWith('#')).map((line) => {
    const [name, theirs = name] = line.split(' ');
    if (!symbols.has(theirs)) throw new Error(`assets/icons.txt: the design system has no icon '${theirs}'`);
    return `<symbol id="${name}"${symbols.get(theirs)}`;
  });
  return `<svg xmlns="http://www.w3.org/2000/svg">${body.join('')}</svg>\n`;
}

function css(name) {
  const quiet = { style: 'compressed', charset: false, quietDeps: true, logger: sass.Logger.silent };
  return sass.compile(path.join(root, 'assets', name), quiet).css;
}

/* Pictures that the design system's css names: copied under one flat folder, and the css pointed at them. */
function pictures(sheet) {
  return sheet.replace(/\.\.\/img\/svg-icons\/([a-z0-9-]+\.svg)/g, (_, name) => {
    write(`img/${name}`, read(fds, 'dist/img/svg-icons', name));
    return `../img/${name}`;
  });
}

const sheet = pictures(css('fds.scss'));
write('css/fds.css', sheet);
write('css/app.css', css('app.css'));
write('js/app.js', read(root, 'assets/app.js').replace(/^\s*\/\/(?! SPDX).*\n/gm, ''));
write('img/icons.svg', sprite(read(root, 'assets/icons.txt'), read(fds, 'dist/img/all-svg-icons.svg')));
write('img/favicon.svg', read(root, 'assets/favicon.svg'));

for (const [, name] of sheet.matchAll(/\.\.\/fonts\/([\w-]+\.woff2)/g)) {
  write(`fonts/${name}`, fs.readFileSync(path.join(fds, 'dist/fonts/IBMPlexSans/split/woff2', name)));
}
for (const name of ['MIT-dkfds.txt', 'Apache-2.0.txt', 'OFL-1.1.txt']) {
  write(`licenses/${name}`, read(root, 'LICENSES', name));
}
