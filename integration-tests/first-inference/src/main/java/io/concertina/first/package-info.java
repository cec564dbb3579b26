/** An application as a user would write it: loads a model file and runs it on the native engine. */
@NullMarked
package io.concertina.first;

import org.jspecify.annotations.NullMarked;
