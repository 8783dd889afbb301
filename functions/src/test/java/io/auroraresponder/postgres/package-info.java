/** Tests of the probe against a real PostgreSQL, one server for all of them. */
@NullMarked
package io.auroraresponder.postgres;

import org.jspecify.annotations.NullMarked;
