/**
 * Makes `model.fit`, `evaluate`, `predict`, `trainOnBatch` and `testOnBatch` work, which call the functions of these names. One import in a
 * program is enough.
 */
import { attachMethods } from './model/methods.ts';
import { evaluate } from './training/evaluate.ts';
import { fit } from './training/fit.ts';
import { predict } from './training/predict.ts';
import { testOnBatch } from './training/test-on-batch.ts';
import { trainOnBatch } from './training/train-on-batch.ts';

attachMethods({ fit, evaluate, predict, testOnBatch, trainOnBatch });
