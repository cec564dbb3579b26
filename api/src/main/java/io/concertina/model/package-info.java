/** Autoencoders: their specification, their functions and the model at work. */
@NullMarked
package io.concertina.model;

import org.jspecify.annotations.NullMarked;
