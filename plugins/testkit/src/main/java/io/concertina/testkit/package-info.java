/**
 * The testkit: contracts that plugin and engine authors extend, and the reference interpreter that
 * judges them.
 */
@NullMarked
package io.concertina.testkit;

import org.jspecify.annotations.NullMarked;
