// With `node --import`: writes the path of every file that is loaded as a module, a line each, to GOSYMBOLS_LOADED.
// Workers inherit it.
import { appendFileSync } from 'node:fs';
import { registerHooks } from 'node:module';

registerHooks({
  load(url, context, next) {
    if (url.startsWith('file:')) appendFileSync(process.env['GOSYMBOLS_LOADED'], `${url}\n`);
    return next(url, context);
  },
});
