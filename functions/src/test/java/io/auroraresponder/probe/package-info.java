/** Tests of the probe's vocabulary. */
@NullMarked
package io.auroraresponder.probe;

import org.jspecify.annotations.NullMarked;
