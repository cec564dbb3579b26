/** The native engine: compiles IR functions to plans of pure Java kernels and runs them. */
@NullMarked
package io.concertina.engine.nativejava;

import org.jspecify.annotations.NullMarked;
