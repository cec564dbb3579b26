/** What a regulariser is: a penalty on a tensor. */
@NullMarked
package io.concertina.regularizer;

import org.jspecify.annotations.NullMarked;
