package io.concertina.ir;

import io.concertina.ShapeException;

/**
 * Operations that slide a {@link Window} over one to three spatial axes: convolution and pooling
 * with their gradients.
 *
 * <p>Tensors are channels last. With n spatial axes x is [batch, s₁ … sₙ, channels], y is [batch,
 * p₁ … pₙ, filters] or [batch, p₁ … pₙ, channels], and pₐ = ⌊(sₐ + beforeₐ + afterₐ - extentₐ) /
 * strideₐ⌋ + 1 is the number of the window's positions. Everything is f32. In the formulas p is a
 * position of the window, t one of its taps, and q = p · stride + t · dilation - before the element
 * of x under it, all of them vectors of n numbers; taps are counted in row-major order.
 *
 * <p>Constraints that all of them share, each a {@link ShapeException} if it does not hold:
 *
 * <ol>
 *   <li>x has one axis for the batch, one per axis of the window and one for the channels;
 *   <li>the channels are of fixed size, at least 1;
 *   <li>each spatial size is fixed, at least 1, and leaves the window at least one position; or it
 *       is named and the window keeps it: stride 1 and before + after = extent - 1.
 * </ol>
 *
 * <p>The family is closed under differentiation: the gradient of each is made of operations of the
 * family, so a gradient may be differentiated again.
 */
public sealed interface Windowed extends Op {

  /** The geometry. */
  Window window();

  /**
   * Convolution (as in neural networks: without reversing the kernel). Filter f sees the channels
   * of its group only, y[b, p, f] = Σ x[b, q, c] · kernel[t, c - c₀, f] over all taps t whose q
   * lies in x and over the channels c of the group of f, which begin at c₀ = group · channels /
   * groups; group = ⌊f · groups / filters⌋. What lies in the padding adds nothing; where a weight
   * is not finite, engines may take it for 0 · weight.
   *
   * <p><b>Operands.</b> x [batch, s₁ … sₙ, channels]; kernel [k₁ … kₙ, channels / groups, filters].
   * <b>Result.</b> y [batch, p₁ … pₙ, filters].
   *
   * <p><b>Constraints</b> beyond those of the family:
   *
   * <ol>
   *   <li>the kernel's leading sizes are the window's;
   *   <li>groups divides channels and filters;
   *   <li>the kernel has channels / groups channels.
   * </ol>
   *
   * <p><b>Example.</b> One axis, sizes [3], stride 2, padding 1 and 0, one channel and filter:
   *
   * <pre>x      = 1 2 3 4 5
   * kernel = 1 0 -1
   * y      = 0·1 + 1·0 - 2 = -2,  2·1 + 3·0 - 4 = -2</pre>
   *
   * @param window the geometry
   * @param groups how many sets of channels are convolved apart, at least 1; with as many as there
   *     are channels the convolution is depthwise
   */
  record Conv(Window window, int groups) implements Windowed {}

  /**
   * Transposed convolution: the gradient of {@link Conv} in x. Each element of dy adds the kernel,
   * times itself, around its position: dx[b, q, c] = Σ dy[b, p, f] · kernel[t, c - c₀, f] over all
   * p and t that meet at q and over the filters f of the group of c. As a layer on its own it makes
   * small images large.
   *
   * <p><b>Operands.</b> dy [batch, p₁ … pₙ, filters]; kernel [k₁ … kₙ, channels / groups, filters].
   * <b>Result.</b> dx [batch, s₁ … sₙ, channels] with the spatial sizes of the attribute, which dy
   * does not determine where a stride is larger than 1.
   *
   * <p><b>Constraints</b> beyond those of the family:
   *
   * <ol>
   *   <li>the kernel's leading sizes are the window's;
   *   <li>groups divides the filters;
   *   <li>the window has p₁ … pₙ positions on s₁ … sₙ.
   * </ol>
   *
   * <p><b>Example.</b> One axis, sizes [3], stride 2, no padding, spatial [5]:
   *
   * <pre>dy     = 1 2
   * kernel = 1 0 -1
   * dx     = 1 0 -1+2 0 -2 = 1 0 1 0 -2</pre>
   *
   * @param window the geometry of the convolution from dx to dy
   * @param groups the groups of that convolution
   * @param spatial the spatial sizes of the result
   */
  record ConvInputGradient(Window window, int groups, Shape spatial) implements Windowed {}

  /**
   * The gradient of {@link Conv} in the kernel: dkernel[t, c - c₀, f] = Σ x[b, q, c] · dy[b, p, f]
   * over the batch and all positions p whose q lies in x.
   *
   * <p><b>Operands.</b> x [batch, s₁ … sₙ, channels]; dy [batch, p₁ … pₙ, filters]. <b>Result.</b>
   * dkernel [k₁ … kₙ, channels / groups, filters].
   *
   * <p><b>Constraints</b> beyond those of the family:
   *
   * <ol>
   *   <li>x and dy have the same batch;
   *   <li>the window has p₁ … pₙ positions on x;
   *   <li>groups divides channels and filters.
   * </ol>
   *
   * <p><b>Example.</b> One axis, sizes [2], no padding:
   *
   * <pre>x       = 1 2 3
   * dy      = 10 20
   * dkernel = 1·10 + 2·20, 2·10 + 3·20 = 50 80</pre>
   *
   * @param window the geometry
   * @param groups the groups of the convolution
   */
  record ConvKernelGradient(Window window, int groups) implements Windowed {}

