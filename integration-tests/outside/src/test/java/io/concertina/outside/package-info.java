/** Builds and runs what the page "Use it in your project" tells its reader to write. */
package io.concertina.outside;
