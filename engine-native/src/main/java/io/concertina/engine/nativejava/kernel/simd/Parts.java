package io.concertina.engine.nativejava.kernel.simd;

import io.concertina.engine.nativejava.kernel.ElementwiseKernel;
import io.concertina.engine.nativejava.kernel.ElementwiseProgram;
import io.concertina.engine.nativejava.kernel.GatheredProduct;
import io.concertina.engine.nativejava.kernel.Gathering;
import io.concertina.engine.nativejava.kernel.RandomKernels;
import io.concertina.engine.nativejava.kernel.ReductionKernels;
import io.concertina.engine.nativejava.kernel.SparseKernels;

/** The loops that kernels of one width are put together from. */
interface Parts {

  /** A rectangle of a matrix product. */
  DeferredTile tile(TileForm form);

  /** Rows of a gathered product. */
  DeferredGathered tile(GatheredForm form);

  /** All rows of a gathered product of a short shared axis. */
  Deferred<HeldTile> tile(HeldForm form);

  /** A gathered product of numbers that meet channel by channel, with its arrays. */
  GatheredProduct channelwise(boolean accumulate, Gathering shape, float[] a, float[] b, float[] c);

  /** The product of one row with a matrix. */
  RowProduct rowProduct();

  /** The transposition of blocks. */
  Transposition transposition();

  /** A chain of elementwise operations. */
  ElementwiseKernel elementwise(ElementwiseProgram program);

  /** Sums and extrema. */
  ReductionKernels reductions();

  /** Products with matrices whose zeros are left out. */
  SparseKernels sparse();

  /** Random bits. */
  RandomKernels random();
}