  /**
   * The largest element under the window, per channel: y[b, p, c] = max x[b, q, c] over the taps
   * whose q lies in x. Padding never wins. What a window that holds a NaN gives is up to the
   * engine.
   *
   * <p><b>Operand.</b> x [batch, s₁ … sₙ, channels]. <b>Result.</b> y [batch, p₁ … pₙ, channels].
   *
   * <p><b>Constraint</b> beyond those of the family: every window holds an element of x; on a named
   * axis the padding before is a multiple of the dilation.
   *
   * <p><b>Example.</b> One axis, sizes [2], stride 2, padding 1 and 0:
   *
   * <pre>x = -1 4 4 2 3
   * y = -1 4 3</pre>
   *
   * @param window the geometry
   */
  record MaxPool(Window window) implements Windowed {}

  /**
   * The gradient of {@link MaxPool}: adds dy[b, p, c] to the place of the element that the window
   * at p took, the first one of equals in the order of the taps.
   *
   * <p><b>Operands.</b> x [batch, s₁ … sₙ, channels]; dy [batch, p₁ … pₙ, channels]. <b>Result.</b>
   * dx, of the shape of x.
   *
   * <p><b>Constraints</b> beyond those of max_pool: dy has the shape of its result.
   *
   * <p><b>Example.</b> One axis, sizes [2], stride 1:
   *
   * <pre>x  = 1 5 5 2
   * dy = 10 20 30       the windows take x[1], x[1], x[2]
   * dx = 0 30 30 0</pre>
   *
   * @param window the geometry
   */
  record MaxPoolGradient(Window window) implements Windowed {}

  /**
   * Takes from v what {@link MaxPool} takes from x: y[b, p, c] = v[b, q, c] where q is the place of
   * the largest element of x under the window, the first one of equals. The adjoint of {@link
   * MaxPoolGradient} in dy, and so its gradient.
   *
   * <p><b>Operands.</b> x [batch, s₁ … sₙ, channels]; v of the same shape. <b>Result.</b> y [batch,
   * p₁ … pₙ, channels].
   *
   * <p><b>Constraints</b> beyond those of max_pool: v has the shape of x.
   *
   * <p><b>Example.</b> One axis, sizes [2], stride 1:
   *
   * <pre>x = 1 5 5 2
   * v = 7 8 9 0
   * y = 8 8 9</pre>
   *
   * @param window the geometry
   */
  record MaxPoolPick(Window window) implements Windowed {}

  /**
   * The mean of the elements under the window, per channel: y[b, p, c] = (Σ x[b, q, c]) / n over
   * the taps whose q lies in x. n is their number, or with counted padding always that of all taps.
   *
   * <p><b>Operand.</b> x [batch, s₁ … sₙ, channels]. <b>Result.</b> y [batch, p₁ … pₙ, channels].
   *
   * <p><b>Constraint</b> beyond those of the family: every window holds an element of x; on a named
   * axis the padding before is a multiple of the dilation.
   *
   * <p><b>Example.</b> One axis, sizes [2], stride 2, padding 1 and 0:
   *
   * <pre>x = 1 2 4
   * y = 1 3            padding not counted
   * y = 0.5 3          padding counted</pre>
   *
   * @param window the geometry
   * @param countPadding whether the padding counts as zeros
   */
  record AvgPool(Window window, boolean countPadding) implements Windowed {}

  /**
   * The gradient of {@link AvgPool}: dx[b, q, c] = Σ dy[b, p, c] / n over the positions p whose
   * window holds q, with the n of each. Its own gradient is {@link AvgPool}.
   *
   * <p><b>Operand.</b> dy [batch, p₁ … pₙ, channels]. <b>Result.</b> dx [batch, s₁ … sₙ, channels].
   *
   * <p><b>Constraints</b> beyond those of avg_pool: the window has p₁ … pₙ positions on s₁ … sₙ.
   *
   * <p><b>Example.</b> One axis, sizes [2], stride 2, padding 1 and 0, spatial [3]:
   *
   * <pre>dy = 10 6
   * dx = 10 3 3        padding not counted
   * dx = 5 3 3         padding counted</pre>
   *
   * @param window the geometry
   * @param countPadding whether the padding counts as zeros
   * @param spatial the spatial sizes of the result
   */
  record AvgPoolGradient(Window window, boolean countPadding, Shape spatial) implements Windowed {}
}
