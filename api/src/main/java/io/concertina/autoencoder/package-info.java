/** The face of the library: an autoencoder at work, and the builder that trains one. */
@NullMarked
package io.concertina.autoencoder;

import org.jspecify.annotations.NullMarked;
