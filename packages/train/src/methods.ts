/**
 * Makes `model.fit`, `model.evaluate` and `model.predict` work, which call the functions of these names. One import in a
 * program is enough.
 */
import { attachMethods } from './model/methods.ts';
import { evaluate } from './training/evaluate.ts';
import { fit } from './training/fit.ts';
import { predict } from './training/predict.ts';

attachMethods({ fit, evaluate, predict });
