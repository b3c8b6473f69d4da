import type { AnyBackendKernel, BackendKernel, TensorHandle } from '@seqloom/backend';
import { MOST_ATTENTION_FEATURES } from '@seqloom/kernels';
import type { HeapTensors } from '../tensors.ts';

/** Attention in blocks of scores; equal the portable kernels of the names. */
export function attentionKernels({ kernels, at, output }: HeapTensors): AnyBackendKernel[] {
  const attention: BackendKernel<'Attention'> = {
    name: 'Attention',
    accepts: ({ inputs: { q, v, attentionMask } }) => !attentionMask && fits(q, v),
    run: ({ inputs: { q, k, v, queryMask, keyMask }, attributes }) => {
      const [batch, rows, heads, features] = q.shape as Sizes;
      const width = v.shape[3]!;
      const y = output([batch, rows, heads, width]);
      const logSumExp = output([batch, heads, rows]);
      kernels.attention({
        batch,
        rows,
        steps: k.shape[1]!,
        heads,
        features,
        width,
        causal: attributes.causal,
        scale: attributes.scale,
        queryMask: at(queryMask),
        keyMask: at(keyMask),
        q: at(q),
        k: at(k),
        v: at(v),
        y: at(y),
        logSumExp: at(logSumExp),
      });
      return { y, logSumExp };
    },
  };
  const attentionGrad: BackendKernel<'AttentionGrad'> = {
    name: 'AttentionGrad',
    accepts: ({ inputs: { q, v, attentionMask } }) => !attentionMask && fits(q, v),
    run: ({ inputs: { q, k, v, queryMask, keyMask, y, logSumExp, dy }, attributes }) => {
      const [batch, rows, heads, features] = q.shape as Sizes;
      const [dq, dk, dv] = [output(q.shape), output(k.shape), output(v.shape)];
      kernels.attentionGradient({
        batch,
        rows,
        steps: k.shape[1]!,
        heads,
        features,
        width: v.shape[3]!,
        causal: attributes.causal,
        scale: attributes.scale,
        queryMask: at(queryMask),
        keyMask: at(keyMask),
        q: at(q),
        k: at(k),
        v: at(v),
        y: at(y),
        logSumExp: at(logSumExp),
        dy: at(dy),
        dq: at(dq),
        dk: at(dk),
        dv: at(dv),
      });
      return { dq, dk, dv };
    },
  };
  return [attention, attentionGrad];
}

/** Longer vectors leave the blocks of the compiled kernels no room on their stack. */
function fits(q: TensorHandle, v: TensorHandle): boolean {
  return q.shape[3]! <= MOST_ATTENTION_FEATURES && v.shape[3]! <= MOST_ATTENTION_FEATURES;
}

type Sizes = readonly [number, number, number, number];
