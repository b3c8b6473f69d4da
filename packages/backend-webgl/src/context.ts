/** A WebGL context that can compute, or why there is none. */
export type Context =
  | { readonly gl: WebGL2RenderingContext; readonly reason?: undefined }
  | { readonly gl?: undefined; readonly reason: string };

/** Nothing is shown, so nothing that pictures need is asked for. */
const ATTRIBUTES: WebGLContextAttributes = {
  alpha: false,
  antialias: false,
  depth: false,
  stencil: false,
  premultipliedAlpha: false,
  preserveDrawingBuffer: false,
  powerPreference: 'high-performance',
};

/** Bits of the fraction of float32. */
const FRACTION_BITS = 23;

/** Opens a context of our own, because two users of one context change its state behind each other's back. */
export function openContext(): Context {
  const canvas = createCanvas();
  if (!canvas) return { reason: 'there is no canvas here; WebGL needs a page, or a worker of one' };
  const gl = canvas.getContext('webgl2', ATTRIBUTES) as WebGL2RenderingContext | null;
  if (!gl) return { reason: 'this browser gives no WebGL 2 context' };
  if (gl.isContextLost()) return { reason: 'the browser gave a WebGL context that is lost already' };
  const reason = findWeakness(gl);
  if (reason === undefined) return { gl };
  closeContext(gl);
  return { reason };
}

/** Gives the memory of a context back at once. A page may have only a few contexts. */
export function closeContext(gl: WebGL2RenderingContext): void {
  gl.getExtension('WEBGL_lose_context')?.loseContext();
}

/** The GPU as the browser names it. */
export function rendererOf(gl: WebGL2RenderingContext): string {
  const unmasked = gl.getExtension('WEBGL_debug_renderer_info');
  return String(gl.getParameter(unmasked ? unmasked.UNMASKED_RENDERER_WEBGL : gl.RENDERER));
}

/** Why float32 cannot be computed here. With float16, as on some phones, training goes wrong without a sign. */
function findWeakness(gl: WebGL2RenderingContext): string | undefined {
  if (!gl.getExtension('EXT_color_buffer_float'))
    return 'the GPU cannot write float32 (EXT_color_buffer_float is missing), and float16 is too coarse to train with';
  const bits = gl.getShaderPrecisionFormat(gl.FRAGMENT_SHADER, gl.HIGH_FLOAT)?.precision ?? 0;
  if (bits < FRACTION_BITS)
    return `the GPU computes with ${bits} bits of fraction, and float32 has ${FRACTION_BITS}`;
  return undefined;
}

function createCanvas(): OffscreenCanvas | HTMLCanvasElement | undefined {
  if (typeof document !== 'undefined') return document.createElement('canvas');
  return typeof OffscreenCanvas === 'undefined' ? undefined : new OffscreenCanvas(1, 1);
}
