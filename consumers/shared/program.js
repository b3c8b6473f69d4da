import { train } from './train.js';

// Without an await at the top, which bundles in CommonJS cannot have.
train({ threads: 2 }).then((result) => console.log(JSON.stringify(result)));
