/**
 * The oracle: a slow, plain interpreter of the intermediate representation in 64-bit arithmetic.
 *
 * <p>Its loops are the definition of what each operation means. Every engine is measured against
 * it; nothing here is shared with an engine. Tests depend on this package, products do not.
 */
@NullMarked
package io.concertina.testkit.reference;

import org.jspecify.annotations.NullMarked;
